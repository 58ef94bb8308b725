"""The envelope of every list, and its two ways to page: an opaque cursor, or numbers."""

import base64
import binascii
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, ClassVar
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest

from newsapi import links
from newsapi.errors import Problem, invalid_parameter, invalid_parameters
from newsapi.listings import Keys, Listing
from newsapi.parameters import MAX_ID, TRACKING, YEARS, Asked, Choice, Choices, Parameter, Text, Whole

MAX_PAGE = 1_000_000
PAGE_SIZE = 20

PARAMETERS: dict[str, Parameter] = {
    "cursor": Text("Where to go on: taken from `next` or `previous`, never made by hand.", max_length=3_000),
    "page": Whole("The number of the page, for numbered archives; not together with `cursor`.", 1, MAX_PAGE),
    "page_size": Whole("How many results a page has.", 1, 100, PAGE_SIZE),
    "count": Choice("`exact` adds `count`, the number of results over all pages.", ("exact",)),
}


@dataclass(frozen=True)
class OrderingKeys(Choices):
    """Keys to order by, none of them twice, whichever way round."""

    several: ClassVar[str] = "Given again, it adds keys."

    def schema(self):
        both_ways = [
            {"allOf": [{"contains": {"const": name}}, {"contains": {"const": f"-{name}"}}]}
            for name in self.allowed
            if not name.startswith("-")
        ]
        wrong = both_ways[0] if len(both_ways) == 1 else {"anyOf": both_ways}
        return {**super().schema(), "uniqueItems": True, "not": wrong}


@dataclass(frozen=True)
class Ordering:
    """How a list may be ordered: each public name with its column. The primary key always ends the order."""

    columns: dict[str, str]
    default: tuple[str, ...]

    def parameter(self) -> Choices:
        allowed = tuple(f"{sign}{name}" for name in self.columns for sign in ("", "-"))
        return OrderingKeys(
            "Order of the list, by several keys with commas; a minus turns one round.", allowed
        )

    def keys(self, asked: Asked) -> Keys:
        """(column, descending) of each key; the primary key follows the last one's direction."""
        names = asked.get("ordering", self.default)
        if len({name.lstrip("-") for name in names}) < len(names):
            raise invalid_parameters(
                [invalid_parameter("ordering", "repeated", "ordering names a key twice.")]
            )
        keys = [(self.columns[name.lstrip("-")], name.startswith("-")) for name in names]
        return (*keys, ("pk", keys[-1][1]))


@dataclass
class Page:
    """The primary keys of one page, and the way on from it."""

    ids: list[int]
    next: dict[str, str] | None
    previous: dict[str, str] | None
    count: int | None = None

    def envelope(self, address: "Address", results: list) -> dict:
        envelope = {
            "next": address.page(self.next),
            "previous": address.page(self.previous),
            "results": results,
        }
        return envelope if self.count is None else {"count": self.count, **envelope}


@dataclass(frozen=True)
class Address:
    """Where a list is: its URL, and the parameters that its other pages share with it."""

    url: str
    query: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> "Address":
        ignored = {"cursor", "page"}
        query = [
            (name, text)
            for name, texts in request.GET.lists()
            for text in texts
            if name not in ignored and not TRACKING.fullmatch(name)
        ]
        return cls(links.absolute(request, request.path), tuple(query))

    def page(self, way: dict[str, str] | None) -> str | None:
        """The URL of another page; with its parameters in order, so that caches see one URL and not many.

        Those of one name stay in the order asked, which says something in `ordering` and the like.
        """
        if way is None:
            return None
        in_order = sorted([*self.query, *way.items()], key=itemgetter(0))
        return f"{self.url}?{urlencode(in_order, safe=',:')}"


def page(listing: Listing, ordering: Ordering, asked: Asked) -> Page:
    """The primary keys of the page that was asked for: one query, and those that count."""
    if "cursor" in asked and "page" in asked:
        raise two_ways()
    keys = ordering.keys(asked)
    size = asked.get("page_size", PAGE_SIZE)
    if "page" in asked:
        found = numbered_page(listing, keys, size, asked.get("page"))
    else:
        found = cursor_page(listing, keys, size, asked.get("cursor"))
    if "count" in asked:
        alone = found.next is None and found.previous is None
        found.count = len(found.ids) if alone else listing.count()
    return found


