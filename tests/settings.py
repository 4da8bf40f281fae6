"""The site's settings as the tests need them: fast passwords, tasks at once, mail kept in memory."""

import os

os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("SECRET_KEY", "for tests alone")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")

from consultation.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
SECURE_SSL_REDIRECT = False
DEMONSTRATION = False
KEEPS_PAGES = False  # each test has its own data behind the same addresses
if REDIS_URL:  # noqa: F405
    # Each worker of the tests has a Redis database of its own, since clearing a cache empties the whole of one.
    base, _, number = REDIS_URL.rpartition("/")  # noqa: F405
    worker = int("".join(c for c in os.environ.get("PYTEST_XDIST_WORKER", "0") if c.isdigit()))
    for cache in [one for one in CACHES.values() if one.get("LOCATION") == REDIS_URL]:  # noqa: F405
        cache["LOCATION"] = f"{base}/{int(number) + worker}"
