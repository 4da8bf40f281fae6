"""Pages of the secretariat: the queue, provisions, all pending items."""
