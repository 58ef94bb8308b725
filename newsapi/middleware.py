"""What every request passes: its id, its limits, and one shape for whatever fails."""

import logging
import re
import secrets
import time
from http import HTTPStatus

from axes.middleware import AxesMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpResponsePermanentRedirect
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import is_valid_path
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django_otp.middleware import OTPMiddleware

from newsapi import errors, links, logs, revalidation, server_timing, sessions

MAX_URL_LENGTH = 4_096  # bytes, path and query
MAX_BODY_LENGTH = 65_536  # bytes
REQUEST_ID = re.compile(r"[\x20-\x7e]{1,64}")
NUL = "A NUL character has no place in a request."
LIVENESS = "/healthz"
PROBES = {LIVENESS, "/readyz"}  # asked by address, over plain HTTP, from inside
LAST_PORT = 65_535
# Scripts are not limited: the admin's own framework evaluates expressions that stand in its pages.
CONTENT_POLICY = "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

logger = logging.getLogger("newsapi.requests")


class PublicBoundary:
    """Gives each request its id and lets nothing but problem documents fail under /api/."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        asked_id = request.META.get("HTTP_X_REQUEST_ID", "")
        request.id = asked_id if REQUEST_ID.fullmatch(asked_id) else secrets.token_hex(16)
        logs.request_id.set(request.id)  # until the next request: Django logs a failure after all of this
        response = self.api(request) if request.path.startswith("/api/") else self.page(request)
        response["X-Request-ID"] = request.id
        if logger.isEnabledFor(logging.INFO):
            fields = {
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            }
            logger.info(
                "%s %s %s", request.method, request.path, response.status_code, extra={"fields": fields}
            )
        return response

    def page(self, request):
        if has_nul(request):
            return explained(request, errors.Problem("bad_request", NUL))
        if request.path != LIVENESS:  # a process lives even while its database hangs
            close_lost_connection()
        response = self.get_response(request)
        if request.path in PROBES and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            detail, allowed = f'Method "{request.method}" not allowed.', {"Allow": response["Allow"]}
            return explained(request, errors.Problem("method_not_allowed", detail, headers=allowed))
        return response

    def api(self, request):
        problem = wrong_host(request) or beyond_limits(request)
        if problem is not None:
            return allow_any_origin(request, explained(request, problem))
        if lacks_only_its_slash(request):
            if request.method != "OPTIONS":
                return allow_any_origin(request, to_the_slash(request))
            # Before they read or write, browsers ask; there they follow no redirect.
            request.path, request.path_info = f"{request.path}/", f"{request.path_info}/"
        if server_timing.ASKED in request.META:
            response = server_timing.measured(request, self.answer)
        else:
            response = self.answer(request)
        if response.status_code >= 400 and response.get("Content-Type") != "application/problem+json":
            kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
            response = errors.of_status(request, response.status_code, kept)
        return allow_any_origin(request, response)

    def answer(self, request):
        return revalidation.answer(request, self.get_response)


def close_lost_connection() -> None:
    """Have the next query connect anew if the database restarted meanwhile."""
    if connection.connection is not None and not connection.in_atomic_block and not connection.is_usable():
        connection.close()


def wrong_host(request) -> errors.Problem | None:
    """Why no link can name the host that was asked."""
    try:
        _, has_port, port = request.get_host().rpartition(":")
    except DisallowedHost:
        return errors.Problem(
            "bad_request", "This host name is not served here; ALLOWED_HOSTS names those that are."
        )
    port = port.lstrip("0")
    # The end of an address of IPv6 is no number: it has its bracket.
    if has_port and port.isdigit() and (len(port) > 5 or int(port) > LAST_PORT):
        return errors.Problem(
            "bad_request", f"The host is asked at a port that there cannot be: the last is {LAST_PORT}."
        )
    return None


def explained(request, problem: errors.Problem):
    """The answer that is this problem; its links name a host that is served here."""
    if wrong_host(request):
        request.META["HTTP_HOST"] = an_allowed_host()
    return errors.response(request, problem)


def an_allowed_host() -> str:
    first = next(iter(settings.ALLOWED_HOSTS), "*")
    return "localhost" if first == "*" else first.removeprefix(".")


def has_nul(request) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return (
        "\0" in request.path
        or "%00" in query
        or "\0" in query
        or any("\0" in value for name, value in request.META.items() if name.startswith("HTTP_"))
    )


def beyond_limits(request) -> errors.Problem | None:
    if len(request.get_full_path()) > MAX_URL_LENGTH:
        return errors.Problem("url_too_long", f"A URL may have {MAX_URL_LENGTH:,} bytes at most.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        return errors.Problem("bad_request", "Content-Length is not a number.")
    if len(length) > 9 or int(length) > MAX_BODY_LENGTH:
        return errors.Problem(
            "body_too_large", f"A request's body may have {MAX_BODY_LENGTH:,} bytes at most."
        )
    if has_nul(request):
        return errors.Problem("bad_request", NUL)
    return None


def lacks_only_its_slash(request) -> bool:
    return (
        not request.path.endswith("/")
        and not is_valid_path(request.path_info)
        and is_valid_path(f"{request.path_info}/")
    )


def to_the_slash(request):
    """What answers a URL that lacks only its slash."""
    right = request.get_full_path(force_append_slash=True)
    if request.method in {"GET", "HEAD"}:
        return HttpResponsePermanentRedirect(right)
    detail = f"The address ends in a slash: {links.absolute(request, right)}"
    return errors.response(request, errors.Problem("missing_slash", detail))


def allow_any_origin(request, response):
    """CORS: pages of any site may read answers, errors too; no cookie is ever set or looked at."""
    response["Access-Control-Allow-Origin"] = "*"
    asked_by, wanted = (
        request.META.get(name) for name in ("HTTP_ORIGIN", "HTTP_ACCESS_CONTROL_REQUEST_METHOD")
    )
    if asked_by and "POST" in (request.method, wanted):
        # navigator.sendBeacon says that it brings cookies: then browsers want the origin by its name.
        response["Access-Control-Allow-Origin"] = asked_by
        response["Access-Control-Allow-Credentials"] = "true"
        patch_vary_headers(response, ["Origin"])
    response["Access-Control-Expose-Headers"] = (
        "Content-Language, ETag, Last-Modified, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
    )
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = response.get("Allow", "GET, HEAD, OPTIONS")
        response["Access-Control-Allow-Headers"] = (
            "Accept-Language, Content-Type, If-None-Match, X-Request-ID"
        )
        response["Access-Control-Max-Age"] = "86400"
    return response


def pages_only(middleware: type) -> type:
    """The middleware for pages alone: the API has no sessions, languages of editors, forms or frames."""

    class PagesOnly(middleware):
        def __init__(self, get_response):
            super().__init__(get_response)
            # Past all of these at once: layer by layer they cost a tenth of a cheap request.
            following = getattr(get_response, "__wrapped__", None)
            self.get_api_response = getattr(following, "get_api_response", get_response)

        def __call__(self, request):
            if is_for_programs(request):
                return self.get_api_response(request)
            return super().__call__(request)

    return PagesOnly


def is_for_programs(request) -> bool:
    return request.path.startswith("/api/") or request.path in PROBES


class Forgery(CsrfViewMiddleware):
    """Asks forms for their token; programs bring no cookie that another site could abuse."""

    def process_view(self, request, *view):
        return None if is_for_programs(request) else super().process_view(request, *view)


class Seclusion(XFrameOptionsMiddleware):
    """A page is kept by no cache, shown in nobody's frame, and sends what is typed nowhere else."""

    def process_response(self, request, response):
        response["Content-Security-Policy"] = CONTENT_POLICY
        if response.get("Content-Type", "").startswith("text/html"):
            add_never_cache_headers(response)
        return super().process_response(request, response)


Sessions = pages_only(sessions.Sessions)
EditorLanguage = pages_only(LocaleMiddleware)
Common = pages_only(CommonMiddleware)
CrossSiteForgery = pages_only(Forgery)
Authentication = pages_only(AuthenticationMiddleware)
Messages = pages_only(MessageMiddleware)
Framing = pages_only(Seclusion)
SecondFactor = pages_only(OTPMiddleware)
SignInLimits = pages_only(AxesMiddleware)
