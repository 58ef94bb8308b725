"""The page on which an article is written."""

import pytest
from django.urls import reverse
from lxml import html

from articles import content, drafts, publishing, trash
from articles.models import Article, Draft, Revision
from tests.builders import a_section, a_tag, ago, ahead, an_article, an_author, an_image
from tests.people import a_person, signed_in
from tests.writing import change_page, sent

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def editor(world):
    return signed_in(a_person("editor", "editor", [world]))


@pytest.fixture
def reporter(world):
    return signed_in(a_person("reporter", "reporter", [world]))


def a_draft(section, title="Water", **fields):
    return an_article(title, section=section, **{"published_at": None, "slug": "water", **fields})


def a_new_one(**typed):
    return {
        "language": "en",
        "story": "a-story",
        "title": "Water returns",
        "body_html": "<p>Yes.</p>",
        **typed,
    }


class TestPage:
    def test_costs_the_same_however_much_there_is(self, editor, world, django_assert_max_num_queries):
        few = a_draft(world, tags=[a_tag("one")], authors=[an_author("first")], image=an_image())
        many = a_draft(
            world,
            slug="many",
            tags=[a_tag(f"tag-{number}") for number in range(9)],
            authors=[an_author(f"author-{number}") for number in range(5)],
            image=an_image(),
        )
        for number in range(5):
            publishing.publish_now(many) if number == 0 else publishing.correct(many, f"Number {number}.")
        editor.get(change_page(few))

        # session, user, permissions, article, its text, what is chosen, sections, state, corrections, readers
        with django_assert_max_num_queries(23):
            page = editor.get(change_page(many))

        assert page.status_code == 200

    def test_opens_with_the_next_version(self, editor, world):
        article = an_article("Water", section=world)
        drafts.keep(article, {**content.of(article), "title": "Wine"}, 0)

        form = editor.get(change_page(article)).context["form"]

        assert form["title"].value() == "Wine"

    def test_offers_the_sections_that_the_writer_works_in(self, editor, world):
        a_section("sport")

        form = editor.get(ADD).context["form"]

        assert [choice for _, choice in form.fields["section"].choices] == ["Select value", "World"]
        assert form["section"].value() == world.pk

    def test_offers_a_chief_editor_all_sections(self, world):
        a_section("sport")
        chief = signed_in(a_person("chief", "chief_editor"))

        form = chief.get(ADD).context["form"]

        assert {name for _, name in form.fields["section"].choices} == {"Select value", "World", "Sport"}

    def test_is_filled_in_for_a_translation(self, editor):
        form = editor.get(ADD, {"story": "the-story", "language": "uz"}).context["form"]

        assert (form["story"].value(), form["language"].value()) == ("the-story", "uz")

    @pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "1,2", "%C3%28"])
    def test_opens_whatever_its_address_asks_for(self, editor, value):
        fields = "language story title slug section image_ids tag_ids is_breaking seen nothing".split()

        page = editor.get(ADD, dict.fromkeys(fields, value))

        assert page.status_code == 200

    def test_keeps_language_and_story_as_they_are(self, editor, world):
        article = a_draft(world)

        editor.post(change_page(article), sent(article, language="uz", story="another", title="Wine"))

        after = Article.objects.get()
        assert (after.title, after.language, after.story) == ("Wine", "en", str(article.story))

    def test_shows_tags_and_authors_in_their_order(self, editor, world):
        tags = [a_tag(slug) for slug in ("b-tag", "c-tag", "a-tag")]
        article = a_draft(world, tags=tags)

        page = editor.get(change_page(article)).content.decode()

        places = [page.index(f'name="tag_ids" value="{tag.pk}"') for tag in tags]
        assert places == sorted(places)

    def test_shows_corrections_that_cannot_be_changed(self, editor, world):
        article = an_article(section=world)
        publishing.correct(article, "The lake is in the north.")

        page = editor.get(change_page(article)).content.decode()

        assert "<dd>The lake is in the north.</dd>" in page

    @pytest.mark.parametrize(
        ("fields", "labels"),
        [
            ({"published_at": None}, ["Save draft"]),
            ({"published_at": ahead(days=1)}, ["Save as next version", "Publish changes"]),
            ({"published_at": ago(days=1)}, ["Save as next version", "Publish changes"]),
        ],
    )
    def test_says_what_saving_means(self, editor, world, fields, labels):
        article = an_article(section=world, **fields)

        page = html.fromstring(editor.get(change_page(article)).content)

        buttons = page.xpath("//button[@form='article_form'][@name]")
        assert [button.text_content().strip() for button in buttons] == labels

    def test_a_reporter_is_not_offered_to_publish_changes(self, reporter, world):
        page = reporter.get(change_page(an_article(section=world))).content.decode()

        assert "_save" in page
        assert "_publish_changes" not in page


