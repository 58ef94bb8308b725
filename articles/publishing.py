"""What the newsroom does with articles: the only writer of their text and state, whoever asks."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from articles import search
from articles.derived import derived
from articles.models import Article, Correction, FormerSlug


class AlreadyWithdrawn(Exception):
    """The article has been withdrawn, and what readers were told stands."""


class NotPublished(Exception):
    """Only what readers have seen can be withdrawn or corrected."""


class ReasonMissing(Exception):
    """A withdrawal tells readers why."""


class EditedMeanwhile(Exception):
    """The article in hand is not the one that is stored: saving it would undo what another has done."""


def prepare(article: Article) -> Article:
    """Sanitises the body and derives from it all that readers and searches need; saves nothing."""
    article.summary = article.summary.strip()
    made = derived(article.title, article.summary, article.body_html, article.language)
    article.body_html, article.body_blocks = made.body.html, made.body.blocks
    article.body_text, article.word_count = made.body.text, made.body.word_count
    article.excerpt = made.excerpt
    article.search_document = search.document(made.searchable)
    return article


@transaction.atomic
def save(article: Article) -> None:
    """Stores a new article or a changed one. A slug that readers know goes on leading to the article."""
    prepare(article)
    article.updated_at = timezone.now()
    if article.pk:
        stored = Article.objects.select_for_update().only("slug", "revision").get(pk=article.pk)
        if stored.revision != article.revision:
            raise EditedMeanwhile
        article.revision += 1
        keep_former_slug(article, stored.slug)
    article.save()


def keep_former_slug(article: Article, stored_slug: str) -> None:
    if stored_slug == article.slug:
        return
    FormerSlug.objects.filter(slug=article.slug, article=article).delete()
    if not Article.objects.filter(pk=article.pk, published_at__lte=timezone.now()).exists():
        return
    FormerSlug.objects.update_or_create(
        slug=stored_slug, defaults={"article": article, "changed_at": timezone.now()}
    )


def publish_now(articles: QuerySet) -> int:
    """Publishes those of the articles that readers do not see yet; says how many."""
    now = timezone.now()
    waiting = articles.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=now)).exclude(published_at__lte=now)
    return waiting.update(published_at=now, updated_at=now, revision=F("revision") + 1)


@transaction.atomic
def withdraw(article: Article, reason: str, at: datetime | None = None) -> None:
    """Takes a published article away from readers, now or at a later time; the reason is public."""
    if not reason.strip():
        raise ReasonMissing
    now = timezone.now()
    stored = Article.objects.select_for_update().get(pk=article.pk)
    if stored.withdrawn_at is not None and stored.withdrawn_at <= now:
        raise AlreadyWithdrawn
    if stored.published_at is None or stored.published_at > min(now, at or now):
        raise NotPublished
    stored.withdrawn_at, stored.withdrawn_reason = at or now, reason
    stored.updated_at, stored.revision = now, stored.revision + 1
    stored.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at", "revision"])


@transaction.atomic
def correct(article: Article, text: str, at: datetime | None = None) -> Correction:
    """Says in public what was wrong; the text itself is changed by `save`."""
    now = timezone.now()
    seen = Article.objects.filter(pk=article.pk, published_at__lte=now)
    if not seen.update(updated_at=now, revision=F("revision") + 1):
        raise NotPublished
    return Correction.objects.create(article=article, text=text, at=at or now)
