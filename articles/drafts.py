"""Keeps the next version of an article while it is written: what autosave writes, and readers never see."""

from django.db import transaction
from django.utils import timezone

from articles import content, history, publishing
from articles.content import Content
from articles.models import Article, Draft
from articles.publishing import EditedMeanwhile, locked


@transaction.atomic
def keep(article: Article, text: Content, seen: int, by=None) -> Draft:
    """Stores the text as the article's next version.

    `seen` is the number of the save that the editor went on from, 0 before the first one; a draft that
    somebody else has saved since is not overwritten.
    """
    stored = locked(article)
    draft = Draft.objects.filter(article=stored).first()
    if (draft.saves if draft else 0) != seen:
        raise EditedMeanwhile
    if draft is None:
        history.keep_present(stored)
        return Draft.objects.create(article=stored, content=text, base_revision=stored.revision, edited_by=by)
    draft.content, draft.edited_by, draft.edited_at = text, by, timezone.now()
    draft.saves += 1
    draft.save()
    return draft


@transaction.atomic
def discard(article: Article, seen: int) -> None:
    """Throws the next version away, if it is the one that the editor saw."""
    if not Draft.objects.filter(article=locked(article), saves=seen).delete()[0]:
        raise EditedMeanwhile


@transaction.atomic
def take_over(article: Article, seen: int, by=None, note: str = "") -> None:
    """The stored article says what its next version says, if it is the one that the editor saw.

    With 0 seen there must be none, and nothing is done.
    """
    draft = Draft.objects.filter(article=locked(article)).only("saves").first()
    if (draft.saves if draft else 0) != seen:
        raise EditedMeanwhile
    if draft:
        publishing.publish_draft(article, by, note)


def text_of(article: Article) -> Content:
    """What an editor goes on from: the next version if there is one, else the stored text."""
    draft = Draft.objects.filter(article=article).first()
    return draft.content if draft else content.of(article)
