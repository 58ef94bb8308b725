from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from articles.models import Article, DailyViews, HourlyViews, ViewTotal
from newsapi import days, plots

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURS_SHOWN, DAYS_SHOWN = 48, 30


@dataclass(frozen=True)
class Course:
    """Readings of equal times, the earliest first."""

    label: str
    description: str
    sum: int
    columns: str


@dataclass(frozen=True)
class Readers:
    """How often an article was read: ever, by hours, by days."""

    total: int
    courses: list[Course]


class ReadersAdmin:
    """Shows above the text of an article how it is read."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        now = timezone.now()
        if change and obj and obj.published_at and obj.published_at <= now:
            context["readers"] = readers(obj, now)
        return super().render_change_form(request, context, add, change, form_url, obj)


def readers(article: Article, now: datetime) -> Readers:
    """Three queries, each of an index."""
    hours = [days.next_hour(now) - HOUR * back for back in range(HOURS_SHOWN, 0, -1)]
    by_hour = dict(
        HourlyViews.objects.filter(article=article, hour__gte=hours[0]).values_list("hour", "count")
    )
    dates = [timezone.localdate(now) - DAY * back for back in reversed(range(DAYS_SHOWN))]
    by_day = dict(DailyViews.objects.filter(article=article, day__gte=dates[0]).values_list("day", "count"))
    hourly = [by_hour.get(each, 0) for each in hours]
    daily = [by_day.get(each, 0) for each in dates]
    return Readers(
        total=ViewTotal.objects.values_list("count", flat=True).get(pk=article.pk),
        courses=[
            course(
                _("Last 48 hours"),
                _("Readings by hour: %(most)s at most, %(latest)s in this hour"),
                hourly,
            ),
            course(_("Last 30 days"), _("Readings by day: %(most)s at most, %(latest)s today"), daily),
        ],
    )


def course(label: str, description: str, counts: list[int]) -> Course:
    numbers = {"most": max(counts), "latest": counts[-1]}
    shown = {name: number_format(number, force_grouping=True) for name, number in numbers.items()}
    return Course(label, description % shown, sum(counts), plots.columns(counts, width=240, height=36))
