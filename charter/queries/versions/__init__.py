"""The contents of a version, the conditions for its publication, and the index of themes."""
