"""What a word weighs in an article, as SQL over what is indexed of the article and the names of its tags.

A word weighs more the rarer it is among the newest articles of its language, the oftener the article has it,
and in the title and in tags. Until the vocabulary of a language is learnt, its articles have no words.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from articles.search import APOSTROPHES, CONFIGURATIONS
from newsapi.locales import LANGUAGES

RARE = 200  # a word that not one article in so many has is as rare as any
WHOLE = 10_000  # what an article's only word would weigh, as it is stored
BEGINNING = 100  # words; one that comes later counts if it comes twice


def in_language(sql: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{language}' THEN {sql[language]}" for language in LANGUAGES)
    return f"CASE a.language {cases} END"


CONFIGURATION = in_language({language: f"'{each}'::regconfig" for language, each in CONFIGURATIONS.items()})
TAG_NAMES = f"""(
    SELECT coalesce(string_agg({in_language({each: f"n.name_{each}" for each in LANGUAGES})}, ' '), '')
    FROM articles_articletag t JOIN articles_tag n ON n.id = t.tag_id WHERE t.article_id = a.id
)"""
LETTERS = APOSTROPHES.replace("'", "''")
TAG_WORDS = f"setweight(to_tsvector({CONFIGURATION}, translate({TAG_NAMES}, '{LETTERS}', '')), 'A')"
STEM = "lexeme"
WORD_BY_WORD = "articles_word"
ALL_WORDS = "(SELECT * FROM articles_word OFFSET 0)"  # read as a whole: less work for many articles


def weighed(which: str, known: str = WORD_BY_WORD) -> str:
    """SQL of the words of the articles `a` that fulfil a condition, with their weights."""
    return f"""
        SELECT a.id, said.word,
            (1 + ln(said.times)) * said.prominence
                * ln(v.articles / coalesce(w.articles::float8, greatest(1, v.articles / {RARE}::float8)))
                AS weight
        FROM articles_article a
        JOIN articles_vocabulary v ON v.language = a.language
        CROSS JOIN LATERAL (
            SELECT hashtext(a.language || {STEM}) AS word, sum(cardinality(positions))::float8 AS times,
                max(CASE WHEN weights[1] = 'A' THEN 2 ELSE 1 END) AS prominence
            FROM unnest({TAG_WORDS} || a.search_document)
            WHERE positions[1] <= {BEGINNING} OR positions[2] IS NOT NULL
            GROUP BY 1
        ) said
        LEFT JOIN {known} w ON w.number = said.word
        WHERE {which}
    """
