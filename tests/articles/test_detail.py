from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.http import http_date

from articles import publishing
from articles.models import Article, Correction, FormerSlug
from tests.articles.test_fields import ARTICLE
from tests.builders import a_section, ago, ahead, an_article, an_image

TASHKENT = ZoneInfo("Asia/Tashkent")


def renamed(article: Article, slug: str) -> Article:
    article.slug = slug
    publishing.save(article)
    return article


class TestArticle:
    def test_has_these_fields_in_this_order(self, api):
        an_article(slug="news")

        assert list(api.get("/articles/news/")) == ARTICLE

    def test_is_its_card_and_then_more(self, api):
        an_article(slug="news", section=a_section(), image=an_image(), views=7)

        [card] = api.get("/articles/?locale=en")["results"]

        assert {name: api.get("/articles/news/")[name] for name in card} == card

    def test_holds_the_text_in_three_forms(self, api):
        an_article(slug="news", body_html="<h2>Head</h2><p>One <em>two</em>.</p><script>alert(1)</script>")

        fields = "body_html,body_blocks,body_text,word_count"

        assert api.get(f"/articles/news/?fields={fields}") == {
            "body_html": "<h2>Head</h2>\n<p>One <em>two</em>.</p>",
            "body_blocks": [
                {"type": "heading", "level": 2, "text": "Head"},
                {"type": "paragraph", "text": "One two.", "html": "One <em>two</em>."},
            ],
            "body_text": "Head\n\nOne two.",
            "word_count": 3,
        }

    def test_has_null_or_an_empty_list_for_what_it_lacks(self, api):
        an_article(slug="bare", body_html="")

        fields = "summary,section,tags,authors,image,source,corrections,translations,body_html,body_blocks"

        assert api.get(f"/articles/bare/?fields={fields},body_text,word_count,reading_minutes") == {
            "summary": "",
            "section": None,
            "tags": [],
            "authors": [],
            "image": None,
            "reading_minutes": 1,
            "body_html": "",
            "body_blocks": [],
            "body_text": "",
            "word_count": 0,
            "source": None,
            "corrections": [],
            "translations": [],
        }

    def test_has_a_last_modified(self, api):
        article = an_article(slug="news")

        answer = api.answer("/articles/news/")

        assert answer["Last-Modified"] == http_date(article.updated_at.timestamp())

    @pytest.mark.parametrize("name", ["section", "page", "ordering", "fallback", "count", "search", "limit"])
    def test_refuses_what_only_a_list_takes(self, problem, name):
        an_article(slug="news")

        [error] = problem(f"/articles/news/?{name}=1", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "unknown_parameter")


