"""Making files that readers take away."""
