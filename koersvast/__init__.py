"""Koersvast: one register, many documents."""

__version__ = "0.2.0"
