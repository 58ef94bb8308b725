"""One SQL statement for each scenario that returns the whole answer as one JSON text.

Rows and shapes are ours, and so is what finds an article's neighbours. Links to other pages, the URLs of
renditions and the reasons of similar articles are left out, to the floor's favour.
"""
# ruff: noqa: S608, every value is a parameter

from articles.neighbours import NEIGHBOURS

AT = "%(at)s::timestamptz"
VISIBLE = f"a.published_at <= {AT} AND (a.withdrawn_at IS NULL OR a.withdrawn_at > {AT})"
EDITION = f"a.language = %(language)s AND {VISIBLE}"
NEWEST = "a.published_at DESC, a.id DESC"


def in_language(column: str) -> str:
    return f"CASE a.language WHEN 'uz' THEN {column}_uz WHEN 'ru' THEN {column}_ru ELSE {column}_en END"


def names(through: str, relation: str) -> str:
    return f"""(
        SELECT coalesce(json_agg(
            json_build_object('slug', n.slug, 'name', {in_language("n.name")}) ORDER BY t.position, t.id
        ), '[]')
        FROM articles_article{through} t JOIN articles_{relation} n ON n.id = t.{relation}_id
        WHERE t.article_id = a.id
    )"""


IDENTITY = """
    'id', a.id, 'slug', a.slug, 'url', %(origin)s || '/api/v1/articles/' || a.slug || '/',
    'web_url', 'https://news.example/' || a.language || '/' || a.slug, 'title', a.title,
    'is_breaking', a.is_breaking, 'published_at', a.published_at,
    'published_label', to_char(a.published_at, 'FMDD Month YYYY, HH24:MI')
"""
CARD = f"""
    {IDENTITY}, 'language', a.language, 'summary', coalesce(nullif(a.summary, ''), a.excerpt),
    'section', json_build_object(
        'slug', s.slug, 'url', %(origin)s || '/api/v1/sections/' || s.slug || '/',
        'name', {in_language("s.name")}
    ),
    'tags', {names("tag", "tag")}, 'authors', {names("author", "author")},
    'image', CASE WHEN i.id IS NOT NULL THEN json_build_object(
        'url', coalesce(nullif(i.source_url, ''), %(origin)s || '/media/' || i.file),
        'alt', {in_language("i.alt")}, 'caption', {in_language("i.caption")}, 'credit', i.credit,
        'width', i.width, 'height', i.height,
        'focal_point', json_build_object('x', i.focal_x, 'y', i.focal_y),
        'placeholder', i.placeholder, 'renditions', i.renditions
    ) END,
    'is_featured', a.is_featured, 'updated_at', a.updated_at, 'views', v.count,
    'reading_minutes', greatest(1, ceil(a.word_count / 200.0))
"""
ARTICLE = f"""
    {CARD}, 'body_html', a.body_html, 'body_blocks', a.body_blocks, 'body_text', a.body_text,
    'word_count', a.word_count, 'source', json_build_object('name', a.source_name, 'url', a.source_url),
    'corrections', (
        SELECT coalesce(json_agg(json_build_object('at', c.at, 'text', c.text) ORDER BY c.at DESC), '[]')
        FROM articles_correction c WHERE c.article_id = a.id
    ),
    'translations', (
        SELECT coalesce(json_agg(json_build_object(
            'language', o.language, 'slug', o.slug, 'url', %(origin)s || '/api/v1/articles/' || o.slug || '/',
            'web_url', 'https://news.example/' || o.language || '/' || o.slug
        ) ORDER BY o.language), '[]')
        FROM articles_article o WHERE o.story = a.story AND o.id <> a.id AND o.published_at <= {AT}
    )
"""
WITH_NAMES = """
    LEFT JOIN articles_section s ON s.id = a.section_id
    LEFT JOIN articles_image i ON i.id = a.image_id
    JOIN articles_viewtotal v ON v.article_id = a.id
"""


def cards(found: str, order: str, more: str = "") -> str:
    """The envelope of the articles whose ids and order the query finds."""
    return f"""(
        SELECT json_build_object('next', NULL, 'previous', NULL, 'results', coalesce(
            json_agg(json_build_object({CARD}{more}) ORDER BY {order}), '[]'
        ))
        FROM ({found}) found JOIN articles_article a ON a.id = found.id {WITH_NAMES}
    )"""


