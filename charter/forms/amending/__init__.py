"""Forms for amendments, positions and rounds."""
