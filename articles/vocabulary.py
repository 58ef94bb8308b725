"""The words that articles are written with. The only writer of spellings.

All words of an article are kept in the transaction that stores it, so that none is unknown for a while. They
may be those of a draft: whoever offers a word to readers asks whether a public article has it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from articles.written import spellings
from newsapi.locales import LANGUAGES

SAMPLE = 5_000  # newest articles of a language that tell how common its words are
AT_ONCE = 200  # texts in memory

KEEP = """
    INSERT INTO articles_spelling (word, language, written, articles)
    SELECT word, %(language)s, written, 1
    FROM unnest(string_to_array(%(words)s, ' '), string_to_array(%(written)s, ' ')) given (word, written)
    WHERE NOT EXISTS (
        SELECT FROM articles_spelling kept
        WHERE kept.word = given.word COLLATE "C" AND kept.language = %(language)s
    )
    ORDER BY word COLLATE "C"
    ON CONFLICT DO NOTHING
"""
LEARN = """
    WITH learnt AS MATERIALIZED (
        SELECT word COLLATE "C" AS word, written, articles
        FROM unnest(%(words)s::text[], %(written)s::text[], %(articles)s::int[])
            said (word, written, articles)
    ), forgotten AS (
        UPDATE articles_spelling kept SET articles = 0 WHERE language = %(language)s AND articles > 0
        AND NOT EXISTS (SELECT FROM learnt WHERE learnt.word = kept.word)
    )
    INSERT INTO articles_spelling (word, language, written, articles)
    SELECT word, %(language)s, written, articles FROM learnt ORDER BY word
    ON CONFLICT (word, language) DO UPDATE SET written = EXCLUDED.written, articles = EXCLUDED.articles
    WHERE (articles_spelling.written, articles_spelling.articles) <> (EXCLUDED.written, EXCLUDED.articles)
"""


def keep(said: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Keeps what is new of languages and their words, each as it is written by its plain spelling."""
    new: dict[str, dict[str, str]] = {}
    for language, words in said:
        new.setdefault(language, {}).update(words)
    with connection.cursor() as cursor:
        # In one order, so that of two who store the same words at the same time only one waits.
        for language, words in sorted(new.items()):
            values = {"language": language, "words": " ".join(words), "written": " ".join(words.values())}
            cursor.execute(KEEP, values)


def of(article: Article) -> Mapping[str, str]:
    """The words of an article."""
    return spellings(article.language, article.title, article.summary, article.body_text)


def learn() -> None:
    """Counts how many of the newest public articles have each word; some seconds of work."""
    for language in LANGUAGES:
        learn_language(language)


@transaction.atomic
def learn_language(language: str) -> None:
    newest = Article.objects.published(timezone.now()).in_language(language).newest_first()[:SAMPLE]
    articles, written = Counter(), {}
    for article in newest.only("language", "title", "summary", "body_text").iterator(AT_ONCE):
        words = of(article)
        articles.update(words.keys())
        written |= words
    with connection.cursor() as cursor:
        cursor.execute(
            LEARN,
            {
                "language": language,
                "words": [*articles],
                "written": [written[each] for each in articles],
                "articles": [*articles.values()],
            },
        )
