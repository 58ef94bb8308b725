"""Finds what is typed or pasted into the newsroom's search: words of titles, an id, a slug, an address."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchVector

from articles.models import Article, FormerSlug

MOST = 500  # articles that a search shows: the newest
LONGEST_ID = 18  # digits; longer numbers are none that the database counts with
TITLE_WORDS = SearchVector("title", config="simple")


def found(articles, text: str):
    """Those of the articles that are meant, the newest of them; two queries at most."""
    text = text.strip()
    ids = named(text)
    if "/" not in text:
        ids.update(with_title_words(articles, text))
    return articles.filter(pk__in=ids)


def named(text: str) -> set[int]:
    """The ids of the article that has or had this slug or address, and of the one with this id."""
    decoded = map(unquote, names_in(text) if "/" in text else [text])
    names = {name for name in decoded if "\0" not in name}  # which PostgreSQL takes in no text
    numbers = {int(name) for name in names if name.isascii() and name.isdigit() and len(name) <= LONGEST_ID}
    present = Article.objects.filter(slug__in=names).order_by().values_list("pk")
    former = FormerSlug.objects.filter(slug__in=names).order_by().values_list("article")
    return numbers | {pk for (pk,) in present.union(former)}


def names_in(address: str) -> list[str]:
    """What may be the slug or id: where the website's addresses have it, else the end of the path."""
    on_site = WEB_URL.match(address)
    if on_site:
        return [on_site["slug"]]
    path = urlsplit(address).path if "//" in address else address
    parts = [part for part in re.split(r"[/?#]", path) if part]
    return [parts[-2] if parts[-1:] == ["change"] else parts[-1]] if len(parts) > 1 else parts


def pattern(url: str) -> re.Pattern:
    """The website's addresses, whatever follows them."""
    part = r"[^/?#&]+?"
    spelled = re.escape(url).replace(r"\{locale\}", part).replace(r"\{slug\}", f"(?P<slug>{part})", 1)
    return re.compile(rf"{spelled}/?(?=[?#&]|\Z)", re.IGNORECASE)


WEB_URL = pattern(settings.WEB_URL_PATTERN)


def with_title_words(articles, text: str) -> list[int]:
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in text.split())
    every = " & ".join(f"'{word}':*" for word in quoted)  # what is quoted is read as titles are
    query = SearchQuery(every, config="simple", search_type="raw")
    matching = articles.annotate(title_words=TITLE_WORDS).filter(title_words=query)
    return list(matching.order_by("-pk").values_list("pk", flat=True)[:MOST])
