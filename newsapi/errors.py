"""The one shape of every error (RFC 9457), and the register of all codes that clients may meet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from rest_framework import exceptions
from rest_framework.views import set_rollback

from newsapi import caching, links


@dataclass(frozen=True)
class ProblemType:
    """A kind of error: what `type` resolves to."""

    status: int
    title: str
    explanation: str


PROBLEM_TYPES = {
    "bad_request": ProblemType(
        400, "Bad request", "The request could not be read; `detail` says what was wrong."
    ),
    "invalid_parameter": ProblemType(
        400,
        "Invalid parameter",
        "A query parameter is unknown, has no meaning here, is repeated, or has a value that does not parse. "
        "`errors` names each one, with the nearest valid name or the allowed values.",
    ),
    "malformed_body": ProblemType(
        400, "Malformed body", "The request's body is not what its content type says."
    ),
    "permission_denied": ProblemType(403, "Permission denied", "This may not be done by whoever asks."),
    "preview_refused": ProblemType(
        403,
        "Preview refused",
        "The link is not one that the newsroom has made for this article, or whoever made it has left.",
    ),
    "preview_expired": ProblemType(
        403, "Preview expired", "The time of the preview is over; the newsroom can make a new link."
    ),
    "not_found": ProblemType(404, "Not found", "Nothing public is at this address."),
    "page_not_found": ProblemType(404, "Page not found", "The list ends before this page."),
    "missing_slash": ProblemType(
        404, "Missing slash", "The address lacks its slash at the end; `detail` names the right one."
    ),
    "method_not_allowed": ProblemType(
        405, "Method not allowed", "The address does not take this method; `Allow` lists those it takes."
    ),
    "withdrawn": ProblemType(
        410, "Withdrawn", "The newsroom has withdrawn this article; `detail` is its public reason."
    ),
    "body_too_large": ProblemType(413, "Body too large", "A request's body may have 64 KiB at most."),
    "url_too_long": ProblemType(414, "URL too long", "A URL may have 4 KiB at most."),
    "unsupported_media_type": ProblemType(
        415, "Unsupported media type", "The body's content type is not taken here."
    ),
    "rate_limited": ProblemType(
        429,
        "Rate limited",
        "Too many requests from one address; `Retry-After` says in how many seconds to try again.",
    ),
    "server_error": ProblemType(
        500,
        "Server error",
        "Our fault; it has been logged under the `request_id`, which helps when reporting it.",
    ),
    "unavailable": ProblemType(
        503, "Unavailable", "The database does not answer, or is being migrated; try again."
    ),
}
CODE_OF_STATUS = {
    400: "bad_request",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    414: "url_too_long",
    415: "unsupported_media_type",
    429: "rate_limited",
    503: "unavailable",
}


@dataclass
class Problem(Exception):
    """An answer that is an error: raised anywhere below the views, rendered here."""

    code: str
    detail: str
    errors: list[dict] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Moved(Exception):
    """What the URL names has another slug now; `keys`: by which caches forget that.

    `until`: when the clock has something else public at the URL.
    """

    slug: str
    keys: list[str]
    until: datetime | None = None


def invalid_parameter(name: str, code: str, detail: str, suggestion: str | None = None) -> dict:
    """One entry of `errors` that is about a query parameter."""
    entry = {"parameter": name, "code": code, "detail": detail}
    return entry if suggestion is None else {**entry, "suggestion": suggestion}


def invalid_parameters(errors: Iterable[dict]) -> Problem:
    errors = list(errors)
    return Problem("invalid_parameter", " ".join(error["detail"] for error in errors), errors)


def handle(exception: Exception, context: dict) -> HttpResponse | None:
    """REST framework's exception handler; None lets what nobody foresaw reach the server_error page."""
    set_rollback()
    if isinstance(exception, Moved):
        return moved(context["request"], exception)
    problem = as_problem(exception)
    return None if problem is None else response(context["request"], problem)


def moved(request: HttpRequest, to: Moved) -> HttpResponse:
    """The same question at the present slug. Caches ask again before long: a slug may be taken back."""
    match = request.resolver_match
    path = reverse(match.view_name, kwargs={**match.kwargs, "slug": to.slug})
    query = f"?{iri_to_uri(request.META['QUERY_STRING'])}" if request.META.get("QUERY_STRING") else ""
    response = HttpResponsePermanentRedirect(links.absolute(request, path + query))
    response["Cache-Control"] = caching.cache_control(timezone.now(), to.until)
    caching.add_keys(response, to.keys)
    return response


def as_problem(exception: Exception) -> Problem | None:
    match exception:
        case Problem():
            return exception
        case Http404():
            return Problem("not_found", "Nothing public is at this address.")
        case PermissionDenied():
            return Problem("permission_denied", "This may not be done by whoever asks.")
        case exceptions.ParseError():
            return Problem("malformed_body", str(exception.detail))
        case exceptions.MethodNotAllowed():
            return Problem("method_not_allowed", str(exception.detail))
        case exceptions.APIException():
            headers = (
                {"Retry-After": str(int(exception.wait) + 1)} if getattr(exception, "wait", None) else {}
            )
            code = CODE_OF_STATUS.get(exception.status_code, "bad_request")
            return Problem(code, str(exception.detail), headers=headers)
        case RequestDataTooBig():
            return Problem("body_too_large", "A request's body may have 64 KiB at most.")
        case SuspiciousOperation():
            return Problem("bad_request", "The request was refused: it is malformed.")
    return None


def response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as `application/problem+json`."""
    kind = PROBLEM_TYPES[problem.code]
    document = {
        "type": links.absolute(request, f"{links.API}/problems/{problem.code}/"),
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": re.sub("%.?$", "", request.get_full_path()[:4096]),  # no half of an escape
        "code": problem.code,
        "request_id": getattr(request, "id", None),
        "errors": problem.errors,
    }
    headers = {"Cache-Control": "no-store", **problem.headers}
    return HttpResponse(
        orjson.dumps(document), content_type="application/problem+json", status=kind.status, headers=headers
    )


def of_status(request: HttpRequest, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """A problem for an error that another layer has answered without one."""
    code = CODE_OF_STATUS.get(status, "server_error" if status >= 500 else "bad_request")
    return response(request, Problem(code, f"{HTTPStatus(status).phrase}.", headers=headers or {}))
