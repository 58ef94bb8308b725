"""Keeps what editors write, so that nobody overwrites another's text unknowingly.

A mark names the text that an editor goes on from. Whoever saves tells the marks of all texts that may be the
present one as far as they know; where another one is present the save is refused.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from articles import content, drafts, history, publishing
from articles.content import Content
from articles.models import Act, Article, Draft, Revision
from articles.publishing import ChangedBeneath, EditedMeanwhile, locked, says_the_same

OF_TEXT = (Act.CREATED, Act.SAVED, Act.CHANGED, Act.RESTORED)
REVISION = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Text:
    """What an editor who opens the article has in front: the next version, or else the stored text."""

    content: Content
    mark: str
    base: int | None  # the revision that the next version goes on from; None where there is no next version
    by: object  # a user; nobody for an import
    at: datetime
    saves: int = 0  # of the next version


def present(article: Article) -> Text:
    draft = Draft.objects.filter(article=article).select_related("edited_by").first()
    if draft is None:
        return stored(article)
    return Text(
        draft.content,
        mark(article, draft),
        draft.base_revision,
        draft.edited_by,
        draft.edited_at,
        draft.saves,
    )


def stored(article: Article) -> Text:
    saved = Revision.objects.filter(article=article, act__in=OF_TEXT).select_related("by").first()
    by, at = (saved.by, saved.at) if saved else (None, history.written_at(article))
    return Text(content.of(article), mark(article, None), None, by, at)


def mark(article: Article, draft: Draft | None) -> str:
    """`revision`, or `revision.name` of the next version's last save."""
    if draft is None:
        return str(article.revision)
    return f"{draft.base_revision}.{draft.saved_as or draft.saves}"


@transaction.atomic
def keep(article: Article, text: Content, seen: Collection[str], by=None, save: str = "") -> Text:
    """Keeps the text as the article's next version; the present text need not be kept once more.

    Where another text has been stored beneath the next version, an editor who has seen it goes on from there.
    `save` is what the page calls this save.
    """
    article = locked(article)
    before = present(article)
    is_beneath = is_changed_beneath(article, before)
    if is_beneath and not is_stored_seen(article, seen):
        raise ChangedBeneath
    if text == before.content and not is_beneath:
        return before
    if not is_seen(article, before, seen):
        raise EditedMeanwhile
    if is_beneath:
        drafts.discard(article, before.saves)
    drafts.keep(article, text, 0 if is_beneath else before.saves, by, save)
    return present(article)


def is_seen(article: Article, text: Text, seen: Collection[str]) -> bool:
    """Whether one of the marks is the text's; of a stored text only the state may have changed since."""
    return text.mark in seen or (not text.saves and is_stored_seen(article, seen))


def is_stored_seen(article: Article, seen: Collection[str]) -> bool:
    revisions = [int(each) for each in seen if REVISION.fullmatch(each)]
    return any(says_the_same(article, each) for each in revisions)


def is_changed_beneath(article: Article, text: Text) -> bool:
    """Whether another text has been stored since this next version was begun."""
    return text.base is not None and not says_the_same(article, text.base)


def overtaking(article: Article, seen: Collection[str]) -> Text | None:
    """The text that is there instead of those that an editor has seen, or beneath the one in front."""
    article = Article.objects.get(pk=article.pk)  # a form may have had this one say something else
    text = present(article)
    if is_changed_beneath(article, text) and not is_stored_seen(article, seen):
        return stored(article)
    return None if is_seen(article, text, seen) else text


def seen_in_front(article: Article, seen: Collection[str]) -> Text:
    """The present text, if the editor has seen it; nobody else changes it until the transaction ends."""
    article = locked(article)
    text = present(article)
    if not is_seen(article, text, seen):
        raise EditedMeanwhile
    return text


@transaction.atomic
def take_over(article: Article, seen: Collection[str], by=None, note: str = "") -> None:
    """The stored article says what the editor has seen in front."""
    if seen_in_front(article, seen).saves:
        publishing.publish_draft(article, by, note)


@transaction.atomic
def publish_changes(article: Article, seen: Collection[str], by=None, note: str = "") -> None:
    """The same where a next version must be there."""
    seen_in_front(article, seen)
    publishing.publish_draft(article, by, note)


@transaction.atomic
def discard(article: Article, seen: Collection[str]) -> None:
    """Throws the next version away that the editor has seen."""
    drafts.discard(article, seen_in_front(article, seen).saves)


@transaction.atomic
def say(article: Article, text: Content, seen: Collection[str], by=None, note: str = "") -> None:
    """What is kept, the stored article says at once."""
    if keep(article, text, seen, by).saves:
        publishing.publish_draft(article, by, note)
