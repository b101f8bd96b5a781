"""The application without the edge cache before it: what an uncached request costs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
application = get_wsgi_application()
