"""What a line that comes again changes of its article: the fields that it says otherwise, and no other.

All else stays as the newsroom has left it. Whether readers see the article is changed by a new time alone.
"""

from collections.abc import Collection
from dataclasses import replace

from articles.derived import derived
from articles.importing.draft import Draft, from_texts
from articles.models import Article

COLUMNS = {  # by the field that tells them
    **{
        name: name for name in ("title", "summary", "body_html", "published_at", "is_breaking", "is_featured")
    },
    "source.name": "source_name",
    "source.url": "source_url",
}
TEXTS = ("title", "summary", "body_html")  # from which the rest is derived


def renewed(draft: Draft, stored: Article, changed: Collection[str]) -> Draft:
    """The draft with what is stored in the place of fields that have not changed."""
    kept = {column: getattr(stored, column) for field, column in COLUMNS.items() if field not in changed}
    if draft.published_at is None:
        kept["published_at"] = stored.published_at
    result = replace(draft, **kept)
    if all(getattr(result, name) == getattr(draft, name) for name in TEXTS):
        return result
    text = derived(*(getattr(result, name) for name in TEXTS), result.language)
    return replace(result, **from_texts(result.title, result.summary, text, result.language))
