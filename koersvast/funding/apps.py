"""The funding app."""

from koersvast.core.register_app import RegisterApp


class FundingConfig(RegisterApp):
    """Registers what funding adds to the application."""

    name = "koersvast.funding"
