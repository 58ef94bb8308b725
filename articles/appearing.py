"""When articles appear to readers or go, by the clock alone."""

from datetime import datetime

from django.db.models import DateTimeField, QuerySet

from articles.models import Article
from newsapi.statements import Parameter, Statement


def following(column: str) -> QuerySet:
    after = Article.objects.filter(**{f"{column}__gt": Parameter("at", DateTimeField())})
    return after.order_by(column).values_list(column)[:1]


NEXT = Statement(lambda: following("published_at").union(following("withdrawn_at"), all=True))


def next_change(at: datetime) -> datetime | None:
    """When readers will next see one article more or one less."""
    return min((moment for (moment,) in NEXT.tuples(at=at)), default=None)
