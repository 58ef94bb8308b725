"""Writes editions as rows, a few statements for all of them: articles, their links to names, their views."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from articles import search, view_counts, vocabulary, words
from articles.importing.draft import Draft
from articles.importing.identity import Edition
from articles.importing.names import Said

COLUMNS = """
    external_id import_marks language story slug title summary body_html body_blocks body_text body_images
    word_count excerpt section_id image_id source_name source_url published_at is_breaking is_featured
    title_beginnings
""".split()
SEARCHABLE = ["configuration", "search_title", "search_summary", "search_text"]
NAMES = ", ".join(COLUMNS)
# The types are those of the table that it fills. Texts are compressed once only: there.
MAKE_INCOMING = f"""
    CREATE TEMPORARY TABLE IF NOT EXISTS articles_incoming AS
        SELECT {NAMES}, 'simple'::regconfig AS configuration,
            '' AS search_title, '' AS search_summary, '' AS search_text
        FROM articles_article WITH NO DATA;
    ALTER TABLE articles_incoming
        ALTER body_html SET STORAGE EXTERNAL,
        ALTER body_blocks SET STORAGE EXTERNAL,
        ALTER body_text SET STORAGE EXTERNAL,
        ALTER search_text SET STORAGE EXTERNAL;
    TRUNCATE articles_incoming
"""  # noqa: S608, the names are ours
COPY = f"COPY articles_incoming ({NAMES}, {', '.join(SEARCHABLE)}) FROM STDIN"
MERGE = f"""
    INSERT INTO articles_article
        ({NAMES}, search_document, withdrawn_reason, revision, created_at, updated_at)
    SELECT {NAMES}, {search.vector(*SEARCHABLE)}, '', 1, %(now)s, greatest(%(now)s, published_at)
    FROM articles_incoming
    ON CONFLICT (external_id) DO UPDATE SET
        ({NAMES}) = ROW({", ".join(f"EXCLUDED.{column}" for column in COLUMNS)}),
        search_document = EXCLUDED.search_document,
        updated_at = EXCLUDED.updated_at,
        revision = articles_article.revision + 1
    RETURNING external_id, id
"""  # noqa: S608
REMEMBER = """
    UPDATE articles_article SET import_marks = given.marks
    FROM unnest(%s::bigint[], %s::text[]) AS given (id, marks)
    WHERE articles_article.id = given.id
"""
UNLINK = {
    "tags": "DELETE FROM articles_articletag WHERE article_id = ANY(%s)",
    "authors": "DELETE FROM articles_articleauthor WHERE article_id = ANY(%s)",
}
LINK = {
    "tags": """
        INSERT INTO articles_articletag (article_id, tag_id, position)
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[])
    """,
    "authors": """
        INSERT INTO articles_articleauthor (article_id, author_id, position)
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[])
    """,
}


class Ids(NamedTuple):
    """The ids of all that the articles refer to."""

    sections: dict[Said, int]
    tags: dict[Said, int]
    authors: dict[Said, int]
    images: dict[str, int]  # by address


def write(editions: list[Edition], ids: Ids) -> list[int]:
    """The ids of the articles."""
    drafts = drafts_of(editions)
    with connection.cursor() as cursor:
        cursor.execute(MAKE_INCOMING)
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for edition in editions:
                copy.write_row(row(edition))
        cursor.execute(MERGE, {"now": timezone.now()})
        article_ids = dict(cursor.fetchall())
        read_as_often({article_ids[draft.external_id]: draft for draft in drafts})
        for name, found in (("tags", ids.tags), ("authors", ids.authors)):
            filed = [each for each in editions if name in each.changed]
            said = [(article_ids[d.external_id], d.language, getattr(d, name)) for d in drafts_of(filed)]
            cursor.execute(UNLINK[name], [[each.article_id for each in filed if each.article_id]])
            cursor.execute(LINK[name], links(said, found))
    words.make([*article_ids.values()])
    vocabulary.keep((draft.language, draft.spellings) for draft in drafts)
    return [*article_ids.values()]


def drafts_of(editions: list[Edition]) -> list[Draft]:
    return [edition.draft for edition in editions]


def write_beside(drafts: Mapping[int, Draft]) -> None:
    """Of stored articles, by id: what is no part of what they say."""
    read_as_often(drafts)
    remember(drafts)


def remember(drafts: Mapping[int, Draft]) -> None:
    """The marks by which the lines are known when they come again."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, [[*drafts], [draft.marks for draft in drafts.values()]])


def read_as_often(drafts: Mapping[int, Draft]) -> None:
    view_counts.raise_totals({pk: draft.views for pk, draft in drafts.items() if draft.views})


def row(edition: Edition) -> list[Any]:
    """The values of COLUMNS, then those of SEARCHABLE."""
    draft = edition.draft
    settled = {
        "import_marks": draft.marks,
        **{name: getattr(edition, name) for name in ("slug", "story", "section_id", "image_id")},
    }
    values = (settled[name] if name in settled else getattr(draft, name) for name in COLUMNS)
    return [*values, *draft.searchable]


def links(said: list[tuple[int, str, tuple[str, ...]]], ids: dict[Said, int]) -> list[list[int]]:
    """Columns of article, name and position, from articles, languages and what was said; none twice."""
    rows = [
        (article_id, name_id, position)
        for article_id, language, names in said
        for position, name_id in enumerate(dict.fromkeys(ids[name, language] for name in names))
    ]
    return [[row[place] for row in rows] for place in range(3)]
