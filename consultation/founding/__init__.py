"""What a new installation is asked, and the file that keeps the answers."""
