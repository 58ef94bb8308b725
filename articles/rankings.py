"""Ranks what is read most and what trends, so that readers find it ranked. Only the worker asks for it."""

import time
from datetime import datetime, timedelta

from django.db import connection, transaction

from articles.models import CountingState, Ranking, RankingTurn
from articles.view_windows import FORGOTTEN_AFTER, WINDOWS, order, readings
from newsapi.locales import LANGUAGES

RANKING = 0x766965777301  # the advisory lock of whoever ranks
KEPT = 150  # articles of each ranking: a page of the longest, and half as many that may not be public
LEAST_PAUSE = timedelta(seconds=4)
SHARE = 20  # of the time that making a ranking took, until it is made again
STEPS = 60  # of its window, after which a ranking is made again though nothing more was read

RANK = """
    WITH readings AS ({readings}),
    placed AS (
        SELECT id, language, section_id, weight,
            row_number() OVER (PARTITION BY language ORDER BY {order}) AS place,
            row_number() OVER (PARTITION BY language, section_id ORDER BY {order}) AS place_in_section
        FROM readings JOIN articles_article ON articles_article.id = article_id
        WHERE published_at IS NOT NULL
    ),
    found AS (
        SELECT id, language, 0 AS section_id, weight, place FROM placed WHERE place <= {most}
        UNION ALL
        SELECT id, language, section_id, weight, place_in_section FROM placed
        WHERE place_in_section <= {most} AND section_id IS NOT NULL
    ),
    asked AS (
        SELECT language, section_id
        FROM unnest(%s::text[]) language,
            (SELECT 0 AS section_id UNION ALL SELECT id FROM articles_section) sections
    )
    INSERT INTO articles_ranking (kind, language, section_id, article_ids, weights, is_whole, as_of)
    SELECT %s, language, nullif(section_id, 0),
        coalesce(array_agg(id ORDER BY place) FILTER (WHERE place <= {kept}), '{{}}'),
        coalesce(array_agg(weight ORDER BY place) FILTER (WHERE place <= {kept}), '{{}}'),
        count(id) <= {kept}, %s
    FROM asked LEFT JOIN found USING (language, section_id)
    GROUP BY language, section_id
    ON CONFLICT (kind, language, section_id) DO UPDATE SET
        article_ids = EXCLUDED.article_ids, weights = EXCLUDED.weights, is_whole = EXCLUDED.is_whole,
        as_of = EXCLUDED.as_of
"""


def renew(at: datetime) -> list[str]:
    """Makes the rankings whose turn it is; the kinds of those that were made."""
    state = CountingState.objects.first()
    if state is None:
        return []
    turns = RankingTurn.objects.in_bulk()
    return [kind for kind in Ranking.Kind if is_due(kind, turns.get(kind), state, at) and rank(kind, at)]


def is_due(kind: str, turn: RankingTurn | None, state: CountingState, at: datetime) -> bool:
    if turn is None:
        return True
    passed = at - turn.as_of
    if passed < max(LEAST_PAUSE, timedelta(seconds=SHARE * turn.seconds)):
        return False
    return state.changed_at > turn.as_of or passed >= WINDOWS.get(kind, FORGOTTEN_AFTER) / STEPS


def rank(kind: str, at: datetime) -> bool:
    """Makes all rankings of the kind; False while another one does."""
    began = time.perf_counter()
    sums, sum_values = readings(kind, at)
    by, by_values = order(kind, at)
    statement = RANK.format(readings=sums, order=by, kept=KEPT, most=KEPT + 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [RANKING])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(statement, [*sum_values, *by_values, *by_values, list(LANGUAGES), kind, at])
        seconds = time.perf_counter() - began
        RankingTurn.objects.update_or_create(kind=kind, defaults={"as_of": at, "seconds": seconds})
    return True
