"""What a search finds, in which order, and how its answer can be paged, narrowed and counted."""

from datetime import UTC, datetime, timedelta
from unicodedata import normalize
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from articles import jobs, publishing
from articles.models import Article
from newsapi.models import Job
from tests.builders import a_section, a_tag, ago, ahead, an_archive, an_article, an_author, an_image

SEARCH = "/search/"


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo("Asia/Tashkent"))


@pytest.fixture
def found(api):
    """The titles that a search finds, the best first."""

    def found(words, **parameters):
        return api.titles(SEARCH, query_params={"q": words, **parameters})

    return found


ANYTHING = [
    *("'", '"', "-", "--", "((", "a & | ! b", ":*", "\\", "<->", "%", "OR", "-OR", "o'zbek", "🚂", "\ud7ff"),
    *(
        '"" -""',
        "'\\'",
        "\x01\x1f",
        "\u200b",
        "a\nb",
        "𐏿",
        "\ue000line\ue001",
        "１２３",
        "a" * 4_000,
        "a-" * 2_000,
    ),
    *("/" * 1_300, '"' * 1_300, "-" * 3_900, "line " * 800, "OR " * 1_300, "!&|()<->:* " * 100),
]


class TestQuestions:
    @pytest.fixture(autouse=True)
    def newsroom(self, db):
        an_article("Trains run", body_html="<p>A new railway line to Nukus was opened.</p>")
        an_article(
            "Water rises", body_html="<p>The lake line of the dam was passed.</p>", published_at=ago(days=9)
        )

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
            ('"railway line', ["Trains run"]),
            ("line -lake", ["Trains run"]),
            ('line -"lake line"', ["Trains run"]),
            ("nukus OR lake", ["Trains run", "Water rises"]),
            ("line nukus OR dam", ["Trains run", "Water rises"]),
            ("line zeppelin OR dam", ["Water rises"]),
            ("OR line OR", ["Trains run", "Water rises"]),
            ("-lake", ["Trains run"]),
            ("the", []),
            ("zeppelin", []),
        ],
    )
    def test_take_words_phrases_alternatives_and_what_must_be_absent(self, found, words, titles):
        assert found(words, locale="en") == titles

    def test_that_no_article_answers_as_a_whole_are_answered_in_part(self, found):
        assert found("zeppelin lake", locale="en") == ["Water rises"]

    def test_keep_what_must_be_absent_when_answered_in_part(self, found):
        assert found("zeppelin line -lake", locale="en") == ["Trains run"]

    def test_are_read_up_to_32_words(self, found):
        assert found(f"{'line ' * 31} nukus zeppelin", locale="en") == ["Trains run"]

    @pytest.mark.parametrize("words", ANYTHING)
    def test_may_be_anything_that_can_be_typed(self, api, words):
        api.answer(SEARCH, query_params={"q": words})

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("", "missing"),
            ("?q=", "empty"),
            ("?q=%20%09", "empty"),
            ("?q=a&q=b", "repeated"),
            (f"?q={'a' * 4_001}", "too_long"),
        ],
    )
    def test_must_be_asked_once_and_say_something(self, problem, query, code):
        [error] = problem(f"{SEARCH}{query}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("q", code)


class TestLanguages:
    def test_find_their_own_forms_of_words(self, found):
        an_article("Поезда ходят", language="ru", body_html="<p>Открыта ещё одна линия.</p>")
        an_article("Trains run")
        an_article("Poyezdlar qatnaydi", language="uz", body_html="<p>Yangi yoʻllarimizdan.</p>")

        assert found("поездом") == ["Поезда ходят"]
        assert found("еще линии") == ["Поезда ходят"]
        assert found("train") == ["Trains run"]
        assert found("poyezdning yoʻli") == ["Poyezdlar qatnaydi"]

    @pytest.mark.parametrize(
        "word",
        [
            "oʻqituvchi",
            "o'qituvchi",
            "o‘qituvchi",
            "o’qituvchi",
            "o`qituvchi",
            "oqituvchi",
            "ўқитувчи",
            "ЎҚИТУВЧИЛАР",
        ],
    )
    @pytest.mark.parametrize("written", ["Oʻqituvchilarimizga", "O'qituvchilarimizga", "Ўқитувчиларимизга"])
    def test_that_are_uzbek_are_found_in_either_script_with_any_apostrophe(self, found, written, word):
        an_article(written, language="uz", body_html="")

        assert found(word) == [written]

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Valyuta", "валюта"),
            ("Evolyutsiyasi", "эволюция"),
            ("Byudjet", "бюджетни"),
            ("Budjetga", "бюджет"),
            ("Juri", "жюри"),
            ("Broshura", "брошюралар"),
            ("Kollejda", "колледж"),
            ("Sentyabr", "сентябрда"),
            ("Frantsiya", "Франция"),
            ("Франция", "frantsiya"),
            ("Жюри", "juri"),
        ],
    )
    def test_that_are_uzbek_are_found_in_cyrillic_as_latin_spells_them(self, api, written, asked):
        an_article(written, language="uz", body_html="")

        [article] = api.get(SEARCH, query_params={"q": asked, "locale": "uz-Cyrl"})["results"]

        assert article["highlight"]["title"] == f"<mark>{article['title']}</mark>"

    @pytest.mark.parametrize(
        ("text", "language", "words"),
        [
            ("COVID-19", "en", ["covid 19", "COVID-19", "19", '"covid 19"', "covid/19"]),
            ("Boeing-737", "uz", ["Boeing 737", "737", "boeing-737"]),
            ("Tu-154", "uz", ["Tu 154", "Ту-154", "154"]),
            ("Евро-2024", "ru", ["Евро 2024", "евро-2024", "2024"]),
            ("G-20", "en", ["G 20", "G-20", "g20 OR g-20"]),
            ("G 20", "en", ["G-20"]),
            ("Toshkent/Samarqand", "uz", ["toshkent", "samarqand", "Toshkent/Samarqand", "Самарқанд"]),
            ("Osh/Jalal-Abad", "en", ["osh", "abad", "Jalal-Abad", "Osh/Jalal-Abad"]),
            ("Yomgʻir ketdi.Parlament", "uz", ["ketdi", "parlament", "yomgʻir"]),
            ("resigned.Parliament", "en", ["resign", "parliament", "resigned.Parliament"]),
            ("I.Karimov", "uz", ["karimov", "I. Karimov", "И.Каримов"]),
            ("Wi-Fi 802.11", "en", ["802", "802.11", "11"]),
            ("3.5 or 1,000", "en", ["3.5", "1,000", "1000 OR 3.5"]),
            ("press@kun.uz, www.gazeta.uz/a?b=1", "uz", ["press@kun.uz", "kun.uz", "gazeta.uz", "gazeta"]),
            ("The U.S. economy", "en", ["U.S.", "u.s. economy"]),
        ],
    )
    def test_find_each_of_the_words_that_signs_join(self, found, text, language, words):
        an_article("Other words", language=language, body_html="<p>20 or a US, U.K., uz kun, 5, 3.</p>")
        an_article(text, language=language, body_html="")

        assert [found(word) for word in words] == [[text]] * len(words)

    @pytest.mark.parametrize("unwanted", ["-802", "-802.11", "-g-20", "-Osh", "-abad/qarab", "-resigned"])
    def test_leave_out_what_has_an_unwanted_word_that_signs_join(self, found, unwanted):
        an_article("qarab", body_html="")
        an_article("qarab 802.11 G-20", body_html="<p>Osh/Jalal-Abad/qarab resigned.Parliament</p>")

        assert found(f"qarab {unwanted}") == ["qarab"]

    @pytest.mark.parametrize("asked", ["NFC", "NFD"])
    @pytest.mark.parametrize("written", ["NFC", "NFD"])
    @pytest.mark.parametrize(
        ("language", "word"), [("ru", "Трамвай"), ("uz", "Йилнинг"), ("uz", "Ўзбекистон"), ("en", "Café")]
    )
    def test_are_found_whether_their_signs_are_characters_of_their_own(
        self, found, api, language, word, written, asked
    ):
        text = normalize(written, word)
        an_article("A title", language=language, body_html=f"<p>{text}</p>")

        assert found(normalize(asked, word)) == ["A title"]
        [only] = api.get(f"/search/?q={quote(normalize(asked, word))}&locale={language}")["results"]
        assert "</mark>" in only["highlight"]["text"]

    def test_are_found_in_the_oldest_of_archives(self, found):
        an_article("Pomeroy", published_at=datetime(1600, 1, 1, tzinfo=UTC))
        an_article("Pomeroy again")

        assert found("pomeroy") == ["Pomeroy again", "Pomeroy"]

    def test_are_all_searched_unless_one_is_asked_for(self, found):
        an_article("Samarqand uz", language="uz")
        an_article("Samarqand en", published_at=ago(days=1))

        assert found("samarqand") == ["Samarqand uz", "Samarqand en"]
        assert found("samarqand", locale="en") == ["Samarqand en"]
        assert found("samarqand", locale="ru") == []

    def test_are_shown_as_the_locale_says(self, api):
        an_article("Kitoblar", slug="kitoblar", language="uz", body_html="")

        [article] = api.get(f"{SEARCH}?q=kitob&locale=uz-Cyrl")["results"]

        assert (article["title"], article["language"]) == ("Китоблар", "uz-Cyrl")
        assert article["highlight"] == {"title": "<mark>Китоблар</mark>", "text": ""}


