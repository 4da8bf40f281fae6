"""Forms for files to work in."""
