"""Shows what is not public yet to whoever has a signed link, until the time that the link names."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.db import DataError, IntegrityError, transaction
from django.db.models import Exists

from articles import content, publishing
from articles.body import BodyTooLong
from articles.models import Article, Draft

SIGNER = Signer(salt="articles.previews.by")  # of before, tokens do not say who made them


class NoPreview(Exception):
    """The token was not made here, is for another article, or its maker has left the newsroom."""


class PreviewOver(Exception):
    """The time of the token is over."""


class NotReady(Exception):
    """The next version cannot be stored as it is, and so cannot be shown; the message says why."""


def token(article_id: int, until: datetime, maker_id: int) -> str:
    """What a link needs to show the article until the moment, while whoever makes it works here."""
    return SIGNER.sign(f"{article_id}:{int(until.timestamp())}:{maker_id}")


def article_of(token: str, name: str, at: datetime) -> Article:
    """The article that the token shows, which goes by the name: its id, its slug, or its draft's slug."""
    try:
        article_id, until, maker_id = SIGNER.unsign(token).split(":")
    except BadSignature:
        raise NoPreview from None
    if int(until) <= at.timestamp():
        raise PreviewOver
    maker = get_user_model().objects.filter(pk=maker_id, is_active=True, is_staff=True)
    article = Article.objects.filter(Exists(maker), pk=article_id, trashed=None).first()
    if article is None:
        raise NoPreview
    draft = Draft.objects.filter(article=article).values_list("content__slug", flat=True)
    if name not in {str(article.pk), article.slug, *draft}:
        raise NoPreview
    return article


@contextmanager
def shown(article: Article, at: datetime) -> Iterator[None]:
    """Within the block the article is stored as its next version, published by the moment; then nothing is.

    So a preview is read by the statements that readers' answers come from. The slug alone stays, as only
    publishing can know whether it is free.
    """
    try:
        with transaction.atomic():
            store(article, at)
            yield
            transaction.set_rollback(True)
    except (BodyTooLong, DataError, IntegrityError) as refusal:
        raise NotReady(str(refusal).partition("\n")[0]) from refusal


def store(article: Article, at: datetime) -> None:
    draft = Draft.objects.filter(article=article).first()
    if draft:
        content.say(article, {**draft.content, "slug": article.slug})
        publishing.prepare(article)
        content.link(article, draft.content)
    article.published_at = article.published_at or at
    article.withdrawn_at, article.withdrawn_reason = None, ""
    article.save()
