"""Views load, ask, validate, make one call, answer. A file a subject."""
