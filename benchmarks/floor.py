"""The floor: what it costs when nothing is done but to fetch one JSON text and send it.

The same paths as ours on the same server, database and Django, without middleware, REST framework or caching.
"""

from datetime import timedelta

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from articles.search import fold
from benchmarks import floor_statements as statements
from newsapi import database, env

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {**database.database(env.text("DATABASE_URL")), "TIME_ZONE": "Asia/Tashkent"}},
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="none",  # noqa: S106, nothing is signed
    TIME_ZONE="Asia/Tashkent",
    USE_TZ=True,
)


# Of the moment when this server starts: no rankings are made while a benchmark runs.
SINCE = timezone.now() - timedelta(hours=25)


def answer(request, statement: str, **values) -> HttpResponse:
    values |= {"at": timezone.now(), "origin": f"http://{request.get_host()}"}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


def articles(request) -> HttpResponse:
    asked = request.GET.dict() | {"language": request.GET["locale"]}
    if "section" in asked:
        return answer(request, statements.SECTION_LIST, **asked)
    if "search" in asked:
        return answer(request, statements.SEARCH, **asked | {"search": fold(asked["search"], "uz")})
    return answer(request, statements.NUMBERED_PAGE, **asked, offset=20 * (int(asked["page"]) - 1))


def article(request, slug: str) -> HttpResponse:
    return answer(request, statements.DETAIL, slug=slug)


def article_page(request, slug: str) -> HttpResponse:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return answer(
        request,
        statements.ARTICLE_PAGE,
        slug=slug,
        language=request.GET["locale"],
        today=today,
        since=SINCE,
    )


def similar(request, slug: str) -> HttpResponse:
    return answer(request, statements.SIMILAR_LIST, slug=slug, language=request.GET["locale"])


def popular(request) -> HttpResponse:
    return answer(request, statements.MOST_VIEWED_LIST, language=request.GET["locale"], since=SINCE)


def report(request, slug: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(statements.REPORT, [slug])
    return HttpResponse('{"counted":true}', content_type="application/json", status=202)


urlpatterns = [
    path("api/v1/articles/", articles),
    path("api/v1/articles/<str:slug>/", article),
    path("api/v1/articles/<str:slug>/similar/", similar),
    path("api/v1/articles/<str:slug>/views/", report),
    path("api/v1/pages/article/<str:slug>/", article_page),
    path("api/v1/popular/", popular),
]
application = get_wsgi_application()
