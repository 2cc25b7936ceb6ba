"""The organisation: units through time, roles and who holds them, people."""
