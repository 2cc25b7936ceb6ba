"""What work costs and what covers it: cost items, funding sources, allocations, stated totals."""
