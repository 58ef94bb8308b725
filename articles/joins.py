"""Signs that join words: PostgreSQL takes what they join for one file, host, version or signed number."""

import re

# Abbreviations of single letters (U.S.) stay whole, as their letters tell nothing. That all alternatives are
# behind one class of characters is what makes this fast.
JOIN = re.compile(r"[/.+-](?:(?<=/)|(?<=[.+-])(?=\d)|(?<=\.)(?=\w\w)|(?<=\w\w\.)(?=\w))")


def taken_apart(text: str) -> str:
    """The text with a space in the place of each such sign: COVID 19, Toshkent Samarqand, kun uz."""
    return JOIN.sub(" ", text)
