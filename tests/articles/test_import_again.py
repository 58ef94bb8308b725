"""Importing again changes what the source has changed; what the newsroom has done since stays."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.urls import reverse

from articles import content, photo_desk, publishing, trash
from articles.importing import jsonl, run
from articles.models import Article, Author, Image, Revision, Section, Tag
from tests.articles.importing import a_line, json_lines
from tests.builders import a_section, a_tag, ahead, an_article, an_author, an_image
from tests.people import a_person, signed_in
from tests.pictures import a_picture_of_ours
from tests.waiting import WAIT_UNTIL_SOMEBODY_WAITS

pytestmark = pytest.mark.django_db
PICTURE = {"url": "https://agency.example/rain.jpg", "alt": "Rain", "credit": "AP"}


def edit(**said):
    """The newsroom has the article say this."""
    article = Article.objects.get()
    for name, value in said.items():
        setattr(article, name, value)
    publishing.save(article)


class TestState:
    def test_what_the_newsroom_has_published_stays_public(self, import_lines, api):
        line = a_line(slug="rain", published_at=None)
        import_lines(line)
        publishing.publish_now(Article.objects.get())

        import_lines({**line, "summary": "It pours."})

        assert api.get("/articles/rain/?locale=en")["summary"] == "It pours."

    @pytest.mark.parametrize("missing", [{}, {"published_at": None}, {"published_at": ""}])
    def test_what_the_newsroom_has_scheduled_stays_so(self, import_lines, missing):
        line = a_line(published_at=None)
        del line["published_at"]
        import_lines(line)
        publishing.schedule(Article.objects.get(), at=ahead(days=1))
        due = Article.objects.get().published_at

        import_lines({**line, **missing, "title": "No rain"})

        assert (Article.objects.get().title, Article.objects.get().published_at) == ("No rain", due)

    def test_a_time_that_the_source_no_longer_tells_takes_nothing_from_readers(self, import_lines, api):
        import_lines(a_line(slug="rain"))

        import_lines(a_line(slug="rain", published_at=None))

        assert api.get("/articles/rain/?locale=en")["published_at"] == "2025-03-14T00:00:00+05:00"

    def test_a_new_time_moves_the_article(self, import_lines, api):
        import_lines(a_line(slug="rain"))

        import_lines(a_line(slug="rain", published_at="2025-03-15"))

        assert api.get("/articles/rain/?locale=en")["published_at"] == "2025-03-15T00:00:00+05:00"

    def test_the_text_of_a_withdrawn_article_may_change(self, import_lines, problem):
        import_lines(a_line(slug="rain"))
        publishing.withdraw(Article.objects.get(), "It did not rain.")

        import_lines(a_line(slug="rain", title="No rain", published_at=None))

        assert problem("/articles/rain/", 410)["detail"] == "It did not rain."
        assert Article.objects.get().title == "No rain"


class TestFields:
    @pytest.mark.parametrize(
        ("theirs", "ours", "both"),
        [
            ({"summary": "S"}, {"body_html": "<p>It pours.</p>"}, ("Rain at last", "S", "<p>It pours.</p>")),
            ({"title": "T"}, {"summary": "Ours."}, ("T", "Ours.", "<p>It rains.</p>")),
            ({"body_html": "<p>B</p>"}, {"title": "Ours"}, ("Ours", "", "<p>B</p>")),
            ({"views": 3}, {"title": "Ours"}, ("Ours", "", "<p>It rains.</p>")),
            ({"title": "Theirs"}, {"title": "Ours"}, ("Theirs", "", "<p>It rains.</p>")),
        ],
    )
    def test_that_the_source_left_alone_stay_as_edited(self, import_lines, theirs, ours, both):
        import_lines(a_line())
        edit(**ours)

        import_lines(a_line(**theirs))

        article = Article.objects.get()
        assert (article.title, article.summary, article.body_html) == both

    def test_are_found_as_they_are_edited(self, import_lines, api):
        line = a_line(slug="rain", body_html="<p>Hailstones.</p>")
        import_lines(line)
        edit(body_html="<p>Thunderstorms everywhere.</p>")

        import_lines({**line, "summary": "Umbrellas needed."})

        for words, count in (("thunderstorms", 1), ("umbrellas", 1), ("hailstones", 0)):
            assert len(api.get(f"/search/?locale=en&q={words}")["results"]) == count
        article = api.get("/articles/rain/?locale=en")
        assert article["body_text"] == "Thunderstorms everywhere."
        assert article["word_count"] == 2

    def test_sections_tags_authors_and_pictures_stay_as_they_were_chosen(self, import_lines):
        line = a_line(section="Weather", tags=["Rain"], authors=["A. Writer"], image=PICTURE)
        import_lines(line)
        article, image = Article.objects.get(), an_image()
        chosen = {"section": a_section().pk, "tags": [a_tag().pk], "authors": [an_author().pk]}
        article.section_id, article.image = chosen["section"], image
        publishing.save(article, links={**content.of(article), **chosen})

        import_lines({**line, "title": "No rain"})

        said = content.of(Article.objects.get())
        assert {name: said[name] for name in chosen} == chosen
        assert (said["title"], said["image"]) == ("No rain", image.pk)

    def test_a_slug_that_the_newsroom_has_given_stays(self, import_lines, api):
        import_lines(a_line(slug="rain"))
        edit(slug="downpour")

        import_lines(a_line(slug="rain", title="No rain"))

        assert api.get("/articles/downpour/?locale=en")["title"] == "No rain"

    def test_marks_of_the_newsroom_stay(self, import_lines):
        import_lines(a_line())
        edit(is_breaking=True, source_name="Agency")

        import_lines(a_line(title="No rain"))

        article = Article.objects.get()
        assert (article.is_breaking, article.source_name) == (True, "Agency")

    def test_nothing_is_made_of_names_that_are_not_anew(self, import_lines):
        import_lines(a_line(tags=["Rain"]))
        Tag.objects.all().delete()

        import_lines(a_line(tags=["Rain"], title="No rain"))

        assert Tag.objects.count() == 0

    @pytest.mark.parametrize(
        "nothing",
        [{"tags": []}, {"summary": ""}, {"is_featured": False}, {"section": None}, {"language": "uz"}],
        ids=["tags", "summary", "mark", "section", "language"],
    )
    def test_that_the_source_begins_to_leave_empty_in_words_stay_too(self, import_lines, nothing):
        line = a_line()
        del line["language"]  # it is the site's
        import_lines(line)
        article, tag, section = Article.objects.get(), a_tag(), a_section()
        article.title, article.summary, article.is_featured, article.section = "Ours", "S", True, section
        publishing.save(article, links={**content.of(article), "tags": [tag.pk]})

        import_lines({**line, **nothing})

        said = content.of(Article.objects.get())
        assert (said["title"], said["summary"], said["is_featured"]) == ("Ours", "S", True)
        assert (said["section"], said["tags"]) == (section.pk, [tag.pk])

    def test_that_hold_lists_within_lists_where_nobody_reads_them_change_nothing(self, import_lines):
        deep = []
        for _ in range(240):
            deep = [deep]
        import_lines(a_line(source={"name": "Agency", "more": deep}))
        edit(source_name="Our own")

        printed = import_lines(a_line(source={"name": "Agency", "more": []}))

        assert ", 0 refused;" in printed
        assert Article.objects.get().source_name == "Our own"

    def test_of_what_was_imported_before_they_were_told_apart_are_known_from_the_next_import_on(
        self, import_lines
    ):
        import_lines(a_line())
        rules = run.rules(strip_hostile=False)
        former = jsonl.read(1, json_lines(a_line()), rules).draft.former_digest
        Article.objects.update(import_marks=former)
        edit(title="Ours")

        printed = import_lines(a_line())
        import_lines(a_line(summary="It pours."))

        assert printed.startswith("1 lines: 0 new, 0 updated, 1 unchanged, 0 refused;")
        assert (Article.objects.get().title, Article.objects.get().summary) == ("Ours", "It pours.")


class TestPictures:
    @pytest.fixture
    def desk(self, import_lines):
        """The photo desk has described the picture of the line otherwise."""
        import_lines(a_line(image=PICTURE))
        image = Image.objects.get()
        image.alt_en, image.credit = "A street under water", "Reuters"
        photo_desk.save(image)

    def test_stay_as_the_photo_desk_describes_them(self, import_lines, desk):
        import_lines(a_line(image=PICTURE, title="No rain"), a_line(external_id="2", image=PICTURE))

        image = Image.objects.get()
        assert (image.alt_en, image.credit) == ("A street under water", "Reuters")

    def test_get_what_the_source_says_anew(self, import_lines, desk):
        import_lines(a_line(image={**PICTURE, "alt": "Heavy rain", "caption": "On Friday"}))

        image = Image.objects.get()
        assert (image.alt_en, image.caption_en, image.credit) == ("Heavy rain", "On Friday", "Reuters")

    @pytest.mark.usefixtures("media")
    def test_of_ours_in_imported_texts_are_shown(self, import_lines, api):
        image = a_picture_of_ours()

        import_lines(a_line(slug="rain", body_html=figure(image)))

        assert f"/media/pictures/{image.pk}/" in api.get("/articles/rain/?locale=en")["body_html"]

    @pytest.mark.usefixtures("media")
    def test_of_ours_in_imported_texts_are_not_deleted(self, import_lines):
        image, other = a_picture_of_ours(), a_picture_of_ours()
        import_lines(a_line(body_html=figure(other)))
        import_lines(a_line(body_html=figure(image)))

        with pytest.raises(photo_desk.InUse):
            photo_desk.delete(image)
        photo_desk.delete(other)

        assert Image.objects.get() == image


class TestHistory:
    def test_keeps_every_version_that_an_import_replaces(self, import_lines):
        for summary in ("One.", "Two.", "Three."):
            import_lines(a_line(summary=summary))

        kept = Revision.objects.order_by("number").values_list("number", "content__summary", "by")

        assert list(kept) == [(1, "One.", None), (2, "Two.", None)]

    def test_keeps_what_the_newsroom_wrote_and_shows_what_readers_see(self, import_lines):
        import_lines(a_line())
        edit(title="Ours")
        import_lines(a_line(title="Theirs"))
        article = Article.objects.get()

        chief = signed_in(a_person("chief", "chief_editor"))
        page = chief.get(reverse("admin:articles_article_history", args=[article.pk]))
        compared = chief.get(
            reverse("admin:articles_article_compare", args=[article.pk]), {"before": "2", "after": "3"}
        )

        revisions = [revision.number for revision, _ in page.context["revisions"]]
        titles = Revision.objects.order_by("-number").values_list("content__title", flat=True)
        assert (revisions, list(titles)) == ([3, 2, 1], ["Ours", "Rain at last"])
        assert ("Ours</del>" in compared.text, "Theirs</ins>" in compared.text) == (True, True)

    def test_costs_the_same_however_many_are_replaced(self, import_lines, django_assert_max_num_queries):
        lines = [a_line(external_id=str(number), tags=["Rain"]) for number in range(20)]
        import_lines(*lines)

        with django_assert_max_num_queries(40):
            import_lines(*({**line, "summary": "Again."} for line in lines))

        assert Revision.objects.count() == 20

    @pytest.mark.parametrize("again", [{"views": 7}, {"image": {**PICTURE, "alt": "Heavy rain"}}])
    def test_has_no_version_of_what_readers_do_not_take_for_one(self, import_lines, again):
        import_lines(a_line(views=5, image=PICTURE))
        before = Article.objects.get()

        printed = import_lines(a_line(**{"views": 5, "image": PICTURE, **again}))
        printed_again = import_lines(a_line(**{"views": 5, "image": PICTURE, **again}))

        now = Article.objects.get()
        assert ("1 updated" in printed, "1 unchanged" in printed_again) == (True, True)
        assert (now.revision, now.updated_at, Revision.objects.count()) == (1, before.updated_at, 0)
        assert now.view_total.count == again.get("views", 5)
        assert Image.objects.get().alt_en == again.get("image", PICTURE)["alt"]


class TestRefused:
    def test_leaves_no_names_and_pictures(self, import_lines):
        an_article(slug="rain")
        named = {"section": "Ghost section", "tags": ["Ghost tag"], "authors": ["G. Host"], "image": PICTURE}

        printed = import_lines(a_line(slug="rain", **named))

        assert "slug rain belongs to another article" in printed
        assert [each.objects.count() for each in (Section, Tag, Author, Image)] == [0, 0, 0, 0]


class TestAtOneMoment:
    @pytest.mark.django_db(transaction=True)
    def test_an_article_that_goes_into_the_trash_is_not_imported(self, import_lines):
        import_lines(a_line())
        article = Article.objects.get()

        with at_the_same_time(lambda: import_lines(a_line(title="No rain"))) as printed:
            trash.put_in(article)

        assert "line 1: the article is in the trash" in printed[0]
        assert Article.objects.get().published_at is None

    @pytest.mark.django_db(transaction=True)
    def test_a_name_that_somebody_gives_to_a_tag_stays(self, import_lines):
        tag = a_tag("dozhd", name_en="Rain", name_ru="", name_uz="Yomgʻir")

        with at_the_same_time(
            lambda: import_lines(a_line(language="ru", title="Дождь", tags=["Дождь"]))
        ) as printed:
            Tag.objects.filter(pk=tag.pk).update(name_en="Downpour")

        assert "1 new" in printed[0]
        tag.refresh_from_db()
        assert (tag.name_en, tag.name_ru) == ("Downpour", "Дождь")

    @pytest.mark.django_db(transaction=True)
    def test_what_the_photo_desk_says_of_a_picture_stays(self, import_lines):
        import_lines(a_line(image={"url": PICTURE["url"]}))

        with at_the_same_time(lambda: import_lines(a_line(external_id="2", image=PICTURE))) as printed:
            Image.objects.update(alt_en="A street under water")

        assert "1 new" in printed[0]
        assert (Image.objects.get().alt_en, Image.objects.get().credit) == ("A street under water", "AP")


@contextmanager
def at_the_same_time(act):
    """The act begins before what the block does is committed, and has to wait for it."""
    results = []

    def run_it():
        try:
            results.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run_it)
    with transaction.atomic():
        yield results
        thread.start()
        with connection.cursor() as cursor:
            cursor.execute(WAIT_UNTIL_SOMEBODY_WAITS)
    thread.join()


def figure(image: Image) -> str:
    return f'<p>It rains.</p><figure><img src="image:{image.pk}" alt="Rain"></figure>'
