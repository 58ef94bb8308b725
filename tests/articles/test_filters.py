from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import F

from articles.models import Article
from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image

TASHKENT = ZoneInfo("Asia/Tashkent")
LIST = "/articles/?locale=en&ordering=title"


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=TASHKENT)


class TestSection:
    @pytest.fixture(autouse=True)
    def newsroom(self, db):
        world, sport = a_section("world", pk=11), a_section("sport", pk=12)
        an_article("In none")
        an_article("In sport", section=sport)
        an_article("In world", section=world)

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("section=world", ["In world"]),
            ("section=11", ["In world"]),
            ("section=world,sport", ["In sport", "In world"]),
            ("section=world,12", ["In sport", "In world"]),
            ("section=11,12", ["In sport", "In world"]),
            ("section=world,world", ["In world"]),
            ("section=unknown", []),
            ("section=99", []),
            ("section=unknown,world", ["In world"]),
            ("section=unknown,missing", []),
            ("section=unknown,12", ["In sport"]),
            ("section=world&section=sport", []),
            ("section=world,sport&section=sport", ["In sport"]),
        ],
    )
    def test_keeps_those_in_any_of_them(self, api, query, titles):
        assert api.titles(f"{LIST}&{query}") == titles

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("exclude_section=world", ["In none", "In sport"]),
            ("exclude_section=11", ["In none", "In sport"]),
            ("exclude_section=world,sport", ["In none"]),
            ("exclude_section=world,12", ["In none"]),
            ("exclude_section=11,12", ["In none"]),
            ("exclude_section=world&exclude_section=sport", ["In none"]),
            ("exclude_section=unknown", ["In none", "In sport", "In world"]),
            ("exclude_section=99", ["In none", "In sport", "In world"]),
            ("exclude_section=unknown,missing", ["In none", "In sport", "In world"]),
            ("exclude_section=unknown,world", ["In none", "In sport"]),
            ("exclude_section=unknown,12", ["In none", "In world"]),
            ("section=world,sport&exclude_section=sport", ["In world"]),
        ],
    )
    def test_exclude_section_leaves_those_in_none_of_them(self, api, query, titles):
        assert api.titles(f"{LIST}&{query}") == titles


class TestTag:
    @pytest.fixture(autouse=True)
    def newsroom(self, db):
        rail, water = a_tag("rail", pk=11), a_tag("water", pk=12)
        an_article("Both", tags=[rail, water])
        an_article("None")
        an_article("Rail", tags=[rail])
        an_article("Water", tags=[water])

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("tag=rail", ["Both", "Rail"]),
            ("tag=11", ["Both", "Rail"]),
            ("tag=rail,water", ["Both", "Rail", "Water"]),
            ("tag=rail,12", ["Both", "Rail", "Water"]),
            ("tag=rail&tag=water", ["Both"]),
            ("tag=rail&tag=12", ["Both"]),
            ("tag=rail,water&tag=water", ["Both", "Water"]),
            ("tag=unknown", []),
            ("tag=99", []),
            ("tag=unknown,rail", ["Both", "Rail"]),
            ("tag=unknown&tag=rail", []),
        ],
    )
    def test_comma_means_or_and_again_means_and(self, api, query, titles):
        assert api.titles(f"{LIST}&{query}") == titles

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("exclude_tag=rail", ["None", "Water"]),
            ("exclude_tag=11", ["None", "Water"]),
            ("exclude_tag=rail,water", ["None"]),
            ("exclude_tag=rail,12", ["None"]),
            ("exclude_tag=rail&exclude_tag=water", ["None"]),
            ("exclude_tag=unknown", ["Both", "None", "Rail", "Water"]),
            ("exclude_tag=99", ["Both", "None", "Rail", "Water"]),
            ("tag=rail&exclude_tag=water", ["Rail"]),
        ],
    )
    def test_exclude_tag_leaves_those_with_none_of_them(self, api, query, titles):
        assert api.titles(f"{LIST}&{query}") == titles


class TestAuthor:
    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("author=aziza", ["Aziza", "Both"]),
            ("author=11", ["Aziza", "Both"]),
            ("author=aziza,botir", ["Aziza", "Both", "Botir"]),
            ("author=aziza&author=botir", ["Both"]),
            ("author=unknown", []),
            ("author=99", []),
        ],
    )
    def test_keeps_what_they_wrote(self, api, query, titles):
        aziza, botir = an_author("aziza", pk=11), an_author("botir", pk=12)
        an_article("Aziza", authors=[aziza])
        an_article("Both", authors=[aziza, botir])
        an_article("Botir", authors=[botir])
        an_article("Nobody")

        assert api.titles(f"{LIST}&{query}") == titles


