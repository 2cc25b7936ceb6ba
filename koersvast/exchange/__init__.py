"""A whole plan in one file: reading, checking, comparing, storing and writing."""
