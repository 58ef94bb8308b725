"""What two versions of an article say differently, word by word, for people; needs no database."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate, takewhile
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
LONGEST = 1_000  # words; longer paragraphs are shown as a whole
STEPS = 2_500_000  # of about 0.1 µs, for all fields of two versions; real news take a tenth of them
STEPS_OF_A_MATCHER = 150
STEPS_OF_A_SEARCH = 25  # for what is the same, beside those for each pair of equal elements


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
    effort = Effort(STEPS)
    return [
        Difference(field, compared(lines(field, before[field]), lines(field, after[field]), effort))
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


class Effort:
    """The work that may still be done; what is beyond it is shown as deleted and inserted as a whole."""

    def __init__(self, steps: int):
        self.left = steps

    def allows(self, steps: int) -> bool:
        """Takes the steps if so many are left."""
        if steps > self.left:
            return False
        self.left -= steps
        return True


class Matcher(SequenceMatcher):
    """Matches as its parent does; beyond the effort, only what is the same at the ends of both sequences."""

    def __init__(self, before: Sequence[str], after: Sequence[str], effort: Effort):
        super().__init__(None, before, after, autojunk=False)
        self.effort = effort
        equal = (1 + len(self.b2j.get(element, ())) for element in before)
        self.steps = [*accumulate(equal, initial=0)]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        ahi, bhi = len(self.a) if ahi is None else ahi, len(self.b) if bhi is None else bhi
        if self.effort.allows(STEPS_OF_A_SEARCH + self.steps[ahi] - self.steps[alo]):
            return super().find_longest_match(alo, ahi, blo, bhi)
        most = min(ahi - alo, bhi - blo)
        size = common((self.a[alo + place], self.b[blo + place]) for place in range(most))
        if size:
            return Match(alo, blo, size)
        size = common((self.a[ahi - place], self.b[bhi - place]) for place in range(1, most + 1))
        return Match(ahi - size, bhi - size, size)


def common(pairs: Iterator[tuple[str, str]]) -> int:
    """How many of the pairs are equal before the first that is not."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def compared(before: list[str], after: list[str], effort: Effort) -> list[Line]:
    """Paragraphs that were changed, and those next to them."""
    if before == after:
        return []
    found: list[Line] = []
    for group in Matcher(before, after, effort).get_grouped_opcodes(1):
        if group[0][1] > 0:
            found.append([Run(Kind.LEFT_OUT, "")])
        for tag, first, last, begin, end in group:
            if tag == "equal":
                found.extend([Run(Kind.SAME, line)] for line in before[first:last])
            else:
                pairs = paired(before[first:last], after[begin:end], effort)
                found.extend(changed(old, new, effort) for old, new in pairs)
    if group[-1][2] < len(before):
        found.append([Run(Kind.LEFT_OUT, "")])
    return found


class Words(NamedTuple):
    """A paragraph as what may be like another."""

    number: int
    times: Counter[str]


def paired(before: list[str], after: list[str], effort: Effort) -> Iterator[tuple[str | None, str | None]]:
    """Each paragraph with what became of it, None where it was deleted or is new; in their order."""
    if not before or not after or not effort.allows(sum(map(steps_of_words, [*before, *after]))):
        yield from ((old, None) for old in before)
        yield from ((None, new) for new in after)
        return
    start = 0
    words_after = [words(line) for line in after]
    for old in before:
        near = range(start, min(len(after), start + NEAR))
        said = words(old)
        found = next((place for place in near if alike(said, words_after[place], effort)), None)
        if found is None:
            yield old, None
            continue
        yield from ((None, new) for new in after[start:found])
        yield old, after[found]
        start = found + 1
    yield from ((None, new) for new in after[start:])


def steps_of_words(line: str) -> int:
    return STEPS_OF_A_SEARCH + len(line) // 8


def words(line: str) -> Words:
    split = line.split()
    return Words(len(split), Counter(split))


def alike(old: Words, new: Words, effort: Effort) -> bool:
    """Whether they share enough words, in whatever order."""
    enough = ALIKE * (old.number + new.number)
    if 2 * min(old.number, new.number) < enough or not effort.allows(STEPS_OF_A_SEARCH + 2 * len(old.times)):
        return False
    return 2 * sum(min(times, new.times.get(word, 0)) for word, times in old.times.items()) >= enough


def changed(old: str | None, new: str | None, effort: Effort) -> Line:
    before, after = (old or "").split(), (new or "").split()
    if not before or not after or max(len(before), len(after)) > LONGEST:
        return as_a_whole(before, after)
    if not effort.allows(STEPS_OF_A_MATCHER + len(before) + len(after)):
        return as_a_whole(before, after)
    line: Line = []
    for tag, first, last, begin, end in Matcher(before, after, effort).get_opcodes():
        if tag == "equal":
            line += runs((Kind.SAME, before[first:last]))
        else:
            line += as_a_whole(before[first:last], after[begin:end])
    return line


def as_a_whole(before: Sequence[str], after: Sequence[str]) -> Line:
    return runs((Kind.DELETED, before), (Kind.INSERTED, after))


def runs(*parts: tuple[Kind, Sequence[str]]) -> Line:
    return [Run(kind, " ".join(words)) for kind, words in parts if words]