class TestArticles:
    """`exclude`, `ids` and `story`: articles that the client knows already."""

    @pytest.fixture(autouse=True)
    def ids(self, db):
        return {
            "a": an_article("A", slug="a", story="one").pk,
            "b": an_article("B", slug="b", story="two").pk,
            "c": an_article("C", slug="c", story="three").pk,
            "russian": an_article("A, ru", story="one", language="ru").pk,
            "draft": an_article("Draft", published_at=None).pk,
            "nothing": 10**17,
        }

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("exclude=a", ["B", "C"]),
            ("exclude={a}", ["B", "C"]),
            ("exclude=a,{b}", ["C"]),
            ("exclude=a&exclude=b", ["C"]),
            ("exclude=unknown", ["A", "B", "C"]),
            ("exclude={nothing}", ["A", "B", "C"]),
            ("ids={a}", ["A"]),
            ("ids={c},{a}", ["A", "C"]),
            ("ids={a},{a}", ["A"]),
            ("ids={nothing}", []),
            ("ids={draft}", []),
            ("ids={russian}", []),
            ("ids={a},{b}&ids={b},{c}", ["B"]),
            ("ids={a}&exclude=a", []),
            ("story=one", ["A"]),
            ("story=unknown", []),
            ("story=one&fallback=ru", ["A"]),
        ],
    )
    def test_are_kept_or_left_out(self, api, ids, query, titles):
        assert api.titles(f"{LIST}&{query.format(**ids)}") == titles

    @pytest.mark.parametrize("value", ["", "a", "1,", "1,,2", "-1", "1.0", "²", "9223372036854775808", "1 2"])
    def test_ids_are_whole_numbers(self, problem, value):
        [error] = problem(f"{LIST}&ids={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("ids", "not_ids")

    def test_ids_are_a_hundred_at_most(self, api, problem, ids):
        [error] = problem(f"{LIST}&ids={','.join(['1'] * 101)}", 400)["errors"]

        assert api.titles(f"{LIST}&ids={','.join([str(ids['a'])] * 100)}") == ["A"]
        assert (error["parameter"], error["code"]) == ("ids", "not_ids")

    @pytest.mark.parametrize(
        ("query", "code"),
        [("story=", "empty"), ("story=" + "a" * 101, "too_long"), ("story=one&story=two", "repeated")],
    )
    def test_story_is_one_id(self, problem, query, code):
        [error] = problem(f"{LIST}&{query}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("story", code)


class TestSlugs:
    @pytest.mark.parametrize(
        "name", ["section", "exclude_section", "tag", "exclude_tag", "author", "exclude"]
    )
    @pytest.mark.parametrize(
        "value", ["", "World", "a,", ",a", "a,,b", "a b", "мир", "a_b", "-a", "a--b", "²"]
    )
    def test_must_look_like_slugs(self, problem, name, value):
        [error] = problem(f"{LIST}&{name}={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "not_a_slug")


class TestDate:
    """All in the zone of the site, five hours ahead of UTC."""

    @pytest.fixture(autouse=True)
    def newsroom(self, db):
        an_article("1 last of the 13th", published_at=at(2025, 3, 13, 23, 59, 59))
        an_article("2 first of the 14th", published_at=at(2025, 3, 14))
        an_article("3 noon of the 14th", published_at=at(2025, 3, 14, 12))
        an_article("4 last of the 14th", published_at=at(2025, 3, 14, 23, 59, 59, 999_999))
        an_article("5 first of the 15th", published_at=at(2025, 3, 15))

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("date=2025-03-14", "234"),
            ("date=2025-03-12", ""),
            ("published_after=2025-03-14", "2345"),
            ("published_before=2025-03-14", "1"),
            ("published_after=2025-03-14&published_before=2025-03-15", "234"),
            ("published_after=2025-03-14T12:00:00%2B05:00", "345"),
            ("published_after=2025-03-14T12:00:00+05:00", "345"),
            ("published_after=2025-03-14T07:00:00Z", "345"),
            ("published_after=2025-03-14t07:00:00z", "345"),
            ("published_after=2025-03-14T07:00:00.000001Z", "45"),
            ("published_after=2025-03-14T02:00:00-05:00", "345"),
            ("published_after=2025-03-14T12:00", "345"),
            ("published_after=2025-03-14T12:00:00", "345"),
            ("published_before=2025-03-14T12:00:00%2B05:00", "12"),
            ("published_before=2025-03-14T07:00:00Z", "12"),
            ("published_before=2025-03-14T07:00:00.001Z", "123"),
            ("published_after=2025-03-15&published_before=2025-03-14", ""),
            ("date=2025-03-14&published_after=2025-03-14T12:00:00", "34"),
        ],
    )
    def test_narrows_by_publication(self, api, query, numbers):
        titles = api.titles(f"{LIST}&{query}")

        assert "".join(title[0] for title in titles) == numbers

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("updated_after=2025-03-14T12:00:00%2B05:00", "34"),
            ("updated_before=2025-03-14T12:00:00%2B05:00", "12"),
            ("updated_after=2025-03-14&updated_before=2025-03-15", "234"),
            ("updated_after=2025-03-14T07:00:00+00:00", "34"),
            ("updated_before=2025-03-14", "1"),
        ],
    )
    def test_narrows_by_the_last_change(self, api, query, numbers):
        Article.objects.filter(title__startswith="1").update(updated_at=at(2025, 3, 13, 12))
        Article.objects.filter(title__startswith="2").update(updated_at=at(2025, 3, 14, 11, 59, 59))
        Article.objects.filter(title__startswith="3").update(updated_at=at(2025, 3, 14, 12))
        Article.objects.filter(title__startswith="4").update(updated_at=at(2025, 3, 14, 23))
        Article.objects.filter(title__startswith="5").delete()

        titles = api.titles(f"{LIST}&{query}")

        assert "".join(title[0] for title in titles) == numbers

    @pytest.mark.parametrize(
        ("moment", "numbers"),
        [
            ("2025-03-01", ""),
            ("2025-03-01T00:00:01", "5"),
            ("2025-03-12T12:00:01", "25"),
            ("2025-03-14T12:00", "125"),
            ("2025-03-14T12:00:01", "1235"),
        ],
    )
    def test_what_was_last_changed_long_before_its_publication_counts_by_the_change(
        self, api, moment, numbers
    ):
        Article.objects.update(updated_at=F("published_at"))
        Article.objects.filter(title__startswith="2").update(updated_at=at(2025, 3, 12, 12))
        Article.objects.filter(title__startswith="5").update(updated_at=at(2025, 3, 1))

        for order in ("published_at", "-published_at", "title", "-updated_at", "-views"):
            titles = api.titles(f"/articles/?locale=en&updated_before={moment}&ordering={order}")
            assert "".join(sorted(title[0] for title in titles)) == numbers

    def test_days_on_which_the_clock_is_turned_count_as_they_are(self, api):
        Article.objects.filter(title__startswith="5").update(
            updated_at=datetime(2025, 3, 20, 11, tzinfo=UTC),
            published_at=datetime(2025, 4, 9, 11, tzinfo=UTC),
        )
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL timezone = 'Europe/Berlin'")

        [title] = api.titles(
            "/articles/?locale=en&updated_after=2025-03-20&updated_before=2025-03-20T11:00:01Z"
        )

        assert title == "5 first of the 15th"

    @pytest.mark.parametrize("path", ["/articles/?search=noon&ordering=title&", "/search/?q=noon&"])
    def test_what_is_scheduled_for_the_end_of_all_years_hinders_no_search(self, api, path):
        Article.objects.filter(title__startswith="5").update(
            updated_at=datetime(2020, 1, 1, tzinfo=UTC), published_at=datetime(9999, 1, 1, tzinfo=UTC)
        )
        Article.objects.exclude(title__startswith="5").update(updated_at=datetime(2025, 3, 1, tzinfo=UTC))

        [title] = api.titles(f"{path}locale=en&updated_before=2025-03-02")

        assert title == "3 noon of the 14th"

    @pytest.mark.parametrize(
        "name", ["published_after", "published_before", "updated_after", "updated_before"]
    )
    @pytest.mark.parametrize(
        "value",
        [
            *("", "yesterday", "2025", "2025-03", "14.03.2025", "2025-02-30", "2025-13-01", "2025-3-14"),
            *("20250314", "2025-W11-5", "2025-03-14 12:05", "2025-03-14T25:00", "2025-03-14T12:05:00%2B0500"),
            *(
                "2025-03-14T12:60",
                "2025-03-14T12:05:00%2B25:00",
                "2025-03-14T12:05:00%2B05:75",
                "2025-03-14T",
            ),
            *("0001-01-01", "9999-12-31T23:59:59-12:00", "1741935900", "٢٠٢٥-03-14", "2025-03-14T12:05Z%0A"),
            *("2025-03-14T24:00", "2025-03-14Z", "2025-03-14%2B05:00", "2025-03-14T12:05:60Z"),
        ],
    )
    def test_a_moment_is_a_date_or_a_time(self, problem, name, value):
        [error] = problem(f"{LIST}&{name}={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "not_a_time")

    @pytest.mark.parametrize(
        "value",
        ["", "today", "2025-02-30", "2025-3-14", "2025-03-14T12:05", "0001-01-01", "9999-12-31", "20250314"],
    )
    def test_a_day_is_a_date(self, problem, value):
        [error] = problem(f"{LIST}&date={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("date", "not_a_date")

    @pytest.mark.parametrize(
        "name", ["date", "published_after", "published_before", "updated_after", "updated_before"]
    )
    def test_may_be_given_only_once(self, problem, name):
        [error] = problem(f"{LIST}&{name}=2025-03-14&{name}=2025-03-15", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "repeated")


class TestFlags:
    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("is_breaking=true", ["Breaking"]),
            ("is_breaking=false", ["Featured", "Illustrated", "Plain"]),
            ("is_featured=true", ["Featured"]),
            ("is_featured=false", ["Breaking", "Illustrated", "Plain"]),
            ("has_image=true", ["Illustrated"]),
            ("has_image=false", ["Breaking", "Featured", "Plain"]),
            ("has_image=false&is_breaking=false&is_featured=false", ["Plain"]),
        ],
    )
    def test_keep_those_that_are_so(self, api, query, titles):
        an_article("Breaking", is_breaking=True)
        an_article("Featured", is_featured=True)
        an_article("Illustrated", image=an_image())
        an_article("Plain")

        assert api.titles(f"{LIST}&{query}") == titles

    @pytest.mark.parametrize("name", ["is_breaking", "is_featured", "has_image"])
    @pytest.mark.parametrize(
        ("value", "code"),
        [
            *((each, "not_a_boolean") for each in ("", "1", "True", "yes", "null", "true,false")),
            ("true&{name}=true", "repeated"),
        ],
    )
    def test_are_true_or_false(self, problem, name, value, code):
        [error] = problem(f"{LIST}&{name}={value.format(name=name)}", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, code)