class TestOrder:
    def test_has_words_of_the_title_before_those_of_the_summary_and_these_before_the_text(self, found):
        moment = ago(hours=2)
        an_article(
            "Text", body_html="<p>First words.</p><p>A bridge.</p>", summary="Words.", published_at=moment
        )
        an_article("Summary", body_html="<p>Words.</p>", summary="A bridge.", published_at=moment)
        an_article("Bridge", body_html="<p>Words.</p>", summary="Words.", published_at=moment)

        assert found("bridge") == ["Bridge", "Summary", "Text"]

    def test_has_what_says_more_of_a_rare_word_before_what_says_more_of_a_common_one(self, found):
        an_archive("<p>Water.</p>")
        an_article("Water", body_html="<p>A comet.</p>", published_at=ago(hours=2))
        an_article("Comet", body_html="<p>The water.</p>", published_at=ago(hours=2))

        assert found("comet water") == ["Comet", "Water"]

    def test_has_what_says_it_more_often_first_but_not_because_it_is_long(self, found):
        text = "<p>The bridge.</p>"
        an_article("Long", body_html=text + "<p>Other words.</p>" * 500, published_at=ago(hours=2))
        an_article("Once", body_html=text + "<p>Other words.</p>", published_at=ago(hours=2))
        an_article("Often", body_html=text * 3, published_at=ago(hours=2))

        assert found("bridge") == ["Often", "Once", "Long"]

    def test_has_newer_news_before_older_news_that_says_the_same(self, found):
        an_article("Bridge old", published_at=ago(days=40))
        an_article("Bridge new", published_at=ago(days=10))
        an_article("Bridge oldest", published_at=ago(days=400))

        assert found("bridge") == ["Bridge new", "Bridge old", "Bridge oldest"]

    def test_adds_half_to_new_articles_and_a_quarter_after_thirty_days(self, api):
        for age in (timedelta(0), timedelta(days=30), timedelta(days=3_000)):
            an_article("Bridge", published_at=ago(hours=1) - age)

        new, month_old, old = (each["score"] for each in api.get(f"{SEARCH}?q=bridge")["results"])

        assert (new / old, month_old / old) == (pytest.approx(1.5, abs=0.01), pytest.approx(1.25, abs=0.01))

    def test_of_equally_good_ones_is_by_time_then_by_number(self, api):
        moment = ago(days=5)
        first, second = (an_article("Bridge", published_at=moment) for _ in range(2))
        with_no_word = an_article("Bridge", published_at=moment + timedelta(seconds=1))

        ids = [each["id"] for each in api.get(f"{SEARCH}?q=-zeppelin")["results"]]

        assert ids == [with_no_word.pk, second.pk, first.pk]

    def test_is_by_what_articles_say_now_whoever_has_asked_before(self, found):
        first, second = an_article("Bridge"), an_article("Tunnel", body_html="<p>A bridge.</p>")
        before = found("bridge")
        first.title, first.body_html = "Station", "<p>The bridge.</p>"
        second.title = "Bridge"

        publishing.save(first)
        publishing.save(second)

        assert (before, found("bridge")) == (["Bridge", "Tunnel"], ["Bridge", "Station"])

    def test_is_by_how_common_words_are_now_whoever_has_asked_before(self, api):
        an_article("Bridge")
        [before] = api.get(f"{SEARCH}?q=bridge")["results"]

        an_archive("<p>Bridge.</p>")

        [after] = api.get(f"{SEARCH}?q=bridge")["results"]
        assert after["score"] < before["score"]

    def test_and_scores_are_the_same_when_it_is_asked_for_again(self, api):
        for number in range(5):
            an_article(f"Bridge {number}", body_html="<p>The bridge.</p>" * number)

        first, second = (api.answer(f"{SEARCH}?q=bridge").content for _ in range(2))

        assert first == second