def newest(where: str) -> str:
    return f"SELECT a.id FROM articles_article a WHERE {EDITION} AND {where} ORDER BY {NEWEST}"


WHOLE_EDITION = newest("true")
IN_SECTION = newest("""
    a.section_id = (SELECT id FROM articles_section WHERE slug = %(section)s)
    AND a.published_at >= %(published_after)s::timestamptz
    AND a.published_at < %(published_before)s::timestamptz
""")
MATCHING = newest("a.search_document @@ websearch_to_tsquery('simple', %(search)s)")
MOST_VIEWED = f"""
    SELECT a.id, sum(h.count) AS views
    FROM articles_hourlyviews h JOIN articles_article a ON a.id = h.article_id
    WHERE h.hour > %(since)s AND {EDITION}
    GROUP BY a.id ORDER BY views DESC, {NEWEST} LIMIT 20
"""
DAYS_APART = "abs(extract(epoch FROM a.published_at - own.published_at)::float8) / 86400"
NEARNESS = f"(0.7::float8 + 0.3::float8 / (1 + {DAYS_APART} / 30))"
SIMILAR = f"""
    SELECT a.id, ((shared ->> 1)::float8 + 0.15::float8 * (shared ->> 2)::int) * {NEARNESS}
        + CASE WHEN a.section_id = own.section_id THEN 0.05::float8 ELSE 0 END AS worth
    FROM (SELECT *, ({NEIGHBOURS}) AS neighbours FROM articles_article WHERE slug = %(slug)s) own
    CROSS JOIN LATERAL json_array_elements(own.neighbours -> 'near') shared
    JOIN articles_article a ON a.id = (shared ->> 0)::bigint
    WHERE {EDITION} AND a.story <> own.story
    ORDER BY worth DESC, {NEWEST} LIMIT 6
"""
TICKER = f"""(
    WITH today AS (
        SELECT * FROM articles_article a WHERE {EDITION} AND a.published_at >= %(today)s
        ORDER BY a.is_breaking DESC, {NEWEST} LIMIT 10
    )
    SELECT json_build_object('label', 'Today', 'results', coalesce(json_agg(
        json_build_object({IDENTITY}) ORDER BY a.is_breaking AND a.published_at >= %(today)s DESC, {NEWEST}
    ), '[]'))
    FROM (
        SELECT * FROM today UNION ALL (
            SELECT * FROM articles_article a WHERE {EDITION} AND NOT EXISTS (SELECT FROM today)
            ORDER BY {NEWEST} LIMIT 10
        )
    ) a
)"""
WEATHER = """(
    SELECT row_to_json(w) FROM weather_snapshot w JOIN weather_place p ON p.id = w.place_id
    WHERE p.slug = 'tashkent' ORDER BY w.observed_at DESC, w.id DESC LIMIT 1
)"""
SIMILAR_CARDS = cards(SIMILAR, f"found.worth DESC, {NEWEST}", ", 'reason', 'topic'")
POPULAR = cards(MOST_VIEWED, f"found.views DESC, {NEWEST}", ", 'views_in_window', found.views")
ONE = f"""
    SELECT json_build_object({ARTICLE}) FROM articles_article a {WITH_NAMES}
    WHERE a.slug = %(slug)s AND {VISIBLE}
"""

DETAIL = f"SELECT ({ONE})::text"
SECTION_LIST = f"SELECT {cards(f'{IN_SECTION} LIMIT 20', NEWEST)}::text"
NUMBERED_PAGE = f"SELECT {cards(f'{WHOLE_EDITION} LIMIT 20 OFFSET %(offset)s', NEWEST)}::text"
SEARCH = f"SELECT {cards(f'{MATCHING} LIMIT 20', NEWEST)}::text"
MOST_VIEWED_LIST = f"SELECT {POPULAR}::text"
SIMILAR_LIST = f"SELECT {SIMILAR_CARDS}::text"
ARTICLE_PAGE = f"""
    SELECT json_build_object(
        'ticker', {TICKER}, 'weather', {WEATHER}, 'article', ({ONE}),
        'similar', {SIMILAR_CARDS}, 'popular', {POPULAR}
    )::text
"""
FLOOR_TABLE = """
    CREATE TABLE IF NOT EXISTS floor_report (
        id bigserial PRIMARY KEY, slug text NOT NULL, at timestamptz NOT NULL
    )
"""
REPORT = "INSERT INTO floor_report (slug, at) VALUES (%s, now())"
