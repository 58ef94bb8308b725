"""What an editor is told before readers see a text."""

import pytest
from django.utils import timezone

from articles import content, preflight, publishing, translating, trash
from articles.models import Article
from articles.preflight import Code
from tests.builders import ago, ahead, an_article, an_image

pytestmark = pytest.mark.django_db

PASSAGE = (
    "Water from the mountain river reached the southern fields again on Monday, three weeks earlier than the "
    "farmers of the valley had been told to expect it. The canal was cleaned over the winter by two hundred "
    "workers, who lifted out more than nine thousand tonnes of silt and sand by hand and by machine."
)
BODY = f"<p>{PASSAGE}</p>"


def a_ready_article(**fields):
    """A draft of which nobody has anything to say."""
    article = an_article(
        **{
            "title": "Water reaches the fields",
            "summary": "The canal is open.",
            "body_html": BODY,
            "published_at": None,
            **fields,
        }
    )
    for language in translating.missing([article.language]):
        an_article(f"In {language}", story=article.story, language=language, body_html="<p>Suv.</p>")
    return article


def concerns(article, **changes):
    return preflight.concerns(article, {**content.of(article), **changes}, timezone.now())


def told(article, **changes):
    return [(concern.code, concern.text) for concern in concerns(article, **changes)]


def test_of_a_ready_article_nothing_is_said():
    article = a_ready_article(image=an_image(alt_en="A canal"))

    assert concerns(article) == []


class TestTranslations:
    def test_languages_without_an_edition_are_named(self):
        article = an_article("Alone", summary="S.", body_html=BODY, published_at=None)

        assert told(article) == [
            (Code.MISSING_TRANSLATION, "The story has no edition in: Oʻzbekcha, Русский.")
        ]

    def test_an_edition_in_the_trash_is_missing(self):
        article = a_ready_article()
        trash.put_in(Article.objects.get(story=article.story, language="ru"))

        assert told(article) == [(Code.MISSING_TRANSLATION, "The story has no edition in: Русский.")]

    def test_languages_of_other_sites_are_not_asked_for(self, settings):
        settings.LOCALES = ["uz", "en"]
        article = a_ready_article()

        assert concerns(article) == []


class TestPictures:
    def test_the_articles_picture_is_described_in_the_articles_language(self):
        article = a_ready_article(image=an_image(alt_en="", alt_ru="Канал"))

        assert told(article) == [
            (
                Code.MISSING_ALT_TEXT,
                "The article's picture has no description in the article's language.",
            )
        ]

    @pytest.mark.parametrize(
        "picture", ['<img src="https://pictures.example/1.jpg" alt=" ">', '<img src="/media/1.jpg">']
    )
    def test_pictures_in_the_text_are_described(self, picture):
        article = a_ready_article(body_html=f"{BODY}<figure>{picture}</figure>")

        assert told(article) == [(Code.MISSING_ALT_TEXT, "Pictures in the text without a description: 1.")]

    def test_a_picture_of_ours_may_bring_its_own_description(self):
        described, silent = an_image(alt_en="A canal"), an_image(alt_en="")
        body = f'{BODY}<img src="image:{described.pk}" alt=""><img src="image:{silent.pk}" alt="">'
        article = a_ready_article(body_html=body)

        assert told(article) == [(Code.MISSING_ALT_TEXT, "Pictures in the text without a description: 1.")]

    def test_a_picture_that_is_gone_is_not_described(self):
        article = a_ready_article()

        assert [concern.code for concern in concerns(article, image=0)] == []
        assert [concern.code for concern in concerns(article, image=10**9)] == [Code.MISSING_ALT_TEXT]


class TestTitle:
    def test_may_have_110_characters(self):
        article = a_ready_article(title="a" * 110)

        assert concerns(article) == []

    def test_has_no_more(self):
        article = a_ready_article(title="a" * 111)

        assert told(article) == [
            (
                Code.LONG_TITLE,
                "The title has 111 characters; more than 110 are cut off in many places.",
            )
        ]


@pytest.mark.parametrize("summary", ["", " \n"])
def test_a_summary_is_missed(summary):
    article = a_ready_article()

    assert told(article, summary=summary) == [
        (Code.MISSING_SUMMARY, "There is no summary; the beginning of the text stands in for it.")
    ]


