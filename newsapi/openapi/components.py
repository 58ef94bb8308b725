"""The parts that operations share: header parameters, headers, the envelope of lists, and every error."""

from http import HTTPStatus
from typing import Any

from newsapi.errors import PROBLEM_TYPES
from newsapi.openapi.examples import API

Schema = dict[str, Any]


def ref(kind: str, name: str) -> Schema:
    return {"$ref": f"#/components/{kind}/{name}"}


def header(description: str, required: bool = False, **schema: Any) -> Schema:
    return {"description": description, "required": required, "schema": {"type": "string", **schema}}


# Any text is taken in these, and what is of no use counts as none: so no schema forbids it.
HEADER_PARAMETERS = {
    "Accept-Language": "Languages that the reader likes, as browsers send them; `locale` goes before it.",
    "If-None-Match": "The `ETag` of an answer that the client has: the same again is a 304 without a body.",
    "X-Request-ID": "An id of the client's own for this request, printable ASCII of at most 64 characters; "
    "the answer, its problem and our logs carry it. Anything else is replaced by an id of ours.",
}
PARAMETERS = {
    name.replace("-", ""): {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string"},
    }
    for name, description in HEADER_PARAMETERS.items()
}

HEADERS = {
    "ETag": header("A strong validator for `If-None-Match`.", True, pattern='^".+"$'),
    "Cache-Control": header("How long browsers and shared caches may keep the answer.", True),
    "Content-Language": header("The locale of the answer."),
    "Vary": header("The header that chose: `Accept-Language` the locale, `Accept` the form of a document."),
    "Last-Modified": header("When what is shown last changed."),
    "Surrogate-Key": header("Names of all that the answer shows, by which caches purge it."),
    "X-Request-ID": header("The id of this request.", True),
    "RateLimit": header("What is left of the quota, and for how many seconds; only where it is limited."),
    "RateLimit-Policy": header("The quota and its window in seconds; only where it is limited."),
    "Retry-After": header("In how many seconds to try again.", pattern="^[0-9]+$"),
    "Location": header("The present address.", True, format="uri"),
}


def headers(*names: str) -> Schema:
    return {name: ref("headers", name) for name in names}


PROBLEM_ENTRY = {
    "type": "object",
    "description": "One thing that is wrong with the request.",
    "properties": {
        "parameter": {"type": "string", "description": "The query parameter that it is about."},
        "pointer": {"type": "string", "description": "The place in the body that it is about (RFC 6901)."},
        "code": {"type": "string", "description": "What is wrong, as a name that never changes."},
        "detail": {"type": "string", "description": "What is wrong, and what would be right."},
        "suggestion": {"type": "string", "description": "The nearest name or value that is right."},
    },
    "required": ["code", "detail"],
}
MEANINGS = "\n".join(
    f"* `{code}` ({kind.status}): {kind.explanation}" for code, kind in PROBLEM_TYPES.items()
)
PROBLEM = {
    "type": "object",
    "description": "What every error answers (RFC 9457, `application/problem+json`).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Where this kind of error is explained."},
        "title": {"type": "string", "description": "The kind of error in a few words."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What happened in this case."},
        "instance": {
            "type": "string",
            "format": "uri-reference",
            "description": "The address that was asked.",
        },
        "code": {
            "type": "string",
            "enum": list(PROBLEM_TYPES),
            "description": f"The kind of error as a name that never changes:\n\n{MEANINGS}",
        },
        "request_id": {
            "type": "string",
            "description": "Names the request in our logs; the same as `X-Request-ID`.",
        },
        "errors": {
            "type": "array",
            "items": ref("schemas", "ProblemEntry"),
            "description": "Each thing that is wrong with the request; often empty.",
        },
    },
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"],
}
ENTRY_EXAMPLE = {
    "parameter": "secton",
    "code": "unknown_parameter",
    "detail": "There is no parameter 'secton' here; did you mean section?",
    "suggestion": "section",
}


def problem_example(code: str) -> Schema:
    kind = PROBLEM_TYPES[code]
    entries = [ENTRY_EXAMPLE] if code == "invalid_parameter" else []
    return {
        "type": f"{API}/problems/{code}/",
        "title": kind.title,
        "status": kind.status,
        "detail": entries[0]["detail"] if entries else kind.explanation,
        "instance": "/api/v1/articles/?secton=world" if entries else "/api/v1/articles/night-train-to-nukus/",
        "code": code,
        "request_id": "0f8b3c2e9a5d4f6a8b7c1d2e3f4a5b6c",
        "errors": entries,
    }


