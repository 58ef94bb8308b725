"""What two versions of an article say differently, word by word, for people; needs no database."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext

from articles.body import compose
from articles.body.running_text import text_of
from articles.content import Content

FIELDS = """
    title slug summary body_html section image tags authors source_name source_url is_breaking is_featured
""".split()
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')
ALIKE = 0.5  # paragraphs that share so much are one that was changed
NEAR = 8  # paragraphs farther down are not compared with one
LONGEST = 1_000  # words; longer paragraphs are shown as a whole, as comparing takes time by the square


class Kind(StrEnum):
    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"
    LEFT_OUT = "left_out"  # paragraphs that are the same, and far from any change


class Run(NamedTuple):
    kind: Kind
    text: str


Line = list[Run]


class Difference(NamedTuple):
    """What a field said and says; no lines where only its markup is another."""

    field: str
    lines: list[Line]


def differences(before: Content, after: Content) -> list[Difference]:
    """The fields that differ, in the order of the editor.

    Section, picture, tags and authors are expected by their names, not by their ids.
    """
    return [
        Difference(field, compared(lines(field, before[field]), lines(field, after[field])))
        for field in FIELDS
        if before[field] != after[field]
    ]


def lines(field: str, value) -> list[str]:
    if field == "body_html":
        return [line for block in compose(value).blocks for line in told(block)]
    if isinstance(value, bool):
        return [gettext("yes") if value else gettext("no")]
    if isinstance(value, list):
        return value
    return (value or "").splitlines()


def told(block: dict) -> Iterator[str]:
    """A block of a body as lines that can be read and compared."""
    match block["type"]:
        case "paragraph" | "quote":
            yield from with_addresses(block["html"]).splitlines()
        case "list":
            marks = (f"{number}." for number, _ in enumerate(block["items"], start=1))
            for mark, item in zip(marks, block["items"], strict=True):
                yield f"{mark if block['ordered'] else '•'} {with_addresses(item['html'])}"
        case "image":
            words = [block["alt"], block["caption"], block["credit"]]
            yield f"[{block['url']}] {' — '.join(filter(None, words))}"
        case "table":
            yield from filter(None, [block["caption"]])
            yield from (" | ".join(cells) for cells in [block["header"], *block["rows"]] if cells)
        case "embed":
            yield f"[{block['url']}]"
        case _:
            yield block["text"]


def with_addresses(html: str) -> str:
    return text_of(LINK.sub(r"\2 [\1]", html))


def compared(before: list[str], after: list[str]) -> list[Line]:
    """Paragraphs that were changed, and those next to them."""
    if before == after:
        return []
    matched = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Line] = []
    for group in matched.get_grouped_opcodes(1):
        if group[0][1] > 0:
            found.append([Run(Kind.LEFT_OUT, "")])
        for tag, first, last, begin, end in group:
            if tag == "equal":
                found.extend([Run(Kind.SAME, line)] for line in before[first:last])
            else:
                found.extend(changed(old, new) for old, new in paired(before[first:last], after[begin:end]))
    if group[-1][2] < len(before):
        found.append([Run(Kind.LEFT_OUT, "")])
    return found


def paired(before: list[str], after: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Each paragraph with what became of it, None where it was deleted or is new; in their order."""
    start = 0
    for old in before:
        near = range(start, min(len(after), start + NEAR))
        found = next((place for place in near if alike(old.split(), after[place].split())), None)
        if found is None:
            yield old, None
            continue
        yield from ((None, new) for new in after[start:found])
        yield old, after[found]
        start = found + 1
    yield from ((None, new) for new in after[start:])


def alike(old: Sequence[str], new: Sequence[str]) -> bool:
    matched = SequenceMatcher(None, old, new, autojunk=False)
    return matched.real_quick_ratio() >= ALIKE and matched.quick_ratio() >= ALIKE


def changed(old: str | None, new: str | None) -> Line:
    before, after = (old or "").split(), (new or "").split()
    if max(len(before), len(after)) > LONGEST:
        return runs((Kind.DELETED, before), (Kind.INSERTED, after))
    line: Line = []
    for tag, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            line += runs((Kind.SAME, before[first:last]))
        else:
            line += runs((Kind.DELETED, before[first:last]), (Kind.INSERTED, after[begin:end]))
    return line


def runs(*parts: tuple[Kind, Sequence[str]]) -> Line:
    return [Run(kind, " ".join(words)) for kind, words in parts if words]