class TestAddress:
    def test_may_be_the_number(self, api):
        article = an_article("News", slug="news")

        assert api.get(f"/articles/{article.pk}/") == api.get("/articles/news/")

    @pytest.mark.parametrize(
        "name",
        ["missing", "NEWS", "0", "-1", "1.5", "9" * 18, "9" * 30, "²", "٣", "new%20s", "%FF", "a" * 1000],
    )
    def test_of_nothing_is_not_found(self, problem, name):
        an_article(slug="news")

        assert problem(f"/articles/{name}/", 404)["code"] == "not_found"

    def test_a_digit_of_another_script_is_no_number(self, problem):
        article = an_article()
        arabic = str(article.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

        assert problem(f"/articles/{arabic}/", 404)["code"] == "not_found"

    def test_without_its_slash_is_redirected(self, api):
        an_article(slug="news")

        answer = api.answer("/articles/news?fields=title", 301)

        assert answer["Location"].removeprefix("http://127.0.0.1") == "/api/v1/articles/news/?fields=title"


class TestFormerSlug:
    def test_leads_to_the_present_one(self, api):
        renamed(an_article(slug="first"), "second")

        answer = api.answer("/articles/first/", 301)

        assert answer["Location"] == "http://127.0.0.1/api/v1/articles/second/"

    def test_keeps_the_query(self, api):
        renamed(an_article(slug="first"), "second")

        answer = api.answer("/articles/first/?fields=title,section.name&locale=en&utm_source=/first/", 301)

        assert answer["Location"] == (
            "http://127.0.0.1/api/v1/articles/second/?fields=title,section.name&locale=en&utm_source=/first/"
        )

    def test_of_a_chain_leads_to_its_end_at_once(self, api):
        renamed(renamed(an_article(slug="first"), "second"), "third")

        assert api.answer("/articles/first/", 301)["Location"].endswith("/articles/third/")
        assert api.answer("/articles/second/", 301)["Location"].endswith("/articles/third/")

    def test_that_is_taken_again_is_the_article(self, api):
        renamed(renamed(an_article("News", slug="first"), "second"), "first")

        assert api.get("/articles/first/")["title"] == "News"
        assert api.answer("/articles/second/", 301)["Location"].endswith("/articles/first/")

    def test_that_another_article_has_now_is_that_article(self, api):
        renamed(an_article("Old", slug="news"), "old-news")
        an_article("New", slug="news")

        assert api.get("/articles/news/")["title"] == "New"

    def test_that_another_article_will_have_still_leads_on(self, api):
        renamed(an_article(slug="news"), "old-news")
        an_article("Scheduled", slug="news", published_at=ahead(days=1))

        assert api.answer("/articles/news/", 301)["Location"].endswith("/articles/old-news/")

    def test_leads_to_the_article_that_had_it_last(self, api):
        renamed(an_article(slug="news"), "old-news")
        renamed(an_article(slug="news"), "new-news")

        assert api.answer("/articles/news/", 301)["Location"].endswith("/articles/new-news/")

    @pytest.mark.parametrize("slug", ["articles", "api", "v1", "similar"])
    def test_may_be_a_word_of_the_url(self, api, slug):
        renamed(an_article(slug=slug), "present")

        answer = api.answer(f"/articles/{slug}/?fields=title", 301)

        assert answer["Location"] == "http://127.0.0.1/api/v1/articles/present/?fields=title"

    def test_leads_on_below_the_article_and_on_its_page(self, api):
        renamed(an_article(slug="similar"), "present")

        below = api.answer("/articles/similar/similar/?limit=3", 301)
        page = api.answer("/pages/article/similar/", 301)

        assert below["Location"] == "http://127.0.0.1/api/v1/articles/present/similar/?limit=3"
        assert page["Location"] == "http://127.0.0.1/api/v1/pages/article/present/"

    def test_of_a_draft_or_a_scheduled_article_leads_nowhere(self, problem):
        renamed(an_article(slug="draft", published_at=None), "draft-renamed")
        renamed(an_article(slug="scheduled", published_at=ahead(days=1)), "scheduled-renamed")

        assert problem("/articles/draft/", 404)["code"] == "not_found"
        assert problem("/articles/scheduled/", 404)["code"] == "not_found"

    def test_of_a_withdrawn_article_leads_to_its_reason(self, api, problem):
        article = renamed(an_article(slug="first"), "second")
        publishing.withdraw(article, "The source was wrong.")

        location = api.answer("/articles/first/", 301)["Location"]

        assert problem(location, 410)["detail"] == "The source was wrong."

    def test_goes_with_the_article(self, problem):
        article = renamed(an_article(slug="first"), "second")

        article.delete()

        assert problem("/articles/first/", 404)["code"] == "not_found"
        assert not FormerSlug.objects.exists()


class TestState:
    def test_a_draft_and_a_scheduled_article_are_not_found(self, problem):
        draft = an_article(slug="draft", published_at=None)
        an_article(slug="scheduled", published_at=ahead(seconds=60))

        assert problem("/articles/draft/", 404)["code"] == "not_found"
        assert problem(f"/articles/{draft.pk}/", 404)["code"] == "not_found"
        assert problem("/articles/scheduled/", 404)["code"] == "not_found"

    def test_a_missing_and_a_hidden_article_answer_alike(self, problem):
        an_article(slug="hidden-1", published_at=None)

        hidden, missing = problem("/articles/hidden-1/", 404), problem("/articles/hidden-2/", 404)

        assert hidden["detail"].replace("1", "2") == missing["detail"]
        assert hidden["title"] == missing["title"]

    def test_a_withdrawn_article_is_gone_with_its_reason(self, problem):
        article = an_article(slug="news")
        publishing.withdraw(article, "The source was wrong.")

        document = problem("/articles/news/", 410)

        assert document["code"] == "withdrawn"
        assert document["title"] == "Withdrawn"
        assert document["detail"] == "The source was wrong."
        assert problem(f"/articles/{article.pk}/", 410)["detail"] == "The source was wrong."
        assert problem("/articles/news/similar/", 410)["detail"] == "The source was wrong."

    def test_a_scheduled_withdrawal_comes_to_pass_by_itself(self, api, problem):
        an_article(
            slug="news",
            published_at=datetime(2025, 3, 1, tzinfo=TASHKENT),
            withdrawn_at=datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT),
            withdrawn_reason="A contract ends.",
        )

        with time_machine.travel(datetime(2025, 3, 14, 12, 4, 59, tzinfo=TASHKENT), tick=False):
            before = api.answer("/articles/news/")
        with time_machine.travel(datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT), tick=False):
            after = problem("/articles/news/", 410)

        assert before["Cache-Control"].startswith("public, max-age=1, s-maxage=1,")
        assert after["detail"] == "A contract ends."

    def test_a_scheduled_publication_comes_to_pass_by_itself(self, api, problem):
        an_article(slug="news", published_at=datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT))

        with time_machine.travel(datetime(2025, 3, 14, 12, 4, 59, tzinfo=TASHKENT), tick=False):
            problem("/articles/news/", 404)
        with time_machine.travel(datetime(2025, 3, 14, 12, 5, tzinfo=TASHKENT), tick=False):
            assert api.get("/articles/news/?fields=published_label") == {"published_label": "Today, 12:05"}


