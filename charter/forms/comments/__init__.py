"""Forms for comments."""
