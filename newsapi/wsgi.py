import os

from django.core.wsgi import get_wsgi_application

from newsapi.bodies import Received

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsapi.settings")
application = Received(get_wsgi_application())
