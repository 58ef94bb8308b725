"""Whether a query is text. Django reads bytes that are none as U+FFFD, which a client may also have typed."""

from urllib.parse import unquote_plus, unquote_to_bytes

from django.http import HttpRequest

from newsapi.errors import invalid_parameter, invalid_parameters
from newsapi.parameters import TRACKING


def refuse_other_bytes(request: HttpRequest) -> None:
    """A Problem that names each parameter which is not UTF-8, unless campaigns have added it."""
    query = request.META.get("QUERY_STRING", "")
    if is_utf8(query):
        return
    names = {name_of(pair): None for pair in query.split("&") if not is_utf8(pair)}
    refused = [
        invalid_parameter(name[:100], "not_utf8", f"{name[:50]} must be in UTF-8, percent-encoded.")
        for name in names
        if not TRACKING.fullmatch(name)
    ]
    if refused:
        raise invalid_parameters(refused)


def is_utf8(query: str) -> bool:
    if "%" not in query and query.isascii():
        return True
    try:
        unquote_to_bytes(query.encode("latin-1")).decode()  # WSGI hands bytes on as the letters of Latin-1
    except UnicodeDecodeError:
        return False
    return True


def name_of(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])
