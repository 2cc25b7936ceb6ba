"""Koersvast: one register, many documents."""

__version__ = "0.3.0"