class TestLocale:
    def test_is_the_articles_own_whatever_the_reader_likes(self, api):
        an_article("Новость", slug="novost", language="ru", section=a_section(name_ru="Мир"))

        answer = api.answer("/articles/novost/", headers={"accept-language": "en"})

        assert answer["Content-Language"] == "ru"
        assert not answer.has_header("Vary")
        assert answer.json()["section"]["name"] == "Мир"

    def test_that_is_asked_for_decides_names_and_labels(self, api):
        an_article("Новость", slug="novost", language="ru", section=a_section(name_en="World", name_ru="Мир"))

        answer = api.answer("/articles/novost/?locale=en")

        assert answer["Content-Language"] == "en"
        assert answer.json()["section"]["name"] == "World"
        assert answer.json()["title"] == "Новость"
        assert answer.json()["language"] == "ru"
        assert answer.json()["published_label"].startswith(("Today", "Yesterday"))

    def test_cyrillic_uzbek_is_made_of_the_latin_text(self, api):
        article = an_article(
            "Yangi bekat",
            slug="yangi-bekat",
            language="uz",
            body_html='<p>Bugun <a href="https://news.example/bekat">bekat</a> ochildi.</p>',
            source_name="Gazeta",
        )
        publishing.correct(article, "Bekat nomi tuzatildi.")

        answer = api.get("/articles/yangi-bekat/?locale=uz-Cyrl")

        html = 'Бугун <a href="https://news.example/bekat" rel="noopener noreferrer">бекат</a> очилди.'
        assert answer["language"] == "uz-Cyrl"
        assert answer["slug"] == "yangi-bekat"
        assert answer["title"] == "Янги бекат"
        assert answer["summary"] == "Бугун бекат очилди."
        assert answer["body_html"] == f"<p>{html}</p>"
        assert answer["body_blocks"] == [
            {
                "type": "paragraph",
                "text": "Бугун бекат очилди.",
                "html": html,
            }
        ]
        assert answer["body_text"] == "Бугун бекат очилди."
        assert [each["text"] for each in answer["corrections"]] == ["Бекат номи тузатилди."]


