"""Which articles have words and tags in common with one, as an expression in the statement that reads it.

`{near: [[id, topic, tags], …], words: […], tags: […]}`, the last two being its own that were looked for.

Of each word and each tag only the articles nearest in the order of their ids are looked at, so that the work
is the same in an archive of any size.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from articles.weights import WHOLE, weighed

WORDS = 32  # that weigh most, of the article whose neighbours are sought
AROUND = 40  # articles before it, and as many after it, that have the same tag, or one of its heaviest words
OF_A_WORD = 240  # of another word fewer: so many, divided by its place among the words by weight
MOST = 200  # neighbours
TAG = 0.15  # what a shared tag is worth, where 1 is the same text


def nearest(table: str, columns: str, shared: str, around: str = str(AROUND)) -> str:
    """SQL of the rows with something shared, of the articles just before this one and just after it."""
    sides = (
        f"(SELECT article_id, {columns} FROM {table} WHERE {shared} AND article_id {side} articles_article.id"
        f" ORDER BY article_id {order} LIMIT {around})"
        for side, order in (("<", "DESC"), (">", "ASC"))
    )
    return f"({' UNION ALL '.join(sides)})"


NEIGHBOURS = f"""
    WITH own AS MATERIALIZED (
        SELECT word, weight / sqrt(sum(weight * weight) OVER ()) / {WHOLE} AS weight,
            least({AROUND}, {OF_A_WORD} / row_number() OVER (ORDER BY weight DESC, word)) AS around
        FROM ({weighed("a.id = articles_article.id")}) weighed
        WHERE weight > 0 ORDER BY weight DESC, word LIMIT {WORDS}
    ), topical AS (
        SELECT article_id, sum(own.weight * near.weight) AS topic
        FROM own CROSS JOIN LATERAL
            {nearest("articles_articleword w", "w.weight", "w.word = own.word", "own.around")} near
        GROUP BY article_id ORDER BY topic DESC, article_id DESC LIMIT {MOST}
    ), tagged AS (
        SELECT near.article_id, count(*) AS tags
        FROM articles_articletag own CROSS JOIN LATERAL
            {nearest("articles_articletag t", "t.tag_id", "t.tag_id = own.tag_id")} near
        WHERE own.article_id = articles_article.id
        GROUP BY near.article_id ORDER BY tags DESC, near.article_id DESC LIMIT {MOST}
    )
    SELECT json_build_object(
        'words', (SELECT json_agg(word) FROM own),
        'tags', (SELECT json_agg(tag_id) FROM articles_articletag WHERE article_id = articles_article.id),
        'near', coalesce(json_agg(json_build_array(article_id, topic, tags)), '[]')
    ) FROM (
        SELECT article_id, coalesce(topic, 0) AS topic, coalesce(tags, 0) AS tags
        FROM topical FULL JOIN tagged USING (article_id)
        ORDER BY coalesce(topic, 0) + {TAG} * coalesce(tags, 0) DESC, article_id DESC LIMIT {MOST}
    ) best
"""
