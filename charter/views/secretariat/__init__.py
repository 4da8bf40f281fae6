"""Pages of the desk: the queue, provisions, all that waits."""