class TestTranslations:
    def test_are_the_other_editions_that_readers_may_see(self, api):
        an_article(slug="news", story="one", language="en")
        an_article(slug="novost", story="one", language="ru")
        an_article(slug="yangilik", story="one", language="uz")
        an_article(slug="other", story="two", language="ru")

        assert api.get("/articles/news/")["translations"] == [
            {
                "language": "uz",
                "slug": "yangilik",
                "url": "http://127.0.0.1/api/v1/articles/yangilik/",
                "web_url": "https://news.example/uz/yangilik",
            },
            {
                "language": "uz-Cyrl",
                "slug": "yangilik",
                "url": "http://127.0.0.1/api/v1/articles/yangilik/?locale=uz-Cyrl",
                "web_url": "https://news.example/uz-Cyrl/yangilik",
            },
            {
                "language": "ru",
                "slug": "novost",
                "url": "http://127.0.0.1/api/v1/articles/novost/",
                "web_url": "https://news.example/ru/novost",
            },
        ]

    @pytest.mark.parametrize(
        ("locale", "others"),
        [("uz", ["uz-Cyrl", "ru"]), ("uz-Cyrl", ["uz", "ru"]), ("ru", ["uz-Cyrl", "ru"])],
    )
    def test_of_an_uzbek_article_have_its_other_script(self, api, locale, others):
        an_article(slug="novost", story="one", language="ru")
        an_article(slug="yangilik", story="one", language="uz")

        translations = api.get(f"/articles/yangilik/?locale={locale}")["translations"]

        assert [each["language"] for each in translations] == others

    def test_leave_out_what_readers_may_not_see(self, api):
        an_article(slug="news", story="one", language="en")
        an_article(story="one", language="ru", published_at=None)
        an_article(story="one", language="uz", withdrawn_at=ago(seconds=1), withdrawn_reason="Wrong.")

        assert api.get("/articles/news/")["translations"] == []

    def test_each_lead_to_an_answer(self, api):
        an_article(slug="news", story="one", language="en")
        an_article("Bekat", slug="yangilik", story="one", language="uz")

        uzbek, cyrillic = api.get("/articles/news/")["translations"]

        assert api.get(uzbek["url"])["title"] == "Bekat"
        assert api.get(cyrillic["url"])["title"] == "Бекат"


class TestSource:
    def test_is_a_name_and_an_address(self, api):
        an_article(slug="news", source_name="Agency", source_url="https://agency.example/1")

        assert api.get("/articles/news/")["source"] == {"name": "Agency", "url": "https://agency.example/1"}

    def test_may_have_a_name_alone(self, api):
        an_article(slug="news", source_name="Agency")

        assert api.get("/articles/news/")["source"] == {"name": "Agency", "url": None}


class TestCorrections:
    def test_are_shown_newest_first(self, api):
        article = an_article(slug="news")
        first, second = (datetime(2025, 3, day, 12, 5, tzinfo=TASHKENT) for day in (13, 14))
        Correction.objects.create(article=article, text="The name was wrong.", at=first)
        Correction.objects.create(article=article, text="The date was wrong.", at=second)

        assert api.get("/articles/news/")["corrections"] == [
            {"at": "2025-03-14T12:05:00+05:00", "text": "The date was wrong."},
            {"at": "2025-03-13T12:05:00+05:00", "text": "The name was wrong."},
        ]

    def test_have_times_like_all_others(self, api):
        article = an_article(slug="news")
        at = datetime(2025, 3, 14, 7, 5, 1, 230_000, tzinfo=ZoneInfo("UTC"))
        Correction.objects.create(article=article, text="The date was wrong.", at=at)

        assert api.get("/articles/news/")["corrections"][0]["at"] == "2025-03-14T12:05:01+05:00"


