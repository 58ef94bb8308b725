"""What the weather desk enters by hand: places, and snapshots that no source has told."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from newsapi import purging
from weather import keys
from weather.models import Place, Snapshot

Entry = Place | Snapshot


@transaction.atomic
def save(entry: Entry, by=None) -> None:
    """Stores a new one, or a changed one."""
    before = type(entry).objects.select_for_update(of=["self"]).filter(pk=entry.pk).first()
    entry.save()
    what = _("changed in public") if before else _("added")
    purging.purge(what, changed(each for each in (before, entry) if each), entry, by)


@transaction.atomic
def delete(entry: Entry, by=None) -> None:
    pk, found = entry.pk, changed([entry])
    entry.delete()
    entry.pk = pk  # for whoever still has it in hand, as the log of the admin
    purging.purge(_("deleted"), found, entry, by)


def changed(entries: Iterable[Entry]) -> set[str]:
    return {
        key
        for each in entries
        for key in (
            keys.of_place(each.pk, [each.slug])
            if isinstance(each, Place)
            else keys.of_weather(each.place_id, [each.place.slug])
        )
    }