class TestFilters:
    def test_of_lists_of_articles_apply(self, api):
        an_article("Line of another section", body_html="<p>A line.</p>", section=a_section("sport"))
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
            "q=line&search=all&section=world&tag=rail&author=aziza&exclude_section=sport&exclude_tag=water"
            f"&exclude=b&ids={article.pk}&story=one&date=2025-03-14&published_after=2025-03-14"
            "&published_before=2025-03-15&updated_after=2025-03-14&updated_before=8000-01-01&is_breaking=true"
            "&is_featured=true&has_image=true"
        )

        assert api.titles(f"{SEARCH}?{query}") == ["All of it"]

    def test_that_are_unknown_are_refused(self, problem):
        [error] = problem(f"{SEARCH}?q=line&ordering=title", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("ordering", "unknown_parameter")


class TestWhatIsFound:
    def test_is_what_readers_may_see(self, found):
        an_article("Bridge draft", published_at=None)
        an_article("Bridge to come", published_at=ahead(hours=1))
        publishing.withdraw(an_article("Bridge withdrawn"), "It was wrong.")
        an_article("Bridge")

        assert found("bridge") == ["Bridge"]

    def test_is_found_at_once_when_it_is_published(self, found):
        article = an_article("Bridge", published_at=None)

        publishing.publish_now(article)

        assert found("bridge") == ["Bridge"]

    def test_is_what_it_says_now(self, found):
        article = an_article("Bridge")
        article.title = "Tunnel"

        publishing.save(article)

        assert found("bridge") == []
        assert found("tunnel") == ["Tunnel"]

    def test_has_only_the_fields_that_were_asked_for(self, api):
        an_article("Bridge")

        answer = api.get(f"{SEARCH}?q=bridge&fields=title,highlight.title")

        assert answer["results"] == [{"title": "Bridge", "highlight": {"title": "<mark>Bridge</mark>"}}]

    def test_follows_new_rules_once_the_job_of_their_migration_has_run(self, found):
        an_article("Kitoblarimiz", language="uz", body_html="")
        Article.objects.update(search_document=None)

        jobs.index_again(0)

        assert found("kitob") == ["Kitoblarimiz"]
        assert Article.objects.get().emphases
        assert [each.args for each in Job.objects.filter(task_name=jobs.index_again.name)] == [
            {"after": Article.objects.get().pk}
        ]

    def test_is_indexed_by_new_rules_to_the_last(self, db):
        jobs.index_again(an_article().pk)

        assert not Job.objects.exists()


class TestFacets:
    @pytest.fixture(autouse=True)
    def newsroom(self, db):
        world = a_section("world", name_uz="Dunyo", name_ru="Мир")
        rail, water = a_tag("rail"), a_tag("water")
        an_article("Bridge", section=world, tags=[rail], published_at=at(2025, 3, 14, 12))
        an_article("Bridge", section=world, tags=[rail, water], published_at=at(2025, 3, 31, 23))
        an_article("Bridge", section=a_section("sport"), published_at=at(2025, 4, 1, 1))
        an_article("Tunnel", section=world, tags=[water])

    def test_count_what_was_found(self, api):
        answer = api.get(f"{SEARCH}?q=bridge&facets=section,tag,month&locale=en")

        assert answer["facets"] == {
            "section": [
                {"value": "world", "label": "World", "count": 2},
                {"value": "sport", "label": "Sport", "count": 1},
            ],
            "tag": [
                {"value": "rail", "label": "Rail", "count": 2},
                {"value": "water", "label": "Water", "count": 1},
            ],
            "month": [
                {"value": "2025-04", "label": "April 2025", "count": 1},
                {"value": "2025-03", "label": "March 2025", "count": 2},
            ],
        }
        assert answer["is_complete"] is True

    def test_obey_the_filters_and_not_the_page(self, api):
        answer = api.get(f"{SEARCH}?q=bridge&facets=section&tag=rail&page_size=1&locale=en")

        assert answer["facets"] == {"section": [{"value": "world", "label": "World", "count": 2}]}

    def test_have_labels_in_the_locale(self, api):
        an_article(
            "Koʻprik",
            language="uz",
            section=a_section("dunyo", name_uz="Dunyo"),
            published_at=at(2025, 3, 1, 1),
        )

        answer = api.get(f"{SEARCH}?q=koprik&facets=section,month&locale=uz-Cyrl")

        assert answer["facets"] == {
            "section": [{"value": "dunyo", "label": "Дунё", "count": 1}],
            "month": [{"value": "2025-03", "label": "март, 2025", "count": 1}],
        }

    def test_are_there_only_when_asked_for(self, api):
        assert "facets" not in api.get(f"{SEARCH}?q=bridge")

    def test_that_are_unknown_are_refused(self, problem):
        [error] = problem(f"{SEARCH}?q=bridge&facets=sections", 400)["errors"]

        assert (error["parameter"], error["suggestion"]) == ("facets", "section")


def test_a_search_that_has_more_pages_is_known_until_something_is_published(api):
    for number in range(3):
        an_article(f"Bridge {number}", published_at=ago(hours=3))
    path = "/search/?q=bridge&page_size=2"
    tag = api.answer(path)["ETag"]

    api.answer(path, 304, headers={"If-None-Match": tag})
    an_article("Bridge 4", published_at=ago(seconds=1))

    assert api.answer(path, headers={"If-None-Match": tag}).json()["results"][0]["title"] == "Bridge 4"
