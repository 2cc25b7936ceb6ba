"""Demonstration data: plan files of municipalities, made from public plans."""
