"""How programs get in: one command."""