class TestReading:
    """The page of somebody who may look and not write."""

    @pytest.fixture
    def reader(self):
        return signed_in(a_person("elsewhere", "reporter", [a_section("sport")]))

    def test_shows_the_text_without_a_form(self, reader, world):
        article = a_draft(
            world, tags=[a_tag("lakes")], body_html='<p>It is <em>cold</em>.</p><img src="image:7" alt="Ice">'
        )

        page = reader.get(change_page(article)).content.decode()

        assert "<p>It is <em>cold</em>.</p>" in page
        assert '<img src="/admin/articles/article/pictures/7/" alt="Ice">' in page
        assert "<dd>Lakes</dd>" in page
        assert "article_form" not in page

    def test_shows_no_markup_that_is_not_clean(self, reader, world):
        article = a_draft(world)
        drafts.keep(article, {**content.of(article), "body_html": "<p>a<script>steal()</script></p>"}, 0)

        page = reader.get(change_page(article)).content.decode()

        assert "steal()" not in page

    def test_takes_no_text(self, reader, world):
        article = a_draft(world)

        answer = reader.post(change_page(article), sent(article, title="Wine"))

        assert answer.status_code == 403
        assert Article.objects.get().title == "Water"

    def test_is_all_that_there_is_of_an_article_in_the_trash(self, editor, world):
        article = a_draft(world)
        trash.put_in(article)

        page = editor.get(change_page(article)).content.decode()

        assert "article_form" not in page

    def test_whoever_has_no_section_cannot_begin(self):
        reporter = signed_in(a_person("nowhere", "reporter"))

        assert reporter.get(ADD).status_code == 403


class TestAdding:
    def test_makes_a_draft_and_goes_on_writing_it(self, reporter, world):
        answer = reporter.post(ADD, a_new_one(section=world.pk))

        article = Article.objects.get()
        assert answer["Location"] == change_page(article)
        assert (article.title, article.slug, article.published_at) == ("Water returns", "water-returns", None)
        assert [(each.number, each.act, each.by.username) for each in Revision.objects.all()] == [
            (1, "created", "reporter")
        ]

    def test_keeps_tags_and_authors_in_the_chosen_order(self, reporter, world):
        tags = [a_tag(slug).pk for slug in ("b-tag", "c-tag", "a-tag")]
        authors = [an_author(slug).pk for slug in ("second", "first")]

        reporter.post(ADD, a_new_one(section=world.pk, tag_ids=tags[::-1], author_ids=authors))

        said = content.of(Article.objects.get())
        assert (said["tags"], said["authors"]) == (tags[::-1], authors)

    def test_finds_a_free_name_for_the_url(self, reporter, world):
        an_article(slug="water-returns")

        reporter.post(ADD, a_new_one(section=world.pk))

        assert Article.objects.get(title="Water returns").slug == "water-returns-2"

    def test_refuses_a_second_edition_in_words(self, reporter, world):
        an_article(story="a-story", language="en", section=world)

        page = reporter.post(ADD, a_new_one(section=world.pk))

        assert "This story has an edition in this language already." in page.content.decode()

    def test_takes_no_edition_of_a_story_of_other_sections(self, reporter, world):
        an_article(story="a-story", language="ru", section=a_section("sport"))

        page = reporter.post(ADD, a_new_one(section=world.pk))

        reason = "You may not write this story: it is one of other sections than yours."
        assert page.context["form"].non_field_errors() == [reason]
        assert reason in page.content.decode()
        assert Article.objects.count() == 1

    def test_a_chief_editor_adds_an_edition_of_any_story(self, world):
        an_article(story="a-story", language="ru", section=world)

        signed_in(a_person("chief", "chief_editor")).post(ADD, a_new_one())

        assert Article.objects.get(language="en").story == "a-story"


