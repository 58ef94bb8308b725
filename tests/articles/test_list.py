from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.builders import a_section, a_tag, ago, ahead, an_article, an_author, an_image

TASHKENT = ZoneInfo("Asia/Tashkent")
CARD = [
    *("id", "url", "web_url", "slug", "language", "title", "summary", "section", "tags", "authors", "image"),
    *("is_breaking", "is_featured", "published_at", "published_label", "updated_at", "views"),
    "reading_minutes",
]


class TestVisibility:
    def test_shows_published_articles_newest_first(self, api):
        an_article("Old", published_at=ago(days=2))
        an_article("New", published_at=ago(days=1))
        an_article("Scheduled", published_at=ahead(days=1))
        an_article("Draft", published_at=None)

        assert api.titles("/articles/?locale=en") == ["New", "Old"]

    def test_hides_an_article_from_the_moment_of_its_withdrawal(self, api):
        an_article("Withdrawn", withdrawn_at=ago(seconds=1), withdrawn_reason="An error.")
        an_article("Withdrawn tomorrow", withdrawn_at=ahead(days=1), withdrawn_reason="A contract ends.")

        assert api.titles("/articles/?locale=en") == ["Withdrawn tomorrow"]

    def test_shows_a_scheduled_article_from_its_instant_on(self, api):
        an_article("Scheduled", published_at=datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT))

        with time_machine.travel(datetime(2025, 3, 14, 12, 4, 59, tzinfo=TASHKENT), tick=False):
            before = api.titles("/articles/?locale=en")
        with time_machine.travel(datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT), tick=False):
            after = api.titles("/articles/?locale=en")

        assert (before, after) == ([], ["Scheduled"])

    def test_hides_a_withdrawn_article_from_its_instant_on(self, api):
        an_article(
            "Withdrawn",
            published_at=datetime(2025, 3, 1, tzinfo=TASHKENT),
            withdrawn_at=datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT),
            withdrawn_reason="A contract ends.",
        )

        with time_machine.travel(datetime(2025, 3, 14, 12, 4, 59, tzinfo=TASHKENT), tick=False):
            before = api.titles("/articles/?locale=en")
        with time_machine.travel(datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT), tick=False):
            after = api.titles("/articles/?locale=en")

        assert (before, after) == (["Withdrawn"], [])

    def test_an_empty_list_has_the_same_envelope(self, api):
        assert api.get("/articles/") == {"next": None, "previous": None, "results": []}


class TestCard:
    def test_has_these_fields_in_this_order(self, api):
        an_article()

        [card] = api.get("/articles/?locale=en")["results"]

        assert list(card) == CARD

    def test_holds_all_that_a_list_shows(self, api):
        article = an_article(
            "Rail link opens",
            slug="rail-link-opens",
            summary="Trains run from today.",
            body_html="<p>" + "word " * 401 + "</p>",
            section=a_section("transport", name_en="Transport"),
            tags=[a_tag("rail", name_en="Rail"), a_tag("fergana", name_en="Fergana")],
            authors=[an_author("aziza", name_en="Aziza")],
            image=an_image(
                source_url="https://pictures.example/rail.jpg",
                alt_en="A train",
                caption_en="The first train",
                credit="Agency",
                width=1600,
                height=900,
                focal_x=0.25,
                focal_y=0.75,
            ),
            is_breaking=True,
            is_featured=True,
            views=131,
            published_at=datetime(2025, 3, 14, 7, 5, tzinfo=ZoneInfo("UTC")),
        )

        [card] = api.get("/articles/?locale=en&omit=updated_at")["results"]

        assert card == {
            "id": article.pk,
            "url": "http://127.0.0.1/api/v1/articles/rail-link-opens/",
            "web_url": "https://news.example/en/rail-link-opens",
            "slug": "rail-link-opens",
            "language": "en",
            "title": "Rail link opens",
            "summary": "Trains run from today.",
            "section": {
                "slug": "transport",
                "url": "http://127.0.0.1/api/v1/sections/transport/",
                "name": "Transport",
            },
            "tags": [{"slug": "rail", "name": "Rail"}, {"slug": "fergana", "name": "Fergana"}],
            "authors": [{"slug": "aziza", "name": "Aziza"}],
            "image": {
                "url": "https://pictures.example/rail.jpg",
                "alt": "A train",
                "caption": "The first train",
                "credit": "Agency",
                "width": 1600,
                "height": 900,
                "focal_point": {"x": 0.25, "y": 0.75},
                "placeholder": None,
                "renditions": [],
                "srcset": None,
            },
            "is_breaking": True,
            "is_featured": True,
            "published_at": "2025-03-14T12:05:00+05:00",
            "published_label": "14 March 2025, 12:05",
            "views": 131,
            "reading_minutes": 3,
        }

    def test_has_null_or_an_empty_list_for_what_an_article_lacks(self, api):
        an_article("Bare", slug="bare", body_html="", published_at=datetime(2025, 3, 14, tzinfo=TASHKENT))

        [card] = api.get("/articles/?locale=en&omit=id,updated_at,url,web_url")["results"]

        assert card == {
            "slug": "bare",
            "language": "en",
            "title": "Bare",
            "summary": "",
            "section": None,
            "tags": [],
            "authors": [],
            "image": None,
            "is_breaking": False,
            "is_featured": False,
            "published_at": "2025-03-14T00:00:00+05:00",
            "published_label": "14 March 2025, 00:00",
            "views": 0,
            "reading_minutes": 1,
        }

    @pytest.mark.parametrize("locale", ["uz", "uz-Cyrl", "ru", "en"])
    def test_has_the_same_fields_in_every_locale(self, api, locale):
        an_article(language=locale[:2])

        [card] = api.get(f"/articles/?locale={locale}")["results"]

        assert list(card) == CARD

    def test_times_have_no_fraction_and_the_offset_of_the_site(self, api):
        an_article(published_at=datetime(2025, 3, 14, 7, 5, 1, 999_999, tzinfo=ZoneInfo("UTC")))

        [card] = api.get("/articles/?locale=en&fields=published_at")["results"]

        assert card == {"published_at": "2025-03-14T12:05:01+05:00"}


