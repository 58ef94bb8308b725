"""How long somebody stays signed in: as long as they work, though not for ever."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model, login, update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

SIGNED_IN_AT, RENEWED_AT = "signed_in_at", "renewed_at"


def begin(request: HttpRequest, user) -> None:
    login(request, user, user.backend)
    request.session[SIGNED_IN_AT] = request.session[RENEWED_AT] = int(time.time())


def end_others(request: HttpRequest, password: str) -> None:
    """Of whoever has signed in here, whose password it is, no session goes on but this one."""
    user, before = request.user, request.user.password
    # Sessions end with the hash that they were begun with, were it one of the same password.
    user.password = make_password(password)
    get_user_model().objects.filter(pk=user.pk, password=before).update(password=user.password)
    update_session_auth_hash(request, user)


def end_all(user) -> None:
    """Whoever is signed in as them is so no more. Reads all sessions, which do not tell whose they are."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


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
