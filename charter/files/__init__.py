"""Files that are not ours: refusals, archives opened without trust, pandoc. Below importing and exports."""
