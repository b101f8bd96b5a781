"""What answers when the edge cache has nothing: plain lists at once, all else through Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
_django = get_wsgi_application()

# They read the settings and models, which are ready only now.
from cms.base.api.express import Express  # noqa: E402
from publishing.api.plain import LISTS  # noqa: E402

application = Express(_django, lists=LISTS)
