"""Ranks what is read most and what trends, so that readers find it ranked and no request adds readings up."""

import time
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Value

from articles.listed import visible_at
from articles.models import Article, CountingState, Ranking, RankingTurn
from articles.view_counts import giving_way, is_alone
from articles.view_windows import divisor, readings
from newsapi.locales import LANGUAGES

RANKING = 0x766965777301  # the advisory lock of whoever ranks
KEPT = 150  # articles of each ranking: a page of the longest, and as many as may be withdrawn meanwhile
LEAST_PAUSE = timedelta(seconds=4)
SHARE = 20  # of the time that making a ranking took, until it is made again
LONGEST_PAUSE = timedelta(minutes=1)  # when nothing is read: windows move on, and the newsroom works

ORDER = "ORDER BY weight / divisor DESC, published_at DESC, id DESC"
# What readers may not see is ranked by itself: it takes no place away, and is there at once when they may.
RANK = """
    WITH placed AS (
        SELECT id, language, section_id, weight,
            row_number() OVER (PARTITION BY language, is_public {order}) AS place,
            row_number() OVER (PARTITION BY language, section_id, is_public {order}) AS place_in_section
        FROM ({readings}) readings JOIN ({articles}) articles ON id = article_id
    ),
    found AS (
        SELECT language, 0 AS section_id, sum(weight) AS total,
            array_agg(id ORDER BY place, id) FILTER (WHERE place <= {kept}) AS article_ids,
            array_agg(weight ORDER BY place, id) FILTER (WHERE place <= {kept}) AS weights
        FROM placed GROUP BY language
        UNION ALL
        SELECT language, section_id, sum(weight),
            array_agg(id ORDER BY place, id) FILTER (WHERE place_in_section <= {kept}),
            array_agg(weight ORDER BY place, id) FILTER (WHERE place_in_section <= {kept})
        FROM placed WHERE section_id IS NOT NULL GROUP BY language, section_id
    )
    INSERT INTO articles_ranking AS before (kind, language, section_id, article_ids, weights, total, as_of)
    SELECT %s, language, nullif(section_id, 0), coalesce(article_ids, '{{}}'), coalesce(weights, '{{}}'),
        coalesce(total, 0), %s
    FROM unnest(%s::text[]) language
        CROSS JOIN (SELECT 0 AS section_id UNION ALL SELECT id FROM articles_section) sections
        LEFT JOIN found USING (language, section_id)
    ON CONFLICT (kind, language, section_id) DO UPDATE SET
        article_ids = EXCLUDED.article_ids, weights = EXCLUDED.weights, total = EXCLUDED.total,
        as_of = EXCLUDED.as_of
    WHERE (before.article_ids, before.weights) IS DISTINCT FROM (EXCLUDED.article_ids, EXCLUDED.weights)
        OR before.total <> EXCLUDED.total
"""
MOVE = """
    INSERT INTO articles_ranking AS ranking (kind, language, section_id, article_ids, weights, total, as_of)
    SELECT kind, language, %s, ARRAY[article_id], ARRAY[weight], weight, as_of FROM articles_ranked
    WHERE article_id = %s AND section_id IS NOT DISTINCT FROM %s
    ON CONFLICT (kind, language, section_id) DO UPDATE SET
        article_ids = ranking.article_ids || EXCLUDED.article_ids,
        weights = ranking.weights || EXCLUDED.weights
    WHERE NOT ranking.article_ids @> EXCLUDED.article_ids
"""


def renew(at: datetime) -> list[str]:
    """Makes the rankings whose turn it is; the kinds of those that were made."""
    changed_at = CountingState.objects.values_list("changed_at", flat=True).first()
    turns = RankingTurn.objects.in_bulk()
    return [kind for kind in Ranking.Kind if is_due(turns.get(kind), changed_at, at) and rank(kind, at)]


def is_due(turn: RankingTurn | None, changed_at: datetime | None, at: datetime) -> bool:
    if turn is None:
        return True
    passed = at - turn.as_of
    if passed < max(LEAST_PAUSE, timedelta(seconds=SHARE * turn.seconds)):
        return False
    return passed >= LONGEST_PAUSE or (changed_at is not None and changed_at > turn.as_of)


def rank(kind: str, at: datetime) -> bool:
    """Makes all rankings of the kind; False if it would have to wait for somebody."""
    began = time.perf_counter()
    sums, sum_values = readings(kind, at)
    articles = Article.objects.order_by().values("id", "language", "section_id", "published_at")
    judged, judged_values = articles.annotate(
        is_public=ExpressionWrapper(visible_at(at), BooleanField()),
        divisor=divisor(kind, F("published_at"), Value(at)),
    ).query.sql_with_params()
    statement = RANK.format(readings=sums, articles=judged, order=ORDER, kept=KEPT)
    values = [*sum_values, *judged_values, kind, at, list(LANGUAGES)]
    with giving_way(), transaction.atomic(), connection.cursor() as cursor:
        if is_alone(cursor, RANKING):
            cursor.execute(statement, values)
            seconds = time.perf_counter() - began
            RankingTurn.objects.update_or_create(kind=kind, defaults={"as_of": at, "seconds": seconds})
            return True
    return False


def move(article: Article, section_before: int | None) -> None:
    """An article that has changed its section takes its places along, until rankings are made anew."""
    if article.section_id is not None:
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [article.section_id, article.pk, section_before])
