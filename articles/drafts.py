"""Keeps the next version of an article while it is written: what autosave writes, and readers never see."""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from articles import content, history
from articles.content import Content
from articles.models import Article, Draft
from articles.publishing import EditedMeanwhile, locked

LENGTH_OF_NAME = 12  # of a save that its page does not name


@transaction.atomic
def keep(article: Article, text: Content, seen: int, by=None, save: str = "") -> Draft:
    """Stores the text as the article's next version.

    `seen` is the number of the save that the editor went on from, 0 before the first one; a draft that
    somebody else has saved since is not overwritten. `save` is what the editor's page calls this one.
    """
    name = save or get_random_string(LENGTH_OF_NAME)
    stored = locked(article)
    draft = Draft.objects.filter(article=stored).first()
    if (draft.saves if draft else 0) != seen:
        raise EditedMeanwhile
    if draft is None:
        history.keep_present(stored)
        return Draft.objects.create(
            article=stored, content=text, base_revision=stored.revision, edited_by=by, saved_as=name
        )
    draft.content, draft.edited_by, draft.edited_at, draft.saved_as = text, by, timezone.now(), name
    draft.saves += 1
    draft.save()
    return draft


@transaction.atomic
def discard(article: Article, seen: int) -> None:
    """Throws the next version away, if it is the one that the editor saw."""
    if not Draft.objects.filter(article=locked(article), saves=seen).delete()[0]:
        raise EditedMeanwhile


def text_of(article: Article) -> Content:
    """What an editor goes on from: the next version if there is one, else the stored text."""
    draft = Draft.objects.filter(article=article).first()
    return draft.content if draft else content.of(article)
