"""Deletes articles so that it can be undone for a time; only after that a row is gone."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import history, purging
from articles.models import Act, Article, TrashedArticle
from articles.publishing import STATE, Refused, changed, seen_from

KEPT = timedelta(days=30)


class NotInTrash(Refused):
    message = _("The article is not in the trash.")


def put_in(article: Article, by=None) -> None:
    """Readers see it no more. To every rule it is a draft; the state that it had is kept beside it."""
    with changed(article, Act.TRASHED, by) as (stored, now):
        state = {name: getattr(stored, name) for name in STATE}
        TrashedArticle.objects.create(article=stored, at=now, by=by, **state)
        stored.published_at, stored.withdrawn_at, stored.withdrawn_reason = None, None, ""


@transaction.atomic
def take_out(article: Article, by=None) -> None:
    """The article is again what it was."""
    stored = Article.objects.select_for_update().get(pk=article.pk)
    kept = TrashedArticle.objects.filter(article=stored).first()
    if kept is None:
        raise NotInTrash
    before = purging.standings([stored.pk])
    for name in STATE:
        setattr(stored, name, getattr(kept, name))
    kept.delete()
    stored.updated_at, stored.revision = seen_from(stored, timezone.now()), stored.revision + 1
    stored.save(update_fields=[*STATE, "updated_at", "revision"])
    history.record(stored, Act.UNTRASHED, by)
    purging.article_changed(before, stored, Act.UNTRASHED.label, by)


def empty() -> int:
    """Deletes for ever what has been in the trash for longer than it is kept; says how many."""
    over = TrashedArticle.objects.filter(at__lt=timezone.now() - KEPT).values("article")
    return Article.objects.filter(pk__in=over).delete()[1].get("articles.Article", 0)
