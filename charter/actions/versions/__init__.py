"""Publishing versions, correcting them, and the index of themes."""
