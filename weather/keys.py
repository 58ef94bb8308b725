"""The keys by which caches forget answers about the weather: what an answer depends on, what an act changes.

place:3                         the place, or its weather, is shown
list:place                      which places there are, and in which order
list:snapshot, …:3, …:tashkent  which snapshots there are, of all places or of one, by id or slug
"""

from collections.abc import Iterable

from newsapi.parameters import Asked

MOST_PLACES = 10  # in one question; with more, the header would be too long


def shown(place_ids: Iterable[int]) -> list[str]:
    return [f"place:{each}" for each in place_ids]


def places() -> list[str]:
    return ["list:place"]


def snapshots(asked: Asked) -> list[str]:
    """What decides which snapshots a list has."""
    names = asked.get("place", [[]])[0]
    if not 0 < len(names) <= MOST_PLACES:
        return ["list:snapshot"]
    return [f"list:snapshot:{each}" for each in names]


def of_weather(place_id: int, slugs: Iterable[str]) -> set[str]:
    """When there is other weather of a place."""
    return {f"place:{place_id}", "list:snapshot", *(f"list:snapshot:{each}" for each in (place_id, *slugs))}


def of_place(place_id: int, slugs: Iterable[str]) -> set[str]:
    """When a place is entered, called otherwise, moved or deleted; `slugs`: that it had and has."""
    return {*of_weather(place_id, slugs), *places()}
