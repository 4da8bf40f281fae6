"""What a merge gives: candidates, conflicts, credits, and what would follow."""