class TestSaving:
    def test_changes_a_draft_at_once(self, reporter, world):
        article = a_draft(world)

        reporter.post(change_page(article), sent(article, title="Wine"))

        assert Article.objects.get().title == "Wine"
        assert not Draft.objects.exists()

    @pytest.mark.parametrize(
        "fields",
        [
            {"published_at": ago(days=1)},
            {"published_at": ahead(days=1)},
            {"published_at": ago(days=2), "withdrawn_at": ago(days=1), "withdrawn_reason": "Wrong."},
        ],
    )
    def test_keeps_a_next_version_of_what_is_out_or_will_be(self, editor, world, fields):
        article = an_article("Water", section=world, **fields)

        editor.post(change_page(article), sent(article, title="Wine"))

        assert Article.objects.get().title == "Water"
        assert Draft.objects.get().content["title"] == "Wine"

    def test_does_not_touch_the_state(self, editor, world):
        article = a_draft(world)

        editor.post(
            change_page(article),
            sent(article, published_at_0="2026-01-01", published_at_1="10:00:00", published_at="2026-01-01"),
        )

        assert Article.objects.get().published_at is None

    def test_cleans_the_text(self, editor, world):
        article = a_draft(world)
        body = '<p onclick="steal()">Water returns.</p><script>steal()</script>'

        editor.post(change_page(article), sent(article, body_html=body))

        assert Article.objects.get().body_html == "<p>Water returns.</p>"

    def test_makes_one_line_of_a_summary(self, editor, world):
        article = a_draft(world)

        editor.post(change_page(article), sent(article, summary="One.\r\n\r\nTwo."))

        assert Article.objects.get().summary == "One. Two."

    def test_publishes_changes_after_a_look_at_them(self, editor, world):
        article = an_article("Water", section=world)

        answer = editor.post(change_page(article), sent(article, title="Wine", _publish_changes="1"))

        assert answer["Location"] == f"/admin/articles/article/{article.pk}/do/publish_changes/"
        assert Draft.objects.get().content["title"] == "Wine"

    def test_keeps_nothing_where_nothing_was_changed(self, editor, world):
        article = an_article(section=world)

        page = editor.post(change_page(article), sent(article, _publish_changes="1"), follow=True)

        assert "Nothing has changed." in page.content.decode()
        assert not Draft.objects.exists()

    def test_keeps_the_name_in_the_url_when_it_is_left_empty(self, editor, world):
        article = a_draft(world)

        editor.post(change_page(article), sent(article, title="Wine", slug=""))

        assert Article.objects.get().slug == "water"

    def test_a_new_name_in_the_url_keeps_the_old_one_working(self, editor, world, api):
        article = an_article(section=world, slug="water")
        editor.post(change_page(article), sent(article, slug="wine"))

        publishing.publish_draft(article)

        assert api.answer("/articles/water/", 301)["Location"].endswith("/api/v1/articles/wine/")


class TestRefusals:
    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ({"title": ""}, "This field is required."),
            ({"title": " "}, "This field is required."),
            ({"title": "a" * 501}, "Ensure this value has at most 500 characters (it has 501)."),
            ({"summary": "a" * 1001}, "Ensure this value has at most 1000 characters (it has 1001)."),
            ({"slug": "Not a slug"}, "consisting of letters, numbers, underscores or hyphens."),
            ({"slug": "Upper"}, "A slug has small Latin letters, digits and single hyphens."),
            ({"slug": "2026"}, "A slug has at least one letter: a number alone is an id."),
            ({"slug": "taken"}, "Another article has this name."),
            ({"body_html": "a" * 1_000_001}, "The text is too long: it may have 1000000 characters of HTML."),
            ({"body_html": "<" * 400_000}, "The text is too long: it may have 1000000 characters of HTML."),
            ({"title": "a\0b"}, "Null characters are not allowed."),
            ({"section": "999"}, "Choose one of the sections that you work in."),
            ({"section": "x"}, "Choose one of the sections that you work in."),
            ({"section": ""}, "This field is required."),
            ({"tag_ids": ["999"]}, "Something that was chosen is no longer there. Choose anew."),
            ({"tag_ids": ["9" * 30]}, "Something that was chosen is no longer there. Choose anew."),
            ({"author_ids": ["x"]}, "Something that was chosen is no longer there. Choose anew."),
            ({"image_ids": ["999"]}, "Something that was chosen is no longer there. Choose anew."),
            ({"source_url": "not an address"}, "Enter a valid URL."),
        ],
    )
    def test_tell_what_is_wrong_and_show_the_text_again(self, editor, world, typed, reason):
        article = a_draft(world, "Water")
        an_article(slug="taken")

        page = editor.post(change_page(article), sent(article, **{"title": "Wine", **typed}))

        assert page.status_code == 200
        assert reason in page.content.decode()
        assert Article.objects.get(pk=article.pk).title == "Water"

    @pytest.mark.parametrize(
        "typed", [{"story": "a\0b"}, {"story": "a" * 101}, {"story": "", "language": "fr"}, {"language": ""}]
    )
    def test_nothing_is_added_without_a_story_and_a_language(self, editor, world, typed):
        page = editor.post(ADD, a_new_one(section=world.pk, **typed))

        assert page.status_code == 200
        assert "Not saved: look at what is marked in red." in page.content.decode()
        assert not Article.objects.exists()

    def test_a_section_of_others_is_not_taken(self, editor, world):
        article = a_draft(world)
        sport = a_section("sport")

        page = editor.post(change_page(article), sent(article, section=sport.pk))

        assert "Choose one of the sections that you work in." in page.content.decode()

    def test_more_than_one_picture_is_not_taken(self, editor, world):
        article = a_draft(world)

        page = editor.post(change_page(article), sent(article, image_ids=[an_image().pk, an_image().pk]))

        assert "Choose fewer." in page.content.decode()


