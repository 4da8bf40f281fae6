"""Reading by machine: what the public pages show a reader without an account, as JSON, and nothing else."""
