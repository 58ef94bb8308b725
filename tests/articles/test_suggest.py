from datetime import UTC, datetime

import pytest

from tests.articles.importing import a_line, import_file, json_lines
from tests.builders import a_section, a_tag, ago, ahead, an_article

pytestmark = pytest.mark.django_db


def suggested(api, typed: str, **more) -> list[str]:
    """The headlines that complete what is typed."""
    return [each["title"] for each in asked(api, typed, **more)["articles"]]


def asked(api, typed: str, **more) -> dict:
    return api.answer("/search/suggest/", query_params={"q": typed, **more}).json()


def named(answer: dict, kind: str) -> list[str]:
    return [each["name"] for each in answer[kind]]


def test_completes_words_of_headlines_tags_and_sections(api):
    an_article("Tourism grows", slug="tourism-grows", published_at=datetime(2025, 3, 14, 8, tzinfo=UTC))
    a_tag("tourism", name_uz="Turizm")
    a_section("tours", name_en="Tours")

    answer = asked(api, "tou", locale="en")

    [article] = answer["articles"]
    assert (article.pop("id"), article) == (
        article_id := api.get("/articles/tourism-grows/")["id"],
        {
            "slug": "tourism-grows",
            "url": "http://127.0.0.1/api/v1/articles/tourism-grows/",
            "web_url": "https://news.example/en/tourism-grows",
            "language": "en",
            "title": "Tourism grows",
            "published_at": "2025-03-14T13:00:00+05:00",
        },
    )
    assert article_id
    assert answer["tags"] == [
        {"slug": "tourism", "url": "http://127.0.0.1/api/v1/tags/tourism/", "name": "Tourism"}
    ]
    assert answer["sections"] == [
        {"slug": "tours", "url": "http://127.0.0.1/api/v1/sections/tours/", "name": "Tours"}
    ]


@pytest.mark.parametrize("typed", ["t", " t ", "ў", "o", "'o", "—", "%%", "t o u", "'t"])
def test_nothing_is_completed_before_the_second_letter_of_a_word(api, typed):
    an_article("Tourism of oʻrik")

    assert asked(api, typed) == {"articles": [], "tags": [], "sections": []}


@pytest.mark.parametrize(
    "typed",
    [
        "central ba",
        "Central Bank",
        "ba cen",
        "CENTRAL   bank ra",
        "bank, rai",
        "central b",
        "bank raises rates",
    ],
)
def test_each_word_may_be_the_beginning_of_one(api, typed):
    an_article("Central bank raises rates")
    an_article("Central park")

    assert suggested(api, typed) == ["Central bank raises rates"]


def test_a_part_of_a_word_that_is_not_its_beginning_completes_nothing(api):
    an_article("Embankment")

    assert suggested(api, "bank") == []


@pytest.mark.parametrize("typed", ["internationalis", "internationalisa"])
def test_long_words_are_told_apart_to_the_end(api, typed):
    an_article("International news")
    an_article("Internationalisation")

    assert suggested(api, typed) == ["Internationalisation"]


@pytest.mark.parametrize(
    "typed", ["oʻzb", "o'zb", "o‘zb", "o’zb", "ozb", "ўзб", "Ўзб", "ОʻZB".replace("О", "O")]
)
def test_uzbek_is_completed_in_any_script_and_with_any_apostrophe(api, typed):
    an_article("Oʻzbekiston", language="uz")

    assert suggested(api, typed) == ["Oʻzbekiston"]


@pytest.mark.parametrize("typed", ["oʻ", "o'", "O‘", "o’", "o`", " oʻ "])
def test_a_letter_and_its_sign_are_two_characters(api, typed):
    an_article("Oila", language="uz")
    an_article("Yangi oʻzbek filmi", language="uz")
    an_article("O'zbekiston", language="uz")
    a_tag("family", name_uz="Oila", name_en="Of families")
    a_tag("uzbek", name_uz="O‘zbek")

    answer = asked(api, typed, locale="uz")

    assert [each["title"] for each in answer["articles"]] == ["O'zbekiston", "Yangi oʻzbek filmi"]
    assert named(answer, "tags") == ["O‘zbek"]


def test_a_letter_and_its_sign_complete_what_is_written_in_cyrillic(api):
    an_article("Ўзбекистон", language="uz")

    assert suggested(api, "oʻ") == ["Ўзбекистон"]


def test_headlines_are_shown_in_the_script_of_the_locale(api):
    an_article("Oʻzbekiston", language="uz", slug="uzbekistan")

    [article] = asked(api, "ozb", locale="uz-Cyrl")["articles"]

    assert (article["title"], article["language"]) == ("Ўзбекистон", "uz-Cyrl")


def test_without_a_locale_headlines_of_all_languages_complete(api):
    an_article("Tashkent", published_at=ago(hours=1))
    an_article("Toshkent tashrifi", language="uz", published_at=ago(hours=2))
    an_article("Ташкент", language="ru")

    assert suggested(api, "tash") == ["Tashkent", "Toshkent tashrifi"]
    assert suggested(api, "таш") == ["Ташкент", "Toshkent tashrifi"]
    assert suggested(api, "tash", locale="en") == ["Tashkent"]


@pytest.mark.parametrize("typed", ["еж", "ёж"])
def test_the_dots_of_yo_do_not_matter(api, typed):
    an_article("Ёжик", language="ru")
    a_tag("hedgehogs", name_ru="Ёжики")

    answer = asked(api, typed, locale="ru")

    assert ([each["title"] for each in answer["articles"]], named(answer, "tags")) == (["Ёжик"], ["Ёжики"])


