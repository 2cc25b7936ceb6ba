"""Koersvast: one register, many documents."""

__version__ = "0.1.0"
