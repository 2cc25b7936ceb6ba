"""Who decides what: bodies, proposals, advice, decisions and procedures."""