class TestPublishedLabel:
    @pytest.mark.parametrize(
        ("locale", "label"),
        [
            ("en", "Today, 13:27"),
            ("ru", "Сегодня, 13:27"),
            ("uz", "Bugun, 13:27"),
            ("uz-Cyrl", "Бугун, 13:27"),
        ],
    )
    def test_says_today_in_each_locale(self, api, locale, label):
        an_article(language=locale[:2], published_at=datetime(2025, 3, 14, 13, 27, tzinfo=TASHKENT))

        with time_machine.travel(datetime(2025, 3, 14, 23, 59, tzinfo=TASHKENT), tick=False):
            answer = api.get(f"/articles/?locale={locale}&fields=published_label")

        assert answer["results"] == [{"published_label": label}]

    @pytest.mark.parametrize(
        ("moment", "label"),
        [
            ((2025, 3, 14, 0, 0), "Today, 00:00"),
            ((2025, 3, 13, 23, 59), "Yesterday, 23:59"),
            ((2025, 3, 13, 0, 0), "Yesterday, 00:00"),
            ((2025, 3, 12, 23, 59), "12 March, 23:59"),
            ((2025, 1, 1, 0, 0), "1 January, 00:00"),
            ((2024, 12, 31, 23, 59), "31 December 2024, 23:59"),
        ],
    )
    def test_counts_days_in_the_zone_of_the_site(self, api, moment, label):
        an_article(published_at=datetime(*moment, tzinfo=TASHKENT))

        with time_machine.travel(datetime(2025, 3, 14, 0, 30, tzinfo=TASHKENT), tick=False):
            answer = api.get("/articles/?locale=en&fields=published_label")

        assert answer["results"] == [{"published_label": label}]

    def test_yesterday_may_have_been_in_another_year(self, api):
        an_article(published_at=datetime(2024, 12, 31, 13, 27, tzinfo=TASHKENT))

        with time_machine.travel(datetime(2025, 1, 1, 9, 0, tzinfo=TASHKENT), tick=False):
            answer = api.get("/articles/?locale=en&fields=published_label")

        assert answer["results"] == [{"published_label": "Yesterday, 13:27"}]


