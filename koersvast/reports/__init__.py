"""Reports: documents made from the register, kept, frozen and compared."""
