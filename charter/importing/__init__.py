"""Files that come in: read into editions, aligned, compared with the charter and stored."""
