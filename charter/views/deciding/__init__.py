"""Pages on which decisions are made, released and read, with compromises."""
