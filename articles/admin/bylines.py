"""Says in an editor's words who did something and when."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext


def who(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else gettext("somebody")


def when(moment: datetime) -> str:
    """The time of a moment today, else its day too, by the clocks of the newsroom."""
    here = timezone.localtime(moment)
    if here.date() == timezone.localdate():
        return f"{here:%H:%M}"
    return f"{date_format(here, 'SHORT_DATE_FORMAT')}, {here:%H:%M}"
