"""Rules of the organisation, pure: plain data in, plain data out; no database, no clock."""
