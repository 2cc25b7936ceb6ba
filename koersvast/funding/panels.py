"""What funding adds to the application: its registers."""


def register_panels() -> None:
    """Add the registers."""
