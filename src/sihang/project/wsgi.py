"""The door for a server: `granian --interface wsgi sihang.project.wsgi:application`, or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sihang.project.settings.production")
application = get_wsgi_application()
