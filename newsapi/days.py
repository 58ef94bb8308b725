"""When the site's days and hours begin and end."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of the day in the site's zone, and that of the next day."""
    begin, end = (
        timezone.make_aware(datetime.combine(each, time())) for each in (day, day + timedelta(days=1))
    )
    return begin, end


def midnight_after(at: datetime) -> datetime:
    return bounds(timezone.localtime(at).date())[1]


def midnight_not_before(at: datetime) -> datetime:
    begin, end = bounds(timezone.localtime(at).date())
    return begin if begin == at else end


def beginning_of_hour(at: datetime) -> datetime:
    """As UTC has it, whatever the zone."""
    return datetime.fromtimestamp(at.timestamp() // 3600 * 3600, at.tzinfo)


def next_hour(at: datetime) -> datetime:
    return beginning_of_hour(at) + timedelta(hours=1)
