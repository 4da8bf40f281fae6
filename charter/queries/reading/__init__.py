"""The text as it is read: charters, articles, provisions, versions beside each other, search."""
