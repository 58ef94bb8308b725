"""Where the time of one answer went: the header Server-Timing, for those of the newsroom who ask for it."""

import time
from importlib import import_module

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django_otp.middleware import OTPMiddleware

from newsapi import caching

ASKED = "HTTP_X_SERVER_TIMING"  # the request header, as request.META has it

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


class Statements:
    """An execute_wrapper that counts statements and their rows, and takes their time."""

    def __init__(self):
        self.count = self.rows = 0
        self.seconds = 0.0
        self.begun_at = self.ended_at = time.perf_counter()

    def __call__(self, execute, sql, params, many, context):
        begun_at = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.ended_at = time.perf_counter()
            self.seconds += self.ended_at - begun_at
            self.count += 1
            self.rows += max(0, context["cursor"].rowcount)  # -1: it has failed

    def header(self) -> str:
        now = time.perf_counter()
        total, database, render = (
            f"dur={1000 * seconds:.2f}"
            for seconds in (now - self.begun_at, self.seconds, now - self.ended_at)
        )
        said = f'"{self.count} statements, {self.rows} rows"'
        return f"total;{total}, db;{database};desc={said}, render;{render}"


def measured(request: HttpRequest, get_response) -> HttpResponse:
    """The answer with the header, kept by no cache; the answer as it is when somebody else asks."""
    if not may_see(request):
        return get_response(request)
    statements = Statements()
    with connection.execute_wrapper(statements):
        response = get_response(request)
    response["Server-Timing"] = statements.header()
    response["Cache-Control"] = caching.PRIVATE
    return response


def may_see(request: HttpRequest) -> bool:
    """Whether the request brings a session that the admin would let in."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    asker = HttpRequest()  # another one: what answers must not know who asks
    asker.session = SessionStore(key)
    AuthenticationMiddleware(OTPMiddleware(lambda asker: None))(asker)
    try:
        return admin.site.has_permission(asker) and (
            not settings.REQUIRE_SECOND_FACTOR or asker.user.is_verified()
        )
    except Error:  # a key that is none, or no database: the answer itself will tell, or try again
        return False
