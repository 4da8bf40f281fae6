"""Views load, ask, validate, make one call, answer. A folder a subject; a file at the top serves several."""
