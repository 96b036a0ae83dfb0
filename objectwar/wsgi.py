"""The WSGI entry point, for a production server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "objectwar.settings.production")

application = get_wsgi_application()

# What is loaded by now stays. To look through it for garbage took a seventh of a second
# once in some hundred pages, and its reader waited.
gc.collect()
gc.freeze()
