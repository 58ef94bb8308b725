"""How the keys of an answer are written for caches, which are told by the same keys what to forget.

A key is `kind:which`, as `article:42`. What has an id also answers to `kind:all`, which stands for all of its
kind where an answer shows too many to name each.
"""

from collections.abc import Iterable

LONGEST = 6_000  # bytes; Varnish takes 8 KiB for a header, a proxy before it often no more for all of them
LEAST_CHANGED = ("image", "word", "author", "tag", "place", "section", "editions", "article")


def written(keys: Iterable[str]) -> list[str]:
    """The keys, each once; where they would be too long for a header, some kinds as `kind:all`."""
    keys = list(dict.fromkeys(keys))
    for kind in LEAST_CHANGED:
        if sum(map(len, keys)) + len(keys) <= LONGEST:
            break
        keys = list(dict.fromkeys(f"{kind}:all" if each.startswith(f"{kind}:") else each for each in keys))
    return keys


def purged(keys: Iterable[str]) -> list[str]:
    """The keys, each once and in order, with those that stand for them where there were too many."""
    keys = set(keys)
    kinds = {kind for kind, _, which in (each.partition(":") for each in keys) if which.lstrip("-").isdigit()}
    return sorted(keys | {f"{kind}:all" for kind in kinds})