class TestLookups:
    def test_a_name_is_made_of_a_title(self, reporter):
        answer = reporter.get(reverse("admin:articles_article_slug"), {"title": "Кўл суви", "language": "uz"})

        assert answer.json() == {"slug": "kol-suvi"}

    def test_an_article_may_keep_its_name(self, reporter, world):
        article = a_draft(world, slug="water")

        address = reverse("admin:articles_article_slug")
        known, unknown = (
            reporter.get(address, {"title": "Water", "language": "en", "article": each}).json()["slug"]
            for each in (article.pk, "x" * 30)
        )

        assert (known, unknown) == ("water", "water-2")

    def test_pictures_are_found_by_their_words_and_told_in_the_language_of_the_article(self, reporter):
        image = an_image(alt_en="A lake", alt_ru="Озеро", caption_ru="Вечер", credit="Aziza")
        an_image(alt_en="A wall")

        found = reporter.get(
            reverse("admin:articles_article_pictures"), {"term": "lake", "language": "ru"}
        ).json()

        assert found == {
            "results": [
                {
                    "id": image.pk,
                    "text": "A lake",
                    "thumbnail": f"/admin/articles/article/pictures/{image.pk}/",
                    "alt": "Озеро",
                    "caption": "Вечер",
                    "credit": "Aziza",
                }
            ]
        }

    @pytest.mark.parametrize("term", ["999", "0", "9" * 30, "%", "\\"])
    def test_no_picture_is_found_by_a_number_that_none_has(self, reporter, term):
        an_image(alt_en="A lake")

        found = reporter.get(reverse("admin:articles_article_pictures"), {"term": term}).json()

        assert found == {"results": []}

    def test_a_picture_is_found_by_its_number(self, reporter):
        image, _ = an_image(), an_image()

        found = reporter.get(reverse("admin:articles_article_pictures"), {"term": image.pk}).json()

        assert [each["id"] for each in found["results"]] == [image.pk]

    def test_a_picture_is_shown_small(self, reporter):
        record = {"crop": "", "file": "pictures/1/a", "formats": ["jpeg"], "sizes": [[320, 180], [960, 540]]}
        image = an_image(source_url="", file="1/a.jpeg", width=960, height=540, renditions=[record])

        answer = reporter.get(reverse("admin:articles_article_picture", args=[image.pk]))

        assert answer["Location"] == "/media/pictures/1/a-960.jpeg"

    def test_a_picture_that_is_gone_is_not_there(self, reporter):
        assert reporter.get("/admin/articles/article/pictures/999/").status_code == 404

    def test_nothing_is_told_to_others(self, world):
        forecaster = signed_in(a_person("forecaster", "weather_desk"))

        answers = [forecaster.get(reverse(f"admin:articles_article_{name}")) for name in ("slug", "pictures")]

        assert [answer.status_code for answer in answers] == [403, 403]