def page_within(
    found: Sequence[Any],
    row: Callable[[Any], tuple],
    place_of: Callable[[int], int | None],
    keys: Keys,
    asked: Asked,
) -> Page:
    """The same of things that are all known: each as a `row` of its primary key and its other keys.

    They are ordered by these keys, all descending. A page goes on beside the last one's own place, whatever
    its other keys have become meanwhile; where it is gone, at the place that it would have.
    """
    if "cursor" in asked and "page" in asked:
        raise two_ways()
    size = asked.get("page_size", PAGE_SIZE)
    if "page" in asked:
        first = (asked.get("page") - 1) * size
        ids = [row(each)[0] for each in found[first : first + size + 1]]
        page = page_numbered(ids, size, asked.get("page"))
    else:
        backward, position = read_cursor(asked.get("cursor"), keys) if "cursor" in asked else (False, [])
        place = tuple(position)
        if backward:
            end = place_of(place[-1]) if position else len(found)
            if end is None:
                end = place_in(found, lambda each: row_place(row(each)) <= place)
            rows = [row(each) for each in found[max(0, end - size - 1) : end][::-1]]
        else:
            last = place_of(place[-1]) if position else -1
            if last is None:
                last = place_in(found, lambda each: row_place(row(each)) < place) - 1
            begin = last + 1
            rows = [row(each) for each in found[begin : begin + size + 1]]
        page = page_of(rows, keys, size, backward, at_end=not position)
    if "count" in asked:
        page.count = len(found)
    return page


def row_place(row: tuple) -> tuple:
    return (*row[1:], row[0])


def place_in(found: Sequence[Any], is_reached: Callable[[Any], bool]) -> int:
    """The place of the first for which it is true, as it is for all after it; else the number of all."""
    return bisect_left(range(len(found)), True, key=lambda place: is_reached(found[place]))


def numbered_page(listing: Listing, keys: Keys, size: int, number: int) -> Page:
    rows = listing.rows(keys, (), limit=size + 1, offset=(number - 1) * size)
    return page_numbered([row[0] for row in rows], size, number)


def two_ways() -> Problem:
    detail = "cursor and page are two ways to page; give one of them."
    return invalid_parameters([invalid_parameter("page", "not_with_cursor", detail)])


def page_numbered(ids: list[int], size: int, number: int) -> Page:
    """The page of ids that were found, one more than it holds."""
    if not ids and number > 1:
        raise Problem("page_not_found", f"The list ends before page {number}.")
    return Page(
        ids[:size],
        next={"page": str(number + 1)} if len(ids) > size else None,
        previous={"page": str(number - 1)} if number > 1 else None,
    )


def cursor_page(listing: Listing, keys: Keys, size: int, cursor: str | None) -> Page:
    backward, position = read_cursor(cursor, keys) if cursor else (False, [])
    way = tuple((column, descending != backward) for column, descending in keys)
    found = listing.rows(way, position, limit=size + 1)
    return page_of(found, keys, size, backward, at_end=not position)


def page_of(found: list[tuple], keys, size: int, backward: bool = False, at_end: bool = True) -> Page:
    """The page of rows that were found, one more than it holds: each its primary key, then its other keys.

    They were read backward or forward, from that end of the list or from a row within it.
    """
    goes_on, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    before, further = (goes_on, not at_end) if backward else (not at_end, goes_on)
    # Where no row is left to go back from, the way back begins at this end of the list.
    first, last = (found[0], found[-1]) if found else ((), ())
    return Page(
        [row[0] for row in found],
        next=cursor_to(last, keys, backward=False) if further else None,
        previous=cursor_to(first, keys, backward=True) if before else None,
    )


def cursor_to(row: tuple, keys: Keys, backward: bool) -> dict[str, str]:
    """Leads on from the row; from no row, from that end of the list."""
    # In UTC: a local time of long ago may have an offset that JSON would cut.
    values = [each.astimezone(UTC) if isinstance(each, datetime) else each for each in row[1:]]
    document = orjson.dumps([order_name(keys), backward, *values, *row[:1]])
    return {"cursor": base64.urlsafe_b64encode(document).decode().rstrip("=")}


def order_name(keys: Keys) -> str:
    """Binds a cursor to the order that it belongs to."""
    return ",".join(f"-{column}" if descending else column for column, descending in keys)


def read_cursor(cursor: str, keys: Keys) -> tuple[bool, list[Any]]:
    try:
        document = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        order, backward, *position = document
        if order != order_name(keys) or not isinstance(backward, bool):
            raise ValueError("a cursor of another list")
        ends = keys if position else []
        values = [position_value(column, value) for (column, _), value in zip(ends, position, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        detail = "cursor is not one that this list in this order has given; begin without it."
        raise invalid_parameters([invalid_parameter("cursor", "not_a_cursor", detail)]) from None
    return backward, values


def position_value(column: str, value: Any) -> Any:
    """The value as the column's type; cursors come from outside and may say anything."""
    if column.endswith("_at"):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or moment.year not in YEARS:
            raise ValueError(value)
        return moment.astimezone(UTC)
    if column in {"title", "slug"}:
        if not isinstance(value, str) or "\0" in value:
            raise ValueError(value)
        return value
    if column == "score":
        if type(value) is not float:
            raise ValueError(value)
        return value
    if type(value) is not int or abs(value) > MAX_ID:
        raise ValueError(value)
    return value
