"""How long somebody stays signed in: as long as they work, though not for ever."""

import time

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest

SIGNED_IN_AT, RENEWED_AT = "signed_in_at", "renewed_at"


def begin(request: HttpRequest, user) -> None:
    login(request, user, user.backend)
    request.session[SIGNED_IN_AT] = request.session[RENEWED_AT] = int(time.time())


class Sessions(SessionMiddleware):
    """Renews the session of whoever works; seldom, because that writes to the database."""

    def process_response(self, request, response):
        session, now = request.session, int(time.time())
        if (
            session.accessed
            and now - session.get(RENEWED_AT, now) > settings.SESSION_RENEWED_EVERY
            and now - session.get(SIGNED_IN_AT, 0) < settings.SESSION_LONGEST
        ):
            session[RENEWED_AT] = now
        return super().process_response(request, response)
