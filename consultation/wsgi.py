"""The site for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consultation.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded once is not looked through again with each collection
