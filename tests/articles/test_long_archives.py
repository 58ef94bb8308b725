"""Searches of an archive that is longer than what one span of time holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
from django.db import connection

from articles import finding, matching, words
from articles.models import Article
from tests.builders import a_section

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
SIZE = 4_000
# One an hour. All are common, every other one is odd and the rest even, every thousandth is seldom seen,
# every 27th is middling.
MAKE = """
    INSERT INTO articles_article (
        language, story, slug, title, summary, body_html, source_name, source_url, is_breaking, is_featured,
        published_at, withdrawn_reason, excerpt, body_blocks, body_text, word_count, search_document,
        revision, created_at, updated_at, import_marks, title_beginnings
    )
    SELECT 'en', number, 'article-' || number, 'Common ' || number, '', '', '', '', false, false,
        %s::timestamptz + number * interval '1 hour', '', '', '[]', '', 10,
        to_tsvector('english', 'common ' || CASE number %% 2 WHEN 1 THEN 'odd' ELSE 'even' END
            || CASE WHEN number %% 1000 = 7 THEN ' seldom' ELSE '' END
            || CASE WHEN number %% 27 = 1 THEN ' middling' ELSE '' END), 1,
        now(), now(), '', '{}'
    FROM generate_series(%s, %s) number
"""


# As many in Russian, half an hour later each. All but the newest hundred are late, of the English ones a few.
MAKE_LATE = [
    """
    INSERT INTO articles_article (
        language, story, slug, title, summary, body_html, source_name, source_url, is_breaking, is_featured,
        published_at, withdrawn_reason, excerpt, body_blocks, body_text, word_count, search_document,
        revision, created_at, updated_at, import_marks, title_beginnings
    )
    SELECT 'ru', 'ru-' || story, 'ru-' || slug, title, '', '', '', '', false, false,
        published_at + interval '30 minutes', '', '', '[]', '', 10,
        to_tsvector('russian', CASE WHEN story::int <= 3900 THEN 'late' ELSE 'early' END), 1,
        now(), now(), '', '{}'
    FROM articles_article
    """,
    """
    UPDATE articles_article SET search_document = search_document || to_tsvector('english', 'late')
    WHERE slug IN ('article-3990', 'article-3000', 'article-2500', 'article-2000')
    """,
]


@pytest.fixture(autouse=True)
def archive(db):
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [BEGIN, 1, SIZE])
        cursor.execute(
            "ANALYZE articles_article"
        )  # what is common and what is rare depends on how many there are
    words.learn()


def numbers(page: dict) -> list[int]:
    return [int(each["slug"].removeprefix("article-")) for each in page["results"]]


def file_under(slug: str, is_in: Callable[[int], bool]) -> None:
    stories = [str(number) for number in range(1, SIZE + 1) if is_in(number)]
    Article.objects.filter(story__in=stories).update(section=a_section(slug))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("search=common", [4_000, 3_999, 3_998]),
        ("search=common&ordering=published_at", [1, 2, 3]),
        ("search=odd", [3_999, 3_997, 3_995]),
        ("search=odd common&ordering=published_at", [1, 3, 5]),
        ("search=seldom", [3_007, 2_007, 1_007]),
        ("search=seldom&ordering=published_at", [7, 1_007, 2_007]),
        ("search=seldom OR odd", [3_999, 3_997, 3_995]),
        ("search=odd even", []),
        ("search=-odd", [4_000, 3_998, 3_996]),
        ("search=the -odd", [4_000, 3_998, 3_996]),
        ("search=-common", []),
        ("search=common&page=1000", [1_003, 1_002, 1_001]),
        ("search=odd&published_before=2020-01-01T06:00:00Z", [5, 3, 1]),
        ("search=odd&published_after=2020-06-15T15:00:00Z&ordering=published_at", [3_999]),
        ("search=common&ordering=title", [1, 10, 100]),
        ("search=seldom&ordering=-title", [7, 3_007, 2_007]),
        ("search=odd even&ordering=title", []),
        ("search=-odd&ordering=-title", [998, 996, 994]),
        ("search=the -odd&ordering=-title", [998, 996, 994]),
        ("search=-common&ordering=title", []),
        ("search=the", []),
        ("search=the&ordering=title", []),
        ("search=the&ordering=-views&page=1", []),
        ("search=the&count=exact&ordering=title", []),
    ],
)
def test_lists_have_all_that_matches_in_their_order(api, query, first):
    assert numbers(api.get(f"/articles/?locale=en&page_size=3&{query}")) == first


def test_lists_are_followed_through_the_archive_and_back(api):
    page = api.get("/articles/?locale=en&page_size=100&search=odd")
    seen = numbers(page)
    while page["next"]:
        page = api.get(page["next"])
        seen += numbers(page)

    assert seen == list(range(3_999, 0, -2))
    assert numbers(api.get(page["previous"])) == list(range(399, 200, -2))


def test_a_numbered_page_beyond_the_last_match_is_none(problem):
    assert problem("/articles/?locale=en&search=seldom&page=2", 404)["code"] == "page_not_found"


def test_a_count_is_of_all_that_matches(api):
    assert api.get("/articles/?locale=en&search=odd&count=exact")["count"] == 2_000


@pytest.mark.parametrize(
    ("query", "count", "is_complete"),
    [
        ("common", 500, False),
        ("odd", 500, False),
        ("odd common", 500, False),
        ("seldom", 4, True),
        ("seldom common", 4, True),
        ("middling", 149, True),
        ('"common odd"', 500, False),
        ("-common", 0, True),
    ],
)
def test_searches_rank_the_newest_500_matches(api, query, count, is_complete):
    answer = api.get("/search/", query_params={"q": query, "locale": "en", "count": "exact", "page_size": 1})

    assert (answer["count"], answer["is_complete"]) == (count, is_complete)


def test_searches_look_through_the_whole_archive_only_once(api, django_assert_num_queries):
    # When that changes; how common the word is; all that have it; the best of them; all that is shown.
    with django_assert_num_queries(5):
        answer = api.get("/search/?q=seldom&locale=en")

    assert (numbers(answer), answer["is_complete"]) == ([3_007, 2_007, 1_007, 7], True)


def test_searches_are_followed_to_the_500th_and_back(api):
    page = api.get("/search/?q=common&locale=en&page_size=100")
    seen = numbers(page)
    while page["next"]:
        page = api.get(page["next"])
        seen += numbers(page)

    assert seen == list(range(4_000, 3_500, -1))
    assert numbers(api.get(page["previous"])) == list(range(3_700, 3_600, -1))


def test_searches_end_with_the_500th(api):
    last = api.get("/search/?q=common&locale=en&page_size=100&page=5")

    assert numbers(last) == list(range(3_600, 3_500, -1))
    assert last["next"] is None


@pytest.mark.parametrize(
    "narrowing",
    ["story=11", "date=2020-01-01&ids={id}", "published_before=2020-01-01T17:00:00%2B05:00", "ids={id}"],
)
@pytest.mark.parametrize("entries", [finding.ENTRIES, 100])  # of a word, after which no longer span is read
def test_filters_find_what_is_old_among_all_that_is_common(api, monkeypatch, narrowing, entries):
    monkeypatch.setattr(finding, "ENTRIES", entries)
    old = Article.objects.get(slug="article-11")

    found = api.get(f"/search/?q=common odd&locale=en&{narrowing.format(id=old.pk)}")

    assert 11 in numbers(found)


def test_filters_find_what_is_far_behind_the_newest_that_they_leave(api):
    file_under("even-but-once", lambda number: number % 2 == 0 or number < 120)

    found = api.get("/search/?q=odd&locale=en&page_size=100&section=even-but-once")

    assert (sorted(numbers(found)), found["is_complete"]) == (list(range(1, 120, 2)), True)


@pytest.mark.parametrize(
    ("question", "first", "step"),
    [("odd", 1, 2), ('"common odd"', 1, 2), ("common -odd", 2, 2), ("the -odd", 2, 2), ("-odd", 2, 2)],
)
def test_a_search_is_complete_where_filters_leave_few_articles(api, question, first, step):
    file_under("old", lambda number: number <= 300)

    found = api.get(f"/search/?q={question}&locale=en&page_size=100&section=old&count=exact&fields=slug")
    seen = numbers(found) + numbers(api.get(found["next"]))

    assert (found["count"], found["is_complete"]) == (150, True)
    assert sorted(seen) == list(range(first, 301, step))


def test_of_much_that_matches_within_filters_the_newest_is_found(api):
    file_under("old", lambda number: number <= 1_500)

    found = api.get("/search/?q=odd&locale=en&page_size=100&section=old&count=exact")

    assert (found["count"], found["is_complete"]) == (500, False)
    assert set(numbers(found)) <= set(range(501, 1_500, 2))


def test_within_filters_no_article_is_found_that_is_older_than_one_that_is_not(
    api, late_archive, monkeypatch
):
    monkeypatch.setattr(matching, "FEW", 300)
    # Every English one is older than the Russian ones that are looked through.
    file_under("old", lambda number: number <= 300)
    section = Article.objects.get(slug="article-300").section
    Article.objects.filter(slug__in=[f"ru-article-{number}" for number in range(1, 1_501)]).update(
        section=section
    )

    # Since the 301st Russian one, itself among them.
    found = api.get("/search/?q=late OR common&page_size=100&section=old&count=exact")

    assert (found["count"], found["is_complete"]) == (301, False)
    assert not [each for each in found["results"] if each["slug"].startswith("article-")]


def test_years_without_news_are_passed_over(api):
    Article.objects.filter(published_at__gt=BEGIN + timedelta(hours=3_000)).delete()

    assert numbers(api.get("/articles/?locale=en&page_size=2&search=seldom")) == [2_007, 1_007]
    assert numbers(api.get("/search/?q=seldom&locale=en&page_size=2")) == [2_007, 1_007]


@pytest.fixture
def late_archive(archive):
    with connection.cursor() as cursor:
        for statement in MAKE_LATE:
            cursor.execute(statement)
        cursor.execute("ANALYZE articles_article")
    words.learn()


# English news of earlier hours, the oldest of which knew a word that none of the newest 5,000 has; each third
# Russian article has it, in whose index it is another.
MAKE_OLD = """
    INSERT INTO articles_article (
        language, story, slug, title, summary, body_html, source_name, source_url, is_breaking, is_featured,
        published_at, withdrawn_reason, excerpt, body_blocks, body_text, word_count, search_document,
        revision, created_at, updated_at, import_marks, title_beginnings
    )
    SELECT language, prefix || number, prefix || number, 'Plague', '', '', '', '', false, false,
        %s::timestamptz + way * number * interval '1 hour', '', '', '[]', '', 10,
        to_tsvector(configuration, CASE WHEN has_it THEN 'чума' ELSE 'мир' END), 1, now(), now(), '', '{}'
    FROM generate_series(1, %s) number, LATERAL (
        VALUES ('en', 'old-', -1, 'english'::regconfig, number > 1500),
            ('ru', 'ru-', 1, 'russian', number %% 3 = 0)
    ) as_well (language, prefix, way, configuration, has_it)
