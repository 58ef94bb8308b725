"""Where the words of a question stand in an article: marked, and everything else escaped."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from articles import search
from articles.matching import Read
from articles.reading import Reading, Row
from newsapi import transliteration
from newsapi.statements import prepared_cursor

LENGTH = 240  # characters of the text that are shown
BEFORE = 60  # of them before the first word that was found
BEGIN, END = "\ue000", "\ue001"  # where marks will be; for private use, so no text means anything by them
MARKS = {ord(BEGIN): "<mark>", ord(END): "</mark>"}
APOSTROPHES = "".join(map(chr, search.APOSTROPHES))
CYRILLIC = re.compile("[а-яёўқғҳ]", re.IGNORECASE)
ELLIPSIS = "…"
