"""Where it goes: plans, statements and the tree of goals."""
