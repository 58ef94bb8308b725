"""What articles are about: the words that weigh most in each. The only writer of words and vocabularies."""
# ruff: noqa: S608, no value in these statements comes from outside

from django.db import connection, transaction

from articles.models import Article, Vocabulary
from articles.weights import STEM, WHOLE, weighed
from newsapi.locales import LANGUAGES

KEPT = 24  # words of each article
SAMPLE = 5_000  # newest articles of a language that its vocabulary is learnt from
AT_ONCE = 1_000  # articles that get their words anew in one transaction

FORGET = "DELETE FROM articles_articleword WHERE article_id = ANY(%s)"
MAKE = f"""
    INSERT INTO articles_articleword (article_id, word, weight)
    SELECT id, word, {WHOLE} * weight / sqrt(sum(weight * weight) OVER (PARTITION BY id))
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id ORDER BY weight DESC, word) AS place
        FROM ({weighed("a.id = ANY(%s)")}) weighed WHERE weight > 0
    ) ranked
    WHERE place <= {KEPT}
"""


def make(ids: list[int]) -> None:
    """Has the words of articles follow what these say and how they are tagged.

    Whoever calls this has stored or locked the articles in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [ids])
        cursor.execute(MAKE, [ids])


def make_next(after: int) -> int | None:
    """Makes the words of the articles that follow an id anew; the last one's id, None after the end."""
    following = Article.objects.filter(pk__gt=after).order_by("pk")
    ids = list(following.values_list("pk", flat=True)[:AT_ONCE])
    made = make_anew(ids, skip_locked=True)
    for held in sorted({*ids} - {*made}):
        make_anew([held])  # waits for one while it holds no other, so that nobody waits for ever
    return ids[-1] if ids else None


@transaction.atomic
def make_anew(ids: list[int], skip_locked: bool = False) -> list[int]:
    """Those of the articles whose words were made."""
    articles = Article.objects.filter(pk__in=ids).select_for_update(skip_locked=skip_locked, no_key=True)
    locked = list(articles.order_by().values_list("pk", flat=True))
    make(locked)
    return locked


# Vocabularies -----------------------------------------------------------------------------------------------

NEWEST = f"""
    SELECT array_to_tsvector(array(SELECT {STEM} FROM unnest(a.search_document)))
    FROM articles_article a WHERE a.language = '%s' ORDER BY a.published_at DESC, a.id DESC LIMIT {SAMPLE}
"""
LEARN = """
    WITH learnt AS MATERIALIZED (
        SELECT hashtext(%(language)s || word) AS number, min(word) AS text, max(ndoc) AS articles
        FROM ts_stat(%(newest)s) WHERE ndoc > 1 GROUP BY 1
    ), forgotten AS (
        DELETE FROM articles_word known WHERE language = %(language)s
        AND NOT EXISTS (SELECT FROM learnt WHERE learnt.number = known.number)
    )
    INSERT INTO articles_word (number, language, text, articles)
    SELECT number, %(language)s, text, articles FROM learnt ORDER BY number
    ON CONFLICT (number) DO UPDATE SET articles = EXCLUDED.articles
    WHERE articles_word.articles <> EXCLUDED.articles
"""


@transaction.atomic
def learn() -> bool:
    """Learns the vocabularies; True if so much is new that the words of all articles should be made anew."""
    grown = [has_grown(language) for language in LANGUAGES]
    return any(grown)


def has_grown(language: str) -> bool:
    articles = Article.objects.filter(language=language)[:SAMPLE].count()
    with connection.cursor() as cursor:
        cursor.execute(LEARN, {"language": language, "newest": NEWEST % language})
    vocabulary = Vocabulary.objects.filter(language=language)
    if articles == 0:
        vocabulary.delete()
        return False
    known = vocabulary.first() or Vocabulary(language=language)
    known.articles = articles
    grown = articles >= 2 * known.articles_when_made
    if grown:
        known.articles_when_made = articles
    known.save()
    return grown


def refresh() -> None:
    """Learns the vocabularies and makes the words of all articles anew, at once."""
    learn()
    last = 0
    while last is not None:
        last = make_next(last)
