"""Measurements: how fast plans come in and go out, and how long pages take. `make bench`."""