class TestSummary:
    def test_is_the_editors(self, api):
        an_article(slug="news", summary="By the editor.", body_html="<p>Text.</p>")

        assert api.get("/articles/news/")["summary"] == "By the editor."

    @pytest.mark.parametrize("summary", ["", " ", "\n\t "])
    def test_is_else_the_beginning_of_the_text(self, api, summary):
        an_article(slug="news", summary=summary, body_html="<p>Text &amp; <em>more</em>\n of it.</p>")

        assert api.get("/articles/news/")["summary"] == "Text & more of it."

    def test_is_cut_at_the_end_of_a_word(self, api):
        an_article(slug="news", body_html=f"<p>{'longish ' * 40}</p>")

        summary = api.get("/articles/news/")["summary"]

        assert summary == ("longish " * 25).strip()
        assert len(summary) == 199

    def test_may_have_two_hundred_characters(self, api):
        an_article(slug="exact", body_html=f"<p>{'a' * 199} b</p>")
        an_article(slug="fits", body_html=f"<p>{'a' * 100} {'b' * 99} c</p>")
        an_article(slug="one-word", body_html=f"<p>{'a' * 300}</p>")

        assert api.get("/articles/exact/")["summary"] == "a" * 199
        assert api.get("/articles/fits/")["summary"] == "a" * 100 + " " + "b" * 99
        assert api.get("/articles/one-word/")["summary"] == "a" * 200

    def test_is_as_short_in_cyrillic_letters(self, api):
        an_article(slug="yangilik", language="uz", body_html=f"<p>{'choʻchqa ' * 40}</p>")

        assert len(api.get("/articles/yangilik/?locale=uz-Cyrl")["summary"]) <= 200

    def test_is_never_empty_where_there_is_a_text(self, api):
        an_article(slug="table", body_html="<table><tr><td>Cell</td></tr></table>")
        an_article(slug="list", body_html="<ul><li>Item</li></ul>")

        assert api.get("/articles/table/")["summary"] == "Cell"
        assert api.get("/articles/list/")["summary"] == "Item"


class TestReadingMinutes:
    @pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (1000, 5)])
    def test_are_whole_and_at_least_one(self, api, words, minutes):
        an_article(slug="news", body_html=f"<p>{'word ' * words}</p>")

        answer = api.get("/articles/news/?fields=word_count,reading_minutes")

        assert answer == {"reading_minutes": minutes, "word_count": words}


class TestImage:
    def test_has_null_for_what_is_not_known(self, api):
        an_article(slug="news", image=an_image(source_url="https://pictures.example/a.jpg", alt_en=""))

        assert api.get("/articles/news/")["image"] == {
            "url": "https://pictures.example/a.jpg",
            "alt": "",
            "caption": None,
            "credit": None,
            "width": None,
            "height": None,
            "focal_point": {"x": 0.5, "y": 0.5},
            "placeholder": None,
            "renditions": [],
            "srcset": None,
        }

    def test_speaks_the_articles_language_else_any(self, api):
        image = an_image(alt_en="A train", alt_ru="Поезд", caption_ru="Первый поезд")
        an_article(slug="news", image=image)
        an_article(slug="novost", language="ru", image=image)

        assert api.get("/articles/news/")["image"]["alt"] == "A train"
        assert api.get("/articles/news/")["image"]["caption"] == "Первый поезд"
        assert api.get("/articles/novost/")["image"]["alt"] == "Поезд"

    def test_speaks_cyrillic_uzbek_too(self, api):
        an_article(slug="yangilik", language="uz", image=an_image(alt_uz="Bekat"))

        assert api.get("/articles/yangilik/?locale=uz-Cyrl")["image"]["alt"] == "Бекат"