"""


def test_a_word_of_old_news_is_not_taken_for_a_rare_one(api):
    with connection.cursor() as cursor:
        cursor.execute(MAKE_OLD, [BEGIN, SIZE])
        cursor.execute("ANALYZE articles_article")
    words.learn()

    in_english = api.get("/search/?q=чума&locale=en&count=exact&page_size=1")
    in_both = api.get("/search/?q=чума&page_size=1")
    listed = api.get("/articles/?locale=en&fallback=ru&search=чума&count=exact&page_size=1")

    assert (in_english["count"], in_english["is_complete"]) == (500, False)
    assert not in_both["is_complete"]
    assert listed["count"] == 2_500 + 1_333


def test_unwanted_words_of_one_language_do_not_end_the_list_of_another(api):
    with connection.cursor() as cursor:
        cursor.execute(MAKE_OLD, [BEGIN, SIZE])
        cursor.execute("""
            UPDATE articles_article SET language = 'uz', search_document = to_tsvector('simple', 'the')
            WHERE slug = 'ru-1'
        """)
        cursor.execute("ANALYZE articles_article")
    words.learn()
    asked = "/articles/?locale=en&fallback=uz&search=the -common -чума&page_size=100"

    page = api.get(asked)  # the first word is none in English
    seen = slugs(page)
    while page["next"]:
        page = api.get(page["next"])
        seen += slugs(page)

    assert len(seen) == 1_500 + 1
    assert seen[0] == "ru-1"


def test_a_search_is_not_complete_whose_unwanted_words_are_sought_in_the_newest_articles_alone(api):
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [BEGIN, SIZE + 1, 10_300])
        cursor.execute("""
            UPDATE articles_article SET search_document = to_tsvector('english', 'rare')
            WHERE slug IN ('article-11', 'article-10011')
        """)
        cursor.execute("""
            UPDATE articles_article SET language = 'uz', search_document = to_tsvector('simple', 'the')
            WHERE story::int > 10200
        """)
        cursor.execute("ANALYZE articles_article")
    words.learn()

    found = api.get("/search/?q=the -common&page_size=1&count=exact")  # the first word is none in English

    assert (found["count"], found["is_complete"]) == (100 + 1, False)


def slugs(page: dict) -> list[str]:
    return [each["slug"] for each in page["results"]]


def test_a_language_in_which_words_are_rarer_does_not_overtake_another(api, late_archive):
    late = "/articles/?locale=en&fallback=ru&search=late&page_size=3"

    newest = api.get(late)
    oldest = api.get(f"{late}&ordering=published_at")

    assert slugs(newest) == ["article-3990", "ru-article-3900", "ru-article-3899"]
    assert slugs(api.get(newest["next"])) == ["ru-article-3898", "ru-article-3897", "ru-article-3896"]
    assert slugs(oldest) == ["ru-article-1", "ru-article-2", "ru-article-3"]


def test_a_list_in_two_languages_is_followed_through_the_archive(api, late_archive):
    page = api.get("/articles/?locale=en&fallback=ru&search=late&page_size=100")
    seen = slugs(page)
    while page["next"]:
        page = api.get(page["next"])
        seen += slugs(page)

    english = {3_990: 0, 3_000: 902, 2_500: 1_403, 2_000: 1_904}
    assert len(seen) == 3_904
    assert {each: seen.index(f"article-{each}") for each in english} == english


def test_a_search_in_two_languages_ranks_the_newest_of_both(api, late_archive):
    found = api.get("/search/?q=late&page_size=3")

    assert slugs(found) == ["article-3990", "ru-article-3900", "ru-article-3899"]
    assert not found["is_complete"]


@pytest.mark.django_db(transaction=True)
def test_a_search_within_one_section_is_never_answered_by_that_within_another(api):
    first, second = a_section("first"), a_section("second")
    Article.objects.filter(slug="article-100").update(section=first)
    Article.objects.filter(slug="article-101").update(section=second)
    search = "/search/?q=common&locale=en&section="
    rewrite = "CLUSTER articles_article USING articles_article_pkey"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET revision = 2")
        cursor.execute(rewrite)
        before = numbers(api.get(f"{search}first"))
        # Now the one stands where the other stood, and one transaction has written both.
        Article.objects.order_by("pk")[:1].get().delete()
        cursor.execute(rewrite)

    assert (before, numbers(api.get(f"{search}second"))) == ([100], [101])


# So many that filters may leave too many to look through, and more than are looked at for unwanted words.
LONGER = 16_000
WORDS = {
    "common": lambda number: True,
    "odd": lambda number: number % 2 == 1,
    "middling": lambda number: number % 27 == 1,
    "seldom": lambda number: number % 1_000 == 7,
    "odd even": lambda number: False,
    "odd middling": lambda number: number % 54 == 1,
    "common -odd": lambda number: number % 2 == 0,
    "-odd": lambda number: number % 2 == 0,
    "the -seldom": lambda number: number % 1_000 != 7,
    "-common": lambda number: False,
    "middling OR seldom": lambda number: number % 27 == 1 or number % 1_000 == 7,
}


def changed(number: int) -> int:
    """The hour of the last change: soon after publication, of the newest article long before it."""
    return 500 if number == LONGER else number + number % 5


ORDERS = {
    "published_at": lambda number: number,
    "title": lambda number: str(number),
    "updated_at": changed,
    "views": lambda number: number % 7,
}
NARROWED = {
    "is_breaking=false": lambda number: number % 500 != 3,
    "is_breaking=true": lambda number: number % 500 == 3,
    "is_featured=true": lambda number: number <= 5_500,
    "has_image=false&published_before={late}": lambda number: number < 9_000,
    "updated_before={late}": lambda number: changed(number) < 9_000,
    "updated_after={late}": lambda number: changed(number) >= 9_000,
    "published_after={early}&published_before={late}": lambda number: 2_000 <= number < 9_000,
    "updated_before={early}": lambda number: changed(number) < 2_000,
}


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_has_all_that_matches_in_every_order_however_it_is_narrowed(api, order):
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [BEGIN, SIZE + 1, LONGER])
        cursor.execute(
            """
            UPDATE articles_article SET updated_at = published_at + story::int % 5 * interval '1 hour',
                is_breaking = story::int % 500 = 3, is_featured = story::int <= 5500
            """
        )
        cursor.execute("""
            UPDATE articles_viewtotal v SET count = a.story::int % 7
            FROM articles_article a WHERE a.id = v.article_id
        """)
        cursor.execute("ANALYZE articles_article, articles_viewtotal")
        cursor.execute(
            "UPDATE articles_article SET updated_at = %s WHERE story::int = %s",
            [BEGIN + timedelta(hours=500), LONGER],
        )
    words.learn()
    early, late = (f"{BEGIN + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (2_000, 9_000))

    for narrowing, is_left in NARROWED.items():
        for searched, matches in WORDS.items():
            asked = f"locale=en&search={searched}&{narrowing.format(early=early, late=late)}&page_size=5"
            expected = sorted(
                (number for number in range(1, LONGER + 1) if is_left(number) and matches(number)),
                key=lambda number: (ORDERS[order](number), number),
                reverse=True,
            )
            first = api.get(f"/articles/?{asked}&ordering=-{order}&count=exact")
            uncounted = api.get(f"/articles/?{asked}&ordering=-{order}")
            further = api.get(uncounted["next"])["results"] if uncounted["next"] else []
            last = max(1, ceil(len(expected) / 100))
            end = api.get(f"/articles/?{asked.removesuffix('5')}100&ordering=-{order}&page={last}")

            assert (first["count"], numbers(first)) == (len(expected), expected[:5]), asked
            assert numbers(uncounted) + numbers({"results": further}) == expected[:10], asked
            assert numbers(end) == expected[(last - 1) * 100 :], asked
