"""The newsroom's first page: what is out, what comes, what waits, what is read, and what needs a look.

Each panel is made for those alone who may see it, of a fixed number of queries that an index bounds.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import history
from articles.models import Article, Draft, HourlyViews, Ranked, Ranking, Revision, Section
from articles.rights import sections_of
from newsapi import days, plots
from newsapi.jobs import is_worked_on
from newsapi.models import Job
from weather.models import Place
from weather.reading import is_stale

SHOWN = 8  # rows of a panel
TIMELINE_DAYS = 7
TIMELINE_SHOWN = 200
TITLES_A_DAY = 5
PLACES_SHOWN = 100
HOUR = timedelta(hours=1)


def overview(request, context: dict) -> dict:
    """The context of the first page, with the panels that the user may see."""
    user, now = request.user, timezone.now()
    sections = sections_of(user) or None  # whoever works in none, such as the photo desk, looks at all
    panels = {"title": _("Overview"), "now": now, "limited": sections is not None}
    if user.has_perm("articles.view_article"):
        panels["today"] = today(sections, now)
        panels["timeline"] = timeline(sections, now)
    if user.has_perm("articles.change_article"):
        panels["waiting"] = waiting(sections)
    if user.has_perm("articles.view_hourlyviews"):
        panels["most_read"] = most_read(now)
        panels["shares"] = shares()
    if user.has_perm("weather.view_snapshot"):
        panels["weather"] = weather(now)
    if user.has_perm("newsapi.view_joberror"):
        panels["jobs"] = jobs()
    return {**context, **panels}


def within(articles: QuerySet, sections: frozenset[int] | None, path: str = "section") -> QuerySet:
    return articles if sections is None else articles.filter(**{f"{path}__in": sections})


# What is out, and what comes --------------------------------------------------------------------------------


@dataclass
class Today:
    articles: list[Article]
    count: int


def today(sections: frozenset[int] | None, now: datetime) -> Today:
    """The newest of this day of the site."""
    published = within(Article.objects.published(now), sections).on_day(days.bounds(timezone.localdate(now)))
    newest = published.newest_first().select_related("section").without_texts()[:SHOWN]
    return Today(list(newest), published.count())


@dataclass
class Day:
    """A day of the time line, and where on its line each article stands."""

    date: date
    label: str
    articles: list[tuple[Article, float]]

    @property
    def titled(self) -> list[tuple[Article, float]]:
        return self.articles[:TITLES_A_DAY]

    @property
    def more(self) -> int:
        return len(self.articles[TITLES_A_DAY:])


@dataclass
class Timeline:
    days: list[Day]
    count: int
    now: float  # on the first day


def timeline(sections: frozenset[int] | None, now: datetime) -> Timeline:
    """What is scheduled for today and the six days after it."""
    first = timezone.localdate(now)
    dates = [first + timedelta(days=number) for number in range(TIMELINE_DAYS)]
    scheduled = within(Article.objects.filter(published_at__gt=now), sections)
    scheduled = scheduled.published_until(days.bounds(dates[-1])[1]).order_by("published_at", "pk")
    found = list(scheduled.select_related("section").without_texts()[:TIMELINE_SHOWN])
    shown = [Day(each, date_format(each, "D j E"), []) for each in dates]
    for article in found:
        day = shown[(timezone.localdate(article.published_at) - first).days]
        day.articles.append((article, share_of_day(article.published_at)))
    return Timeline(shown, len(found), share_of_day(now))


def share_of_day(moment: datetime) -> float:
    """How much of the site's day has passed by then, in percent."""
    begin, end = days.bounds(timezone.localdate(moment))
    return round((moment - begin) / (end - begin) * 100, 1)


# What waits -------------------------------------------------------------------------------------------------


@dataclass
class Waiting:
    """A text that readers do not see yet."""

    article: Article
    title: str
    by: object | None
    at: datetime

    @property
    def is_next_version(self) -> bool:
        return self.article.published_at is not None


