import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsapi.settings")
django = get_wsgi_application()

from newsapi.bodies import Received  # noqa: E402, it reads the settings

application = Received(django)
