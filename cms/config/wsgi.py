"""The WSGI entry point that granian serves, in the demo and in production alike."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
_django = get_wsgi_application()

# The edge cache reads the settings, which are ready only now.
from publishing.edge import machine  # noqa: E402
from publishing.reach import machine as reach  # noqa: E402

application = machine.wrap(reach.wrap(_django))
