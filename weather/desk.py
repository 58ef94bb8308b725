"""What the weather desk sees of a place above its form, and the button that fetches its weather at once."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from newsapi.locales import of_the_page
from weather import conditions, plot
from weather.ingestion import Outcome, fetch
from weather.models import Place
from weather.providers import NotConfigured, configured
from weather.reading import is_stale

PLOTTED = timedelta(hours=48)


class DeskAdmin:
    """Shows how a place's weather stands, and fetches it for those who may change the place."""

    change_form_outer_before_template = "admin/weather/place/desk.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.fetch_now)
        return [path("<int:place_id>/fetch/", view, name="weather_place_fetch"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        place = self.get_object(request, object_id)
        if place and self.has_view_or_change_permission(request, place):
            desk = {**of(place), "may_fetch": self.has_change_permission(request, place)}
            extra_context = {**(extra_context or {}), "desk": desk}
        return super().change_view(request, object_id, form_url, extra_context)

    def fetch_now(self, request, place_id):
        place = get_object_or_404(Place, pk=place_id)
        if not self.has_change_permission(request, place):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            level, words = told(fetch(place, configured(), by_hand=True))
        except NotConfigured as error:
            level, words = messages.ERROR, str(error)
        self.message_user(request, words, level)
        return HttpResponseRedirect(reverse("admin:weather_place_change", args=[place.pk]))


def told(outcome: Outcome) -> tuple[int, str]:
    """The level and the words of the message about a fetching."""
    return {
        "new": (messages.SUCCESS, _("New weather has come.")),
        "unchanged": (messages.SUCCESS, _("The source has nothing newer.")),
        "waiting": (messages.WARNING, _("Not asked: %s.") % outcome.why),
        "failed": (messages.ERROR, _("No weather has come: %s") % outcome.why),
    }[outcome.kind]


def of(place: Place) -> dict:
    """All that the panel shows; three queries."""
    now = timezone.now()
    recent = list(place.snapshots.observed_since(now - PLOTTED).order_by("observed_at", "pk"))
    newest = recent[-1] if recent else place.snapshots.first()
    fetching = getattr(place, "fetching", None)
    facts = [(_("Observed"), observed(newest, now))] if newest else []
    if fetching:
        moments = (
            (_("Source"), fetching.source),
            (_("Last asked"), moment(fetching.asked_at)),
            (_("Valid until"), moment(fetching.expires_at)),
            (_("Asked again"), moment(fetching.next_at)),
            (_("Silence until"), moment(fetching.paused_until)),
        )
        facts += [(name, value) for name, value in moments if value]
    return {
        "line": newest and line(newest),
        "facts": facts,
        "error": fetching and fetching.error,
        "plot": plot.temperatures(
            [(each.observed_at, each.temperature_c) for each in recent], now - PLOTTED, now
        ),
    }


def line(snapshot) -> str:
    """In the editor's language."""
    return conditions.line(
        snapshot.temperature_c,
        snapshot.condition_code,
        snapshot.wind_speed_ms,
        snapshot.wind_from_deg,
        of_the_page(),
    )


def observed(snapshot, now) -> str:
    age = _("%s ago") % timesince(snapshot.observed_at, now)
    if is_stale({"observed_at": snapshot.observed_at}, now):
        return _("%s, out of date") % age
    return age


def moment(at) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
