"""Forms for decisions, their publication, and compromise texts."""
