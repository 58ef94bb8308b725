"""How many of the articles that were found each section, tag and month has."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db.models import BigIntegerField, Count

from articles.models import Article, ArticleTag
from articles.ranking import Answers
from articles.reading import Reading
from newsapi import day_labels
from newsapi.locales import LANGUAGES
from newsapi.rows import moment
from newsapi.statements import AnyOf, Statement

MOST = 20  # values of a facet, those with the most articles first; of months all, the newest first


def facets(names: Iterable[str], found: Answers, reading: Reading) -> dict[str, list[dict]]:
    """Each value with its label and the number of articles; a query each, none for months."""
    return {name: FACETS[name](found, reading) for name in names}


def by_name(model, column: str) -> Callable[[Answers, Reading], list[dict]]:
    """Counts the rows whose name in this column the articles have; it ties them with the articles' ids."""
    article = "pk" if model is Article else "article"
    names = {language: f"{column}__name_{language}" for language in LANGUAGES}

    def named():
        ids = AnyOf("ids", BigIntegerField())
        rows = model.objects.filter(**{article: ids, f"{column}__isnull": False}).order_by()
        counted = rows.values(f"{column}__slug", *names.values()).annotate(count=Count("pk"))
        return counted.order_by("-count", f"{column}__slug")[:MOST]

    most = Statement(named)

    def counted(found: Answers, reading: Reading) -> list[dict]:
        return [
            {
                "value": row[f"{column}__slug"],
                "label": reading.locale.name({language: row[name] for language, name in names.items()}),
                "count": row["count"],
            }
            for row in most.rows(ids=[*map(int, found.ids)])
        ]

    return counted


def by_month(found: Answers, reading: Reading) -> list[dict]:
    """By the clocks of the site's zone."""
    months = Counter(moment(each).date().replace(day=1) for each in found.moments)
    return [
        {"value": f"{month:%Y-%m}", "label": day_labels.month(month, reading.locale), "count": months[month]}
        for month in sorted(months, reverse=True)
    ]


FACETS = {"section": by_name(Article, "section"), "tag": by_name(ArticleTag, "tag"), "month": by_month}
