"""The vocabulary for reading the weather. Names fields, never models."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from newsapi.narrowing import Names
from newsapi.statements import IsAnyOf

NEWEST_FIRST = ("-observed_at", "-pk")


class PlaceQuerySet(QuerySet):
    """Places whose weather is kept."""

    def named(self, names: Names):
        """Those with one of these slugs or ids."""
        meant = ((column, of) for column, of in (("slug", names.slugs), ("pk", names.ids)) if of)
        return self.filter(reduce(or_, (Q(IsAnyOf(F(column), of)) for column, of in meant)))

    def with_newest(self):
        """`newest`: the newest snapshot of each, by one look into the index."""
        snapshots = self.model._meta.get_field("snapshots").related_model.objects
        newest = snapshots.filter(place=OuterRef("pk")).order_by(*NEWEST_FIRST).values("pk")[:1]
        return self.annotate(
            newest=FilteredRelation("snapshots", condition=Q(snapshots__pk=Subquery(newest)))
        )


class SnapshotQuerySet(QuerySet):
    """What was observed."""

    def at_places(self, groups: Iterable[Names]):
        places = self.model._meta.get_field("place").related_model.objects
        for names in groups:
            found = places.order_by().named(names).values("pk")
            # Equality with one value, unlike IN, leaves the index in its order.
            self = self.filter(place=found[:1]) if names.are_one else self.filter(place__in=found)
        return self

    def on_day(self, bounds: tuple):
        return self.observed_since(bounds[0]).observed_until(bounds[1])

    def observed_since(self, moment):
        return self.filter(observed_at__gte=moment)

    def observed_until(self, moment):
        """Before the moment, not at it."""
        return self.filter(observed_at__lt=moment)

    def from_sources(self, sources: Iterable[str]):
        return self.filter(source__in=sources)


class ForecastQuerySet(QuerySet):
    """What is expected."""

    def between(self, begin: datetime, end: datetime):
        """From the first moment to before the second."""
        return self.filter(at__gte=begin, at__lt=end)