def waiting(sections: frozenset[int] | None) -> list[Waiting]:
    """New articles and next versions, the last saved first."""
    drafts = within(Draft.objects.filter(article__trashed=None), sections, "article__section")
    drafts = drafts.order_by("-edited_at", "-article").select_related("edited_by", "article__section")
    kept = {
        draft.article_id: Waiting(draft.article, draft.title, draft.edited_by, draft.edited_at)
        for draft in drafts.annotate(title=KT("content__title")).defer(
            "content", "article__body_html", "article__body_blocks", "article__body_text"
        )[:SHOWN]
    }
    new = within(Article.objects.filter(published_at=None, trashed=None), sections)
    new = new.order_by("-published_at", "-pk").select_related("section").without_texts()[:SHOWN]
    unseen = [article for article in new if article.pk not in kept]
    saved = Revision.objects.filter(article__in=[article.pk for article in new]).defer("content")
    last = {
        revision.article_id: revision
        for revision in saved.order_by("article_id", "-number").distinct("article_id").select_related("by")
    }
    for article in unseen:
        revision = last.get(article.pk)
        by, at = (revision.by, revision.at) if revision else (None, history.written_at(article))
        kept[article.pk] = Waiting(article, article.title, by, at)
    return sorted(kept.values(), key=lambda each: each.at, reverse=True)[:SHOWN]


# What is read -----------------------------------------------------------------------------------------------


@dataclass
class Read:
    """An article, its readings of the last day, and their course."""

    article: Article
    views: int
    points: str
    most: int
    latest: int


def most_read(now: datetime) -> list[Read]:
    """What was read most in the last 24 hours, of all languages, as the worker has ranked it."""
    ranked = Ranked.objects.filter(kind=Ranking.Kind.DAY).in_sections(()).public(now)
    most_first = ranked.order_by("-weight", "-article_id").values_list("article_id", "weight")
    totals = dict(most_first[:SHOWN])
    articles = Article.objects.select_related("section").without_texts().in_bulk(list(totals))
    hours = [days.next_hour(now) - HOUR * number for number in range(24, 0, -1)]
    counts = HourlyViews.objects.filter(article__in=totals, hour__gte=hours[0])
    by_hour = {(pk, hour): count for pk, hour, count in counts.values_list("article", "hour", "count")}
    return [
        read(articles[each], round(totals[each]), [by_hour.get((each, hour), 0) for hour in hours])
        for each in totals
    ]


def read(article: Article, views: int, course: list[int]) -> Read:
    return Read(article, views, plots.line(course, width=96, height=24), max(course), course[-1])


@dataclass
class Share:
    """A section's part of all readings of the last day; without a section: what is filed nowhere."""

    section: Section | None
    views: int
    percent: float


def shares() -> list[Share]:
    """The sections by their readings in the last 24 hours, as the worker has added them up."""
    totals: Counter[Section | None] = Counter()
    rankings = Ranking.objects.filter(kind=Ranking.Kind.DAY).select_related("section")
    for ranking in rankings.defer("article_ids", "weights"):
        totals[ranking.section] += round(ranking.total)
    everything = totals.pop(None, 0)
    totals[None] = everything - totals.total()
    return [
        Share(section, views, round(views / everything * 100, 1))
        for section, views in totals.most_common()
        if views > 0
    ]


# What needs a look ------------------------------------------------------------------------------------------


@dataclass
class Weather:
    places: list[Place]
    stale: int
    stale_after: timedelta


def weather(now: datetime) -> Weather:
    """The places, those without fresh weather first."""
    places = list(
        Place.objects.with_newest()
        .annotate(
            observed_at=F("newest__observed_at"),
            temperature_c=F("newest__temperature_c"),
            source=F("newest__source"),
        )
        .order_by("position", "pk")[:PLACES_SHOWN]
    )
    for place in places:
        place.is_stale = place.observed_at is None or is_stale({"observed_at": place.observed_at}, now)
    places.sort(key=lambda place: not place.is_stale)
    stale = sum(place.is_stale for place in places)
    return Weather(places[:SHOWN], stale, timedelta(seconds=settings.WEATHER_STALE_AFTER))


@dataclass
class Jobs:
    failed: list[Job]
    waiting: int
    is_worked_on: bool


def jobs() -> Jobs:
    failed = Job.objects.failed().with_last_event()[:SHOWN]
    return Jobs(list(failed), Job.objects.waiting().count(), is_worked_on())
