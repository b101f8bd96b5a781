"""The WSGI entry point that granian serves, in the demo and in production alike."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
application = get_wsgi_application()
