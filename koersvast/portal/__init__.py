"""How people get in: the organisation on course, the golden thread, search."""