def test_headlines_that_begin_with_the_words_come_first_then_those_with_them_together_then_the_newest(api):
    an_article("Bank of the central river", published_at=ago(hours=1))
    an_article("The central bank", published_at=ago(hours=2))
    an_article("Central bank", published_at=ago(hours=3))
    an_article("A central bench", published_at=ago(hours=4))

    assert suggested(api, "central b") == [
        "Central bank",
        "The central bank",
        "A central bench",
        "Bank of the central river",
    ]


def test_names_are_found_in_any_language_and_shown_in_the_answers(api):
    a_tag("water", name_uz="Suv", name_ru="Вода", name_en="Water")
    a_section("weather", name_uz="Ob-havo", name_ru="Погода", name_en="Weather")

    answer = asked(api, "wa", locale="ru")

    assert (named(answer, "tags"), named(answer, "sections")) == (["Вода"], [])
    assert named(asked(api, "пого", locale="en"), "sections") == ["Weather"]
    assert named(asked(api, "havo", locale="uz-Cyrl"), "sections") == ["Об-ҳаво"]


def test_tags_that_begin_with_the_words_come_before_those_that_have_them(api):
    a_tag("central-bank", name_en="Central bank")
    a_tag("bankruptcies", name_en="Bankruptcies")

    assert named(asked(api, "ban", locale="en"), "tags") == ["Bankruptcies", "Central bank"]


def test_there_are_ten_in_all_mostly_articles(api):
    many = [an_article(f"Tours {number}", published_at=ago(minutes=number)) for number in range(15)]
    [a_tag(f"tour-{number}") for number in range(5)]
    [a_section(f"tour-{number}") for number in range(5)]

    answer = asked(api, "tou", locale="en")

    assert [each["id"] for each in answer["articles"]] == [each.pk for each in many[:5]]
    assert [len(answer[kind]) for kind in ("tags", "sections")] == [3, 2]


def test_names_take_the_places_that_articles_leave(api):
    an_article("Tours")
    [a_tag(f"tour-{number}") for number in range(9)]
    [a_section(f"tour-{number}") for number in range(5)]

    answer = asked(api, "tou", locale="en")

    assert [len(answer[kind]) for kind in ("articles", "tags", "sections")] == [1, 7, 2]


@pytest.mark.parametrize(
    "hidden",
    [
        {"published_at": None},
        {"published_at": ahead(hours=1)},
        {"withdrawn_at": ago(minutes=1), "withdrawn_reason": "It was wrong."},
    ],
)
def test_what_is_not_public_completes_nothing(api, hidden):
    an_article("Secret merger", **hidden)

    assert suggested(api, "mer") == []


def test_old_headlines_are_found_behind_many_newer_ones(api, tmp_path):
    lines = [
        a_line(external_id=str(day), title=f"News of day {day}", published_at=f"{1700 + day // 360}-01-01")
        for day in range(320)
    ]
    old = a_line(external_id="old", title="Zebra", published_at="1605-11-05")
    (tmp_path / "lines.jsonl").write_bytes(json_lines(old, *lines))
    import_file(tmp_path / "lines.jsonl")

    assert suggested(api, "zeb") == ["Zebra"]


def test_a_renamed_article_completes_under_its_new_headline(api):
    from articles import publishing

    article = an_article("Flood")
    article.title = "Deluge"
    publishing.save(article)

    assert (suggested(api, "flo"), suggested(api, "del")) == ([], ["Deluge"])


def test_only_the_parts_that_are_asked_for_are_answered(api, django_assert_num_queries):
    a_tag("tourism")

    with django_assert_num_queries(1):  # names
        answer = asked(api, "tou", fields="tags.name", locale="en")

    assert answer == {"tags": [{"name": "Tourism"}]}


def test_says_for_how_long_and_by_what_the_answer_may_be_kept(api):
    article = an_article("Tourism")
    an_article("Later", published_at=ahead(seconds=20))

    answer = api.answer("/search/suggest/?q=tou&locale=en")

    assert answer["Surrogate-Key"] == f"article:{article.pk} titles:en list:tag list:section edition:en"
    assert answer["Cache-Control"].startswith("public, max-age=19, s-maxage=19")
    assert answer["Content-Language"] == "en"


@pytest.mark.parametrize(("query", "code"), [("", "missing"), ("?q=", "empty"), ("?q=%20", "empty")])
def test_without_a_question_there_is_no_answer(problem, query, code):
    [error] = problem(f"/search/suggest/{query}", 400)["errors"]

    assert (error["parameter"], error["code"]) == ("q", code)


def test_what_is_typed_fast_is_limited_like_searches(problem, settings, monkeypatch):
    from newsapi import throttling
    from newsapi.views import PublicViewSet

    monkeypatch.setattr(PublicViewSet, "search_limit", throttling.limit("search", (0, 60)))

    assert problem("/search/suggest/?q=tou", 429)["code"] == "rate_limited"


@pytest.mark.parametrize(
    "typed",
    [
        "' OR 1=1; --",
        ":*&|!()<->",
        "a\\'b:*",
        "''''",
        "\ue000\uffff",
        "%_\\",
        "ﷺ" * 300,
        "x" * 3_500,
        "to " * 1_000,
        "\x01\x1f ab",
        "__",
        "a_" * 50,
        "🎉🎉 ab",
        "ⅣⅣ",
    ],
)
def test_anything_may_be_typed(api, typed):
    an_article("Tourism")

    assert asked(api, typed).keys() == {"articles", "tags", "sections"}