class TestLocale:
    def test_picks_the_edition(self, api):
        an_article("Yangilik", language="uz")
        an_article("Новость", language="ru")
        an_article("News", language="en")

        assert api.titles("/articles/?locale=uz") == ["Yangilik"]
        assert api.titles("/articles/?locale=ru") == ["Новость"]
        assert api.titles("/articles/?locale=en") == ["News"]

    def test_is_the_first_of_the_site_when_nobody_asks(self, api):
        an_article("Yangilik", language="uz")
        an_article("News", language="en")

        assert api.titles("/articles/") == ["Yangilik"]

    def test_is_what_the_reader_likes_best_when_no_parameter_says_otherwise(self, api):
        an_article("Новость", language="ru")
        an_article("News", language="en")

        preferring_russian = {"accept-language": "de, ru;q=0.8, en;q=0.5"}

        assert api.titles("/articles/", headers=preferring_russian) == ["Новость"]
        assert api.titles("/articles/?locale=en", headers=preferring_russian) == ["News"]

    def test_cyrillic_uzbek_is_the_uzbek_edition_in_other_letters(self, api):
        section = a_section("jamiyat", name_uz="Jamiyat")
        tag = a_tag("poytaxt", name_uz="Poytaxt", name_en="")
        an_article(
            "Yangi bekat ochildi", language="uz", slug="yangi-bekat", body_html="<p>Bugun.</p>",
            section=section, tags=[tag],
        )  # fmt: skip

        fields = "url,web_url,slug,language,title,summary,section,tags"
        [card] = api.get(f"/articles/?locale=uz-Cyrl&fields={fields}")["results"]

        assert card == {
            "url": "http://127.0.0.1/api/v1/articles/yangi-bekat/?locale=uz-Cyrl",
            "web_url": "https://news.example/uz-Cyrl/yangi-bekat",
            "slug": "yangi-bekat",
            "language": "uz-Cyrl",
            "title": "Янги бекат очилди",
            "summary": "Бугун.",
            "section": {
                "slug": "jamiyat",
                "url": "http://127.0.0.1/api/v1/sections/jamiyat/",
                "name": "Жамият",
            },
            "tags": [{"slug": "poytaxt", "name": "Пойтахт"}],
        }

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("locale=uz-cyrl", "not_allowed"),
            ("locale=de", "not_allowed"),
            ("locale=", "not_allowed"),
            ("locale=en&locale=ru", "repeated"),
        ],
    )
    def test_refuses_what_is_no_locale_of_the_site(self, problem, query, code):
        [error] = problem(f"/articles/?{query}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("locale", code)


class TestFallback:
    def test_adds_the_stories_that_the_edition_lacks_each_once(self, api):
        an_article("Both, en", story="both", language="en", published_at=ago(hours=1))
        an_article("Both, ru", story="both", language="ru", published_at=ago(hours=2))
        an_article("Russian only", story="russian", language="ru", published_at=ago(hours=3))
        an_article("Uzbek only", story="uzbek", language="uz", published_at=ago(hours=4))
        an_article("Ru before uz, ru", story="two", language="ru", published_at=ago(hours=5))
        an_article("Ru before uz, uz", story="two", language="uz", published_at=ago(hours=6))

        answer = api.get("/articles/?locale=en&fallback=ru,uz&fields=title,language")

        assert answer["results"] == [
            {"title": "Both, en", "language": "en"},
            {"title": "Russian only", "language": "ru"},
            {"title": "Uzbek only", "language": "uz"},
            {"title": "Ru before uz, ru", "language": "ru"},
        ]

    def test_an_edition_that_readers_may_not_see_does_not_hide_another(self, api):
        an_article("Draft, en", story="a", language="en", published_at=None)
        an_article("Draft, ru", story="a", language="ru", published_at=ago(hours=1))
        an_article("Scheduled, en", story="b", language="en", published_at=ahead(hours=1))
        an_article("Scheduled, ru", story="b", language="ru", published_at=ago(hours=2))
        an_article(
            "Withdrawn, en", story="c", language="en", withdrawn_at=ago(minutes=1), withdrawn_reason="Wrong."
        )
        an_article("Withdrawn, ru", story="c", language="ru", published_at=ago(hours=3))

        assert api.titles("/articles/?locale=en&fallback=ru") == [
            "Draft, ru",
            "Scheduled, ru",
            "Withdrawn, ru",
        ]

    def test_may_be_given_again_and_in_any_order(self, api):
        an_article("Ru", story="two", language="ru")
        an_article("Uz", story="two", language="uz")

        assert api.titles("/articles/?locale=en&fallback=uz&fallback=ru") == ["Uz"]
        assert api.titles("/articles/?locale=en&fallback=ru&fallback=uz") == ["Ru"]

    def test_the_script_that_is_asked_for_is_the_script_that_is_shown(self, api):
        an_article("Bekat", language="uz")

        answer = api.get("/articles/?locale=en&fallback=uz-Cyrl&fields=title,language")

        assert answer["results"] == [{"title": "Бекат", "language": "uz-Cyrl"}]

    def test_the_edition_itself_adds_nothing(self, api):
        an_article("News")
        an_article("Новость", language="ru")

        assert api.titles("/articles/?locale=en&fallback=en") == ["News"]

    def test_narrows_all_languages_by_the_same_filters(self, api):
        world = a_section("world")
        an_article("World, ru", language="ru", section=world)
        an_article("Elsewhere, ru", language="ru")

        assert api.titles("/articles/?locale=en&fallback=ru&section=world") == ["World, ru"]

    @pytest.mark.parametrize("value", ["", "de", "ru,", "ru,de", "ru en"])
    def test_refuses_what_is_no_locale_of_the_site(self, problem, value):
        [error] = problem(f"/articles/?fallback={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("fallback", "not_allowed")


class TestOrdering:
    @pytest.mark.parametrize(
        ("ordering", "titles"),
        [
            ("-published_at", ["B", "C", "A"]),
            ("published_at", ["A", "C", "B"]),
            ("-updated_at", ["C", "B", "A"]),
            ("updated_at", ["A", "B", "C"]),
            ("-views", ["A", "C", "B"]),
            ("views", ["B", "C", "A"]),
            ("title", ["A", "B", "C"]),
            ("-title", ["C", "B", "A"]),
        ],
    )
    def test_is_by_any_of_these(self, api, ordering, titles):
        an_article("A", published_at=ago(days=3), views=9)
        an_article("B", published_at=ago(days=1), views=1)
        an_article("C", published_at=ago(days=2), views=5)

        assert api.titles(f"/articles/?locale=en&ordering={ordering}") == titles

    def test_is_by_several_with_commas(self, api):
        an_article("B", views=5)
        an_article("A", views=5)
        an_article("C", views=9)

        assert api.titles("/articles/?locale=en&ordering=-views,title") == ["C", "A", "B"]
        assert api.titles("/articles/?locale=en&ordering=views,-title") == ["B", "A", "C"]

    def test_equals_stand_in_the_order_of_the_last_key(self, api):
        moment = ago(hours=1)
        an_article("First", published_at=moment)
        an_article("Second", published_at=moment)

        assert api.titles("/articles/?locale=en&ordering=-published_at") == ["Second", "First"]
        assert api.titles("/articles/?locale=en&ordering=published_at") == ["First", "Second"]

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("", "not_allowed"),
            ("slug", "not_allowed"),
            ("-id", "not_allowed"),
            ("--title", "not_allowed"),
            ("title,", "not_allowed"),
            ("title,-title", "repeated"),
            ("title&ordering=title", "repeated"),
        ],
    )
    def test_refuses_other_keys_and_a_key_given_twice(self, problem, value, code):
        [error] = problem(f"/articles/?ordering={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("ordering", code)

    def test_names_the_nearest_key(self, problem):
        [error] = problem("/articles/?ordering=-publishd_at", 400)["errors"]

        assert error["suggestion"] == "-published_at"


class TestStrictness:
    def test_an_unknown_parameter_is_refused_with_the_nearest_name(self, problem):
        document = problem("/articles/?sektion=world", 400)

        assert document["code"] == "invalid_parameter"
        assert document["errors"] == [
            {
                "parameter": "sektion",
                "code": "unknown_parameter",
                "detail": "There is no parameter 'sektion' here; did you mean section?",
                "suggestion": "section",
            }
        ]

    def test_everything_that_is_wrong_is_named_at_once(self, problem):
        errors = problem("/articles/?colour=red&page_size=0&ordering=size", 400)["errors"]

        assert [error["parameter"] for error in errors] == ["colour", "page_size", "ordering"]

    @pytest.mark.parametrize("name", ["kind", "q", "limit", "window", "format"])
    def test_a_parameter_of_another_address_has_no_meaning_here(self, problem, name):
        [error] = problem(f"/articles/?{name}=1", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "unknown_parameter")

    @pytest.mark.parametrize(
        "name", ["Section", "section[]", "section__slug", "section ", "", "utm", "%F0%9F%98%80"]
    )
    def test_a_name_is_taken_literally(self, problem, name):
        [error] = problem(f"/articles/?{name}=world", 400)["errors"]

        assert error["code"] == "unknown_parameter"

    def test_what_campaigns_add_to_links_is_ignored(self, api):
        an_article("News")

        query = "locale=en&utm_source=mail&utm_x=1&fbclid=1&gclid=2&yclid=3"

        assert api.titles(f"/articles/?{query}") == ["News"]

    def test_a_nul_character_is_refused(self, problem):
        assert problem("/articles/?search=a%00b", 400)["code"] == "bad_request"
