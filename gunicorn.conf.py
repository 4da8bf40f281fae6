"""Read by gunicorn where it starts: the site is loaded once, and its processes share that memory.

A new version or a changed setting needs a restart, since a reload would go on with what was loaded.
"""

preload_app = True
# Reading an uploaded file may take 55 seconds, the wait for its turn included (`accounts/imports/child.py`).
timeout = 60
# A thread waits for a slow client while the others answer: twenty of them leave each process enough
# (`docs/operation.md` has what was measured). A thread costs next to nothing until it is used.
worker_class = "consultation.web_worker.PatientWorker"
threads = 32
# Its own lines are JSON like all others.
logconfig_dict = {
    "formatters": {"lines": {"()": "consultation.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        # The site writes one line for each request itself (`consultation.middleware.LogMiddleware`).
        "gunicorn.access": {"handlers": ["console"], "propagate": False, "level": "WARNING"},
    },
}
