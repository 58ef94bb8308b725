"""Where an article is in its life, told of a row or asked of rows."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from articles.listed import visible_at
from articles.models import Article, Correction


class State(TextChoices):
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    CORRECTED = "corrected", _("live, corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


CORRECTED = Exists(Correction.objects.filter(article=OuterRef("pk")))


def state(article: Article, at: datetime, is_corrected: bool = False) -> State:
    """The state at the moment; whether a live article was corrected is known to the caller."""
    if article.withdrawn_at and article.withdrawn_at <= at:
        return State.WITHDRAWN
    if article.published_at is None:
        return State.DRAFT
    if article.published_at > at:
        return State.SCHEDULED
    return State.CORRECTED if is_corrected else State.LIVE


def in_state(wanted: State, at: datetime) -> Q:
    """The condition that articles in the state meet."""
    return {
        State.DRAFT: Q(published_at=None),
        State.SCHEDULED: Q(published_at__gt=at),
        State.LIVE: visible_at(at),
        State.CORRECTED: visible_at(at) & Q(CORRECTED),
        State.WITHDRAWN: Q(withdrawn_at__lte=at),
    }[wanted]
