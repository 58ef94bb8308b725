"""Says when something was published as a reader would: "Today, 13:27", "14 March, 12:05", in each locale."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django.utils import timezone

from newsapi.locales import BABEL, Locale

RELATIVE_DAYS = {  # CLDR's words, which Babel does not carry
    "uz": ("Bugun", "Kecha"),
    "uz-Cyrl": ("Бугун", "Кеча"),
    "ru": ("Сегодня", "Вчера"),
    "en": ("Today", "Yesterday"),
}


def label(moment: datetime, now: datetime, locale: Locale) -> str:
    """The day of `moment` as seen from `now`, and its time, by the clocks of the site's zone."""
    zone = timezone.get_default_timezone()  # localtime() asks for the thread's own first, which costs more
    moment = moment.astimezone(zone)
    return f"{day(moment.date(), now.astimezone(zone).date(), locale)}, {moment.hour:02}:{moment.minute:02}"


@lru_cache(maxsize=5_000)
def day(day: date, today: date, locale: Locale) -> str:
    """`Today`, `Yesterday`, a day of this year without the year, else with it (CLDR)."""
    days_ago = (today - day).days
    if days_ago in (0, 1):
        return RELATIVE_DAYS[locale.code][days_ago]
    cldr = BABEL[locale.code]
    if day.year == today.year:
        return format_skeleton("MMMMd", day, locale=cldr)
    return format_date(day, "long", locale=cldr)


@lru_cache(maxsize=1_000)
def month(day: date, locale: Locale) -> str:
    """`March 2025` (CLDR)."""
    return format_skeleton("yMMMM", day, locale=BABEL[locale.code])
