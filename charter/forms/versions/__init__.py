"""Forms for a version, a correction, a theme."""
