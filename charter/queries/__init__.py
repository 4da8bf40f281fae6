"""Questions asked of many rows: what stands, who asked, what waits. Nothing here changes anything."""
