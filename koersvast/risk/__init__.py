"""What may go wrong, how bad that is, and what is done about it."""
