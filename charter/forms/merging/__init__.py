"""Forms for the choices in a merge."""
