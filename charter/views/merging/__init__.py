"""Pages on which a merge is chosen, settled and applied."""
