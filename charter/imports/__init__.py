"""The reading of charters: files into editions, languages side by side, and what truly differs between them."""
