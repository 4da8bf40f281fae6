"""What is looked at to know whether the site is well, by `manage.py doctor`, `/health/` and a daily letter alike."""
