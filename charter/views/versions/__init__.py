"""Pages on which versions are published, corrected and verified, and themes."""