class TestLinks:
    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/a?b=c#d",
            "http://user.example.co.uz:8080/",
            "https://янгиликлар.уз/мақола",
            "https://xn--80ak6aa92e.com",
            "https://192.0.2.1/report",
            "https://[2001:db8::1]/",
            "/news/water",
            "mailto:desk@news.example?subject=Water",
            "tel:+998 (71) 200-00-00",
        ],
    )
    def test_that_lead_somewhere_are_no_concern(self, address):
        assert preflight.parses(address)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "#",
            "kun.uz",
            "www.example.org/page",
            "https://",
            "https://example",
            "https://localhost/page",
            "https://https://example.org",
            "https://example,org/",
            "https://example .org/",
            "https://example.org/a b",
            "https://example.org:99999/",
            "https://-example.org/",
            "https://[::1",
            "ftp://example.org/",
            "javascript:alert(1)",
            "mailto:desk",
            "tel:desk",
            "//",
        ],
    )
    def test_that_lead_nowhere_are_one(self, address):
        assert not preflight.parses(address)

    def test_are_named_as_they_were_written_before_they_are_sanitised_away(self):
        article = a_ready_article()
        body = f'{BODY}<p><a href="https://example.org/">Good</a> <a href="htps:/bad">bad</a> <A>none</A></p>'

        assert told(article, body_html=body) == [
            (Code.BROKEN_LINK, "This link leads nowhere: htps:/bad"),
            (Code.BROKEN_LINK, 'This link leads nowhere: ""'),
        ]

    def test_to_the_source_are_looked_at_too(self):
        article = a_ready_article()

        assert told(article, source_url="https://source") == [
            (Code.BROKEN_LINK, "This link leads nowhere: https://source")
        ]

    def test_are_named_once_and_five_at_most(self):
        article = a_ready_article()
        body = BODY + "".join(f'<a href="x{number % 7}">x</a>' for number in range(14))

        assert len(told(article, body_html=body)) == 5


class TestNearDuplicates:
    @pytest.mark.parametrize("published_at", [ago(hours=71), ago(minutes=1), ahead(days=1)])
    def test_of_the_last_three_days_and_of_what_is_scheduled_are_named(self, published_at):
        article = a_ready_article()
        other = an_article("Canal opened", body_html=BODY, published_at=published_at)

        [concern] = concerns(article)

        assert concern.code == Code.NEAR_DUPLICATE
        assert concern.text == "The last three days have nearly the same news: “Canal opened”."
        assert concern.other == other

    def test_are_found_when_a_part_was_cut_off_and_words_were_changed(self):
        article = a_ready_article()
        changed = PASSAGE.replace("southern", "dry").replace("Monday", "Tuesday").partition(" The canal")[0]
        an_article("Water is back", body_html=f"<p>{changed}</p>")

        assert [concern.code for concern in concerns(article)] == [Code.NEAR_DUPLICATE]

    def test_are_found_among_many_that_share_a_word(self):
        article = a_ready_article()
        same = an_article("Fields get water", body_html=BODY, published_at=ago(hours=50))
        for number in range(25):
            an_article(f"Water number {number}", body_html=f"<p>News of another kind, number {number}.</p>")

        assert [concern.other for concern in concerns(article)] == [same]

    def test_in_the_other_script_are_found(self):
        latin = (
            "<p>Daryo suvi dushanba kuni janubiy dalalarga yana yetib keldi, dehqonlar esa kutmagandi.</p>"
        )
        cyrillic = "<p>Дарё суви душанба куни жанубий далаларга яна етиб келди, деҳқонлар эса кутмаганди.</p>"
        article = a_ready_article(language="uz", title="Suv keldi", body_html=latin)
        an_article("Сув келди", language="uz", body_html=cyrillic)

        assert [concern.code for concern in concerns(article)] == [Code.NEAR_DUPLICATE]

    @pytest.mark.parametrize(
        "fields",
        [
            {"published_at": ago(hours=73)},
            {"published_at": None},
            {"withdrawn_at": ago(minutes=1), "withdrawn_reason": "It came twice."},
            {"language": "ru"},
            {"body_html": "<p>Water has come to the fields of another valley, where nobody had asked.</p>"},
        ],
    )
    def test_are_not_what_is_old_hidden_foreign_or_different(self, fields):
        article = a_ready_article()
        an_article(**{"title": "Canal opened", "body_html": BODY, **fields})

        assert concerns(article) == []

    def test_are_not_the_article_itself(self):
        article = a_ready_article(published_at=ago(hours=1))

        assert concerns(article, title="Water reaches the fields at last") == []


def test_the_cost_is_bounded(django_assert_max_num_queries):
    article = a_ready_article(image=an_image())
    text = content.of(article)
    an_article("Canal opened", body_html=BODY)

    with django_assert_max_num_queries(3):  # editions, pictures, what was published lately
        preflight.concerns(article, text, timezone.now())


def test_a_body_that_publishing_refuses_is_no_concern():
    article = a_ready_article()

    assert concerns(article, body_html="a" * 1_000_001, summary="") == []


def test_an_article_of_which_much_is_to_be_said_can_be_published():
    article = an_article("a" * 200, published_at=None)

    publishing.publish_now(article, note="The world must know.")

    assert article.revisions.first().note == "The world must know."
