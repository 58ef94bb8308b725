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


def next_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
