"""What is typed for a version, a correction, a theme."""
