"""Keeps what editors write, so that nobody overwrites another's text unknowingly.

A mark names the text that an editor goes on from. Whoever saves tells the marks of all texts that may be the
present one as far as they know; where another one is present the save is refused.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from articles import content, drafts
from articles.content import Content
from articles.models import Act, Article, Draft, Revision
from articles.publishing import EditedMeanwhile, locked, says_the_same

OF_TEXT = (Act.CREATED, Act.SAVED, Act.CHANGED, Act.RESTORED)
REVISION = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Text:
    """What an editor who opens the article has in front: the next version, or else the stored text."""

    content: Content
    mark: str
    saves: int  # of the next version; 0 where there is none
    by: object  # a user; nobody for an import
    at: datetime


def present(article: Article) -> Text:
    draft = Draft.objects.filter(article=article).select_related("edited_by").first()
    if draft:
        return Text(draft.content, mark(article, draft), draft.saves, draft.edited_by, draft.edited_at)
    return stored(article)


def stored(article: Article) -> Text:
    saved = Revision.objects.filter(article=article, act__in=OF_TEXT).select_related("by").first()
    by, at = (saved.by, saved.at) if saved else (None, article.updated_at)
    return Text(content.of(article), mark(article, None), 0, by, at)


def mark(article: Article, draft: Draft | None) -> str:
    if draft is None:
        return str(article.revision)
    return f"{draft.base_revision}.{draft.saves}.{draft.edited_by_id or 0}"


@transaction.atomic
def keep(article: Article, text: Content, seen: Collection[str], by=None, anew: bool = False) -> Text:
    """Keeps the text as the article's next version; the present text need not be kept once more.

    Anew, it goes on from what is stored today, whatever the next version before it went on from.
    """
    article = locked(article)
    before = present(article)
    if text == before.content and not anew:
        return before
    if not is_seen(article, before, seen):
        raise EditedMeanwhile
    if before.saves and anew:
        drafts.discard(article, before.saves)
    drafts.keep(article, text, 0 if anew else before.saves, by)
    return present(article)


def is_seen(article: Article, text: Text, seen: Collection[str]) -> bool:
    """Whether one of the marks is the text's; of a stored text only the state may have changed since."""
    if text.mark in seen:
        return True
    revisions = [int(each) for each in seen if REVISION.fullmatch(each)]
    return not text.saves and any(says_the_same(article, each) for each in revisions)


@transaction.atomic
def say(
    article: Article, text: Content, seen: Collection[str], by=None, note: str = "", anew: bool = False
) -> None:
    """The same, and the stored article says it at once."""
    kept = keep(article, text, seen, by, anew)
    drafts.take_over(article, kept.saves, by, note)
