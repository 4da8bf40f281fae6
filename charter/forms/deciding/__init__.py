"""What is typed for a decision, a release, a compromise."""
