"""Read by gunicorn where it starts: the site is loaded once, and its processes share that memory.

A new version or a changed setting needs a restart, since a reload would go on with what was loaded.
"""

preload_app = True
