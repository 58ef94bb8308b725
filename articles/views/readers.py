from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.utils import timezone

from articles import cards, keys, parts, readers, view_counts
from articles.columns import VIEWED_DAYS
from articles.serializers.readers import (
    PopularSerializer,
    TrendingSerializer,
    ViewReportSerializer,
    ViewsSerializer,
)
from articles.view_windows import WINDOWS
from articles.views.articles import CardViewSet
from newsapi import caching, errors, pagination, parameters, shapes, throttling
from newsapi.errors import Problem
from newsapi.parameters import Choice, Slugs
from newsapi.views import unavailable

FRESH_FOR = timedelta(seconds=10)  # counts are asked for to see them change
NARROWING = {
    "section": Slugs("In one of these sections, by slug or id."),
    "page_size": pagination.PARAMETERS["page_size"],
}


class ViewsViewSet(CardViewSet):
    """How often an article is read: readers report it, newsrooms ask."""

    lookup_field = "slug"
    serializer_class = ViewsSerializer
    has_locale = False
    answers = {"report": ViewReportSerializer}
    view_limit = throttling.limit("views", settings.VIEW_RATE)

    @classmethod
    def shaped_by(cls, action):
        return None if action in cls.answers else ViewsSerializer

    @classmethod
    def is_limited(cls, action):
        return action == "report"

    def retrieve(self, request, slug):
        row = self.public_article({}, frozenset({"views", "views_as_of", "views_by_day"}))
        found = {day["date"]: day["views"] for day in row["views_by_day"]}
        days = [self.at.date() - timedelta(days=back) for back in reversed(range(VIEWED_DAYS))]
        views = {
            "views": row["views"],
            "as_of": row["views_as_of"],
            "by_day": [{"date": day, "views": found.get(day.isoformat(), 0)} for day in days],
        }
        return self.answer(
            {name: shapes.prune(views[name], kept) for name, kept in self.shape.items()},
            keys=keys.shown([row]),
            changes_at=min(filter(None, (self.at + FRESH_FOR, cards.next_change([row], self.at)))),
            last_modified=row["views_as_of"],
        )

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        # Past REST framework, whose way of taking a request costs as much as storing the report.
        try:
            return self.report(request, **kwargs)
        except Problem as problem:
            return errors.response(request, problem)
        except OperationalError:
            return unavailable(request)

    def report(self, request, slug):
        """Stored when it is answered: no crash loses it."""
        parameters.read(request.GET, {})
        address, at = throttling.address(request), timezone.now()
        limits = self.view_limit.admit(address) if self.view_limit else {}
        try:
            counted = stored(slug, readers.reader_of(request, address, at), at)
        except view_counts.NotPublic:
            raise Problem("not_found", f"There is no article {slug[:100]!r}.") from None
        except view_counts.Withdrawn as reason:
            raise Problem("withdrawn", str(reason)) from None
        return HttpResponse(
            b'{"counted":true}' if counted else b'{"counted":false}',
            status=202,
            content_type="application/json",
            headers={**limits, "Cache-Control": caching.PRIVATE},
        )


def stored(slug: str, reader: readers.Reader | None, at: datetime) -> bool:
    try:
        return view_counts.report(slug, reader, at)
    except OperationalError:
        # As all reads do once; the first try may have been stored though its answer was lost.
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return view_counts.report(slug, reader, at, is_repeated=True)


class PopularViewSet(CardViewSet):
    """What was read most lately, the most read first."""

    serializer_class = PopularSerializer
    own_parameters = {
        "list": {"window": Choice("How far back readings count.", tuple(WINDOWS), "24h"), **NARROWING}
    }

    def list(self, request):
        reading = self.reading()
        part = parts.most_viewed(
            self.asked.get("section", []),
            self.asked.get("window", "24h"),
            self.asked.get("page_size", pagination.PAGE_SIZE),
            self.shape,
            reading,
        )
        return self.answer_part(part, reading)


class TrendingViewSet(CardViewSet):
    """What is read more and more, the fastest first."""

    serializer_class = TrendingSerializer
    own_parameters = {"list": NARROWING}

    def list(self, request):
        reading = self.reading()
        part = parts.trending_now(
            self.asked.get("section", []),
            self.asked.get("page_size", pagination.PAGE_SIZE),
            self.shape,
            reading,
        )
        return self.answer_part(part, reading)
