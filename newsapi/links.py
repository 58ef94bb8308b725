"""Makes absolute URLs: the API's own, and the pages of the website that readers see."""

from django.conf import settings
from django.http import HttpRequest

API = "/api/v1"


def origin(request: HttpRequest) -> str:
    """`https://host` of this site: SITE_URL, else the host that was asked, which ALLOWED_HOSTS allows."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, path: str) -> str:
    return origin(request) + path


def web_url(locale: str, slug: str) -> str:
    """The article's page on the website."""
    return settings.WEB_URL_PATTERN.replace("{locale}", locale).replace("{slug}", slug)
