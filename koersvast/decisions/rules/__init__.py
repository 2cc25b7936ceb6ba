"""Calculations of decisions: pure functions on plain data."""
