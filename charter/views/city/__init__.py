"""Pages of members: the directory, a member, and its workspace."""