def problem_response(status: int, *more_headers: str) -> Schema:
    """The answer of all codes with this status."""
    codes = {code: kind for code, kind in PROBLEM_TYPES.items() if kind.status == status}
    return {
        "description": " ".join(kind.explanation for kind in codes.values()),
        "headers": headers("X-Request-ID", *more_headers),
        "content": {
            "application/problem+json": {
                "schema": ref("schemas", "Problem"),
                "examples": {
                    code: {"summary": kind.title, "value": problem_example(code)}
                    for code, kind in codes.items()
                },
            }
        },
    }


EVERYWHERE = ("BadRequest", "BodyTooLarge", "UrlTooLong", "ServerError", "Unavailable")
STATUSES = {
    "Moved": 301,
    "NotModified": 304,
    "BadRequest": 400,
    "Forbidden": 403,
    "NotFound": 404,
    "Gone": 410,
    "BodyTooLarge": 413,
    "UrlTooLong": 414,
    "RateLimited": 429,
    "ServerError": 500,
    "Unavailable": 503,
}
OWN_HEADERS = {
    "RateLimited": ("RateLimit", "RateLimit-Policy", "Retry-After"),
    "Unavailable": ("Retry-After",),
}
RESPONSES = {
    "Moved": {
        "description": "The article has another slug now.",
        "headers": headers("Location", "X-Request-ID"),
    },
    "NotModified": {
        "description": "The client has just this answer already.",
        "headers": headers("ETag", "Cache-Control", "X-Request-ID"),
    },
    **{
        name: problem_response(status, *OWN_HEADERS.get(name, ()))
        for name, status in STATUSES.items()
        if status >= HTTPStatus.BAD_REQUEST
    },
}


def envelope(item: Schema, has_count: bool, beside: Schema | None = None) -> Schema:
    """One page of a list, and what an answer has beside it."""
    count = {
        "count": {
            "type": "integer",
            "minimum": 0,
            "description": "Results over all pages; only with count=exact.",
        }
    }
    return {
        **({"allOf": [beside]} if beside else {}),
        "type": "object",
        "description": "One page of a list.",
        "properties": {
            **(count if has_count else {}),
            "next": {"type": ["string", "null"], "format": "uri", "description": "The next page."},
            "previous": {"type": ["string", "null"], "format": "uri", "description": "The page before."},
            "results": {"type": "array", "items": item, "description": "What the page shows."},
        },
        "required": ["next", "previous", "results"],
    }


PLAIN_TEXT = {"text/plain": {"schema": {"type": "string"}, "examples": {"Alive": {"value": "ok\n"}}}}
READINESS = {
    "type": "object",
    "description": "Whether requests can be served.",
    "properties": {
        "ready": {"type": "boolean", "description": "Whether they can."},
        "detail": {"type": ["string", "null"], "description": "Why not."},
    },
    "required": ["ready", "detail"],
}
OF_PROBES = ("Cache-Control", "X-Request-ID")
SCHEMAS = {"Problem": PROBLEM, "ProblemEntry": PROBLEM_ENTRY, "Readiness": READINESS}


def readiness(description: str, ready: bool, detail: str | None) -> Schema:
    example = {"Answer": {"value": {"ready": ready, "detail": detail}}}
    content = {"application/json": {"schema": ref("schemas", "Readiness"), "examples": example}}
    return {"description": description, "headers": headers(*OF_PROBES), "content": content}


PATHS = {
    "/healthz": {
        "get": {
            "operationId": "getHealth",
            "tags": ["Operations"],
            "summary": "Does the process live?",
            "description": "Answers without asking the database.",
            "responses": {
                "200": {"description": "It does.", "headers": headers(*OF_PROBES), "content": PLAIN_TEXT},
                "400": ref("responses", "BadRequest"),
            },
        }
    },
    "/readyz": {
        "get": {
            "operationId": "getReadiness",
            "tags": ["Operations"],
            "summary": "Can requests be served?",
            "description": "Whether the database answers and has every migration.",
            "responses": {
                "200": readiness("They can.", True, None),
                "400": ref("responses", "BadRequest"),
                "503": readiness("They cannot.", False, "The database does not answer."),
            },
        }
    },
}