class TestSearch:
    @pytest.fixture(autouse=True)
    def newsroom(self, db):
        an_article("Trains run", body_html="<p>A new railway line to Nukus was opened.</p>")
        an_article("Water rises", body_html="<p>The lake line of the dam was passed.</p>")

    @pytest.mark.parametrize(
        ("words", "titles"),
        [
            ("railway", ["Trains run"]),
            ("RAILWAY", ["Trains run"]),
            ("train", ["Trains run"]),
            ("line", ["Trains run", "Water rises"]),
            ("line nukus", ["Trains run"]),
            ('"railway line"', ["Trains run"]),
            ('"line railway"', []),
            ("line -lake", ["Trains run"]),
            ("nukus OR lake", ["Trains run", "Water rises"]),
            ("zeppelin", []),
        ],
    )
    def test_finds_words_phrases_and_their_absence(self, api, words, titles):
        assert (
            api.titles(LIST, query_params={"search": words} | {"locale": "en", "ordering": "title"}) == titles
        )

    @pytest.mark.parametrize(
        "words", ["'", '"', "-", "((", "a & | ! b", ":*", "\\", "<->", "%", "OR", "o'zbek", "🚂", "\ud7ff"]
    )
    def test_nothing_that_is_typed_is_an_error(self, api, words):
        api.answer("/articles/", query_params={"search": words})

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("search=", "empty"),
            ("search=%20%09", "empty"),
            ("search=" + "a" * 501, "too_long"),
            ("search=a&search=b", "repeated"),
        ],
    )
    def test_refuses_nothing_and_too_much(self, problem, query, code):
        [error] = problem(f"{LIST}&{query}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("search", code)

    def test_goes_together_with_every_other_filter(self, api):
        article = an_article(
            "All of it",
            story="one",
            body_html="<p>A line.</p>",
            section=a_section("world"),
            tags=[a_tag("rail")],
            authors=[an_author("aziza")],
            image=an_image(),
            is_breaking=True,
            is_featured=True,
            published_at=at(2025, 3, 14, 12),
        )

        query = (
            "search=line&section=world&tag=rail&author=aziza&exclude_section=sport&exclude_tag=water&exclude=b"
            f"&ids={article.pk}&story=one&date=2025-03-14&published_after=2025-03-14&published_before=2025-03-15"
            "&updated_after=2025-03-14&updated_before=8000-01-01&is_breaking=true&is_featured=true"
            "&has_image=true&fallback=ru,uz&ordering=-views,title&count=exact"
        )

        assert api.titles(f"/articles/?locale=en&{query}") == ["All of it"]

    def test_finds_in_the_edition_alone(self, api):
        an_article("Поезд", language="ru", body_html="<p>Nukus</p>", published_at=ago(hours=2))

        assert api.titles(f"{LIST}&search=nukus") == ["Trains run"]
        assert api.titles("/articles/?locale=ru&search=поезда") == ["Поезд"]
