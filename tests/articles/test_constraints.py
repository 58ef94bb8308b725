"""What the database itself refuses, whoever writes."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from articles.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    Author,
    Correction,
    CountingState,
    DailyViews,
    FormerSlug,
    HourlyViews,
    Image,
    Presence,
    Ranking,
    Revision,
    Section,
    Tag,
    TrashedArticle,
    ViewTotal,
    Vocabulary,
)
from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image
from tests.people import a_person

pytestmark = pytest.mark.django_db
HOUR = datetime(2025, 3, 14, 12, tzinfo=UTC)


def article(**fields):
    """A row as no form would write it."""
    return Article.objects.create(**{"language": "en", "slug": "row", "title": "Row", **fields})


def a_ranking(section):
    return Ranking.objects.create(
        kind="24h", language="en", section=section, article_ids=[], weights=[], total=0, as_of=HOUR
    )


BROKEN = {
    "article_slug_is_unique_over_all_languages": [
        lambda: [article(slug="news"), article(slug="news", language="ru")],
    ],
    "article_slug_is_url_safe_and_no_number": [
        lambda: article(slug=""),
        lambda: article(slug="42"),
        lambda: article(slug="20-25"),
        lambda: article(slug="News"),
        lambda: article(slug="two words"),
        lambda: article(slug="two--hyphens"),
        lambda: article(slug="-news"),
        lambda: article(slug="news-"),
        lambda: article(slug="news\n"),
        lambda: article(slug="новость"),
        lambda: article(slug="a/b"),
    ],
    "article_is_imported_once": [
        lambda: [article(external_id="1"), article(slug="b", external_id="1")],
    ],
    "article_language_is_known": [lambda: article(language="de"), lambda: article(language="")],
    "article_has_a_title": [lambda: article(title=""), lambda: article(title=" \n")],
    "article_has_a_story": [lambda: article(story="")],
    "story_has_one_edition_in_a_language": [
        lambda: [article(story="one"), article(slug="b", story="one")],
    ],
    "article_is_withdrawn_after_publication": [
        lambda: article(withdrawn_at=ago(days=1), withdrawn_reason="Wrong."),
        lambda: article(published_at=ago(days=1), withdrawn_at=ago(days=2), withdrawn_reason="Wrong."),
    ],
    "article_withdrawal_has_a_reason": [
        lambda: article(published_at=ago(days=2), withdrawn_at=ago(days=1)),
        lambda: article(published_at=ago(days=2), withdrawn_reason="Wrong."),
    ],
    "article_is_younger_than_newspapers": [
        lambda: article(published_at=datetime(1599, 12, 31, 23, 59, tzinfo=UTC)),
    ],
    "article_has_a_tag_once": [
        lambda: ArticleTag.objects.bulk_create([ArticleTag(article=a, tag=t) for a, t in twice(a_tag())]),
    ],
    "article_has_an_author_once": [
        lambda: ArticleAuthor.objects.bulk_create(
            [ArticleAuthor(article=a, author=each) for a, each in twice(an_author())]
        ),
    ],
    "correction_says_what": [lambda: Correction.objects.create(article=article(), text="")],
    "former_slug_leads_to_one_article": [
        lambda: [
            FormerSlug.objects.create(article=article(), slug="former"),
            FormerSlug.objects.create(article=article(slug="b"), slug="former"),
        ],
    ],
    "image_is_a_file_or_an_address": [
        lambda: Image.objects.create(),
        lambda: an_image(file="a.jpg", source_url="https://pictures.example/a.jpg"),
    ],
    "image_address_is_kept_once": [
        lambda: [
            an_image(source_url="https://pictures.example/a.jpg"),
            an_image(source_url="https://pictures.example/a.jpg"),
        ],
    ],
    "image_focal_point_is_inside": [lambda: an_image(focal_x=1.01), lambda: an_image(focal_y=-0.01)],
    "image_has_both_sides_or_none": [
        lambda: an_image(width=1600),
        lambda: an_image(height=900),
        lambda: an_image(width=0, height=900),
    ],
    "section_slug_is_unique": [lambda: [a_section("world"), a_section("world")]],
    "section_slug_is_url_safe_and_no_number": [lambda: a_section("42"), lambda: a_section("The World")],
    "section_has_a_name": [lambda: Section.objects.create(slug="world")],
    "tag_slug_is_unique": [lambda: [a_tag("rail"), a_tag("rail")]],
    "tag_slug_is_url_safe_and_no_number": [lambda: a_tag("42"), lambda: a_tag("Rail")],
    "tag_has_a_name": [lambda: Tag.objects.create(slug="rail")],
    "tag_kind_is_known": [lambda: a_tag(kind="animal"), lambda: a_tag(kind="")],
    "author_slug_is_unique": [lambda: [an_author("aziza"), an_author("aziza")]],
    "author_slug_is_url_safe_and_no_number": [lambda: an_author("42"), lambda: an_author("Aziza")],
    "author_has_a_name": [lambda: Author.objects.create(slug="aziza")],
    "article_has_one_count_an_hour": [
        lambda: HourlyViews.objects.bulk_create(
            [HourlyViews(article=a, hour=hour, count=1) for a, hour in twice(HOUR)]
        ),
    ],
    "hourly_views_begin_with_the_hour": [
        lambda: HourlyViews.objects.create(article=article(), hour=HOUR.replace(minute=1), count=1),
    ],
    "article_has_one_count_a_day": [
        lambda: DailyViews.objects.bulk_create(
            [DailyViews(article=a, day=day, count=1) for a, day in twice(HOUR.date())]
        ),
    ],
    "there_is_one_counting_state": [
        lambda: CountingState.objects.create(pk=2, as_of=HOUR, changed_at=HOUR, reports_since=HOUR),
    ],
    "edition_and_section_have_one_ranking_of_a_kind": [
        lambda: [a_ranking(section=None), a_ranking(section=None)],
        lambda: [a_ranking(section=world) for world in [a_section("world")] * 2],
    ],
    "membership_role_is_known": [lambda: a_person(role="publisher"), lambda: a_person(role="")],
    "revision_is_kept_once": [
        lambda: Revision.objects.bulk_create(
            [Revision(article=a, number=number, act="saved", content={}) for a, number in twice(1)]
        ),
    ],
    "presence_is_once_an_article": [
        lambda: Presence.objects.bulk_create(
            [Presence(article=a, user=user) for a, user in twice(a_person())]
        ),
    ],
    "trash_keeps_a_whole_state": [
        lambda: TrashedArticle.objects.create(article=article(), withdrawn_at=ago(days=1)),
    ],
    "vocabulary_is_learnt_from_some_article": [
        lambda: Vocabulary.objects.create(language="en", articles=0),
    ],
}


def twice(value):
    return [(article(), value)] * 2


@pytest.mark.parametrize(
    ("name", "write"), [(name, write) for name, writes in BROKEN.items() for write in writes]
)
def test_the_database_refuses_what_breaks_its_promise(name, write):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        write()


def test_every_promise_is_tested():
    named = {
        constraint.name
        for model in apps.get_app_config("articles").get_models()
        for constraint in model._meta.constraints
    }

    assert BROKEN.keys() == named


class TestWhatIsTaken:
    def test_an_article_may_lack_all_but_language_slug_and_title(self):
        assert article().published_at is None

    def test_two_articles_may_have_no_external_id(self):
        article()

        assert article(slug="b").external_id is None

    def test_an_article_may_be_withdrawn_at_the_moment_of_its_publication(self):
        moment = ago(days=1)

        row = article(published_at=moment, withdrawn_at=moment, withdrawn_reason="Wrong.")

        assert row.withdrawn_at == moment

    def test_a_story_may_have_an_edition_in_each_language(self):
        for language in ("uz", "ru", "en"):
            article(slug=language, story="one", language=language)

        assert Article.objects.filter(story="one").count() == 3

    def test_a_slug_may_begin_with_a_number(self):
        assert article(slug="2025-03-14-news").pk


class TestDeletion:
    @pytest.mark.parametrize("relation", ["section", "image"])
    def test_what_an_article_shows_cannot_be_deleted(self, relation):
        shown = {"section": a_section, "image": an_image}[relation]()
        an_article(**{relation: shown})

        with pytest.raises(IntegrityError):
            shown.delete()

    def test_an_author_of_an_article_cannot_be_deleted(self):
        author = an_author()
        an_article(authors=[author])

        with pytest.raises(IntegrityError):
            author.delete()

    def test_a_deleted_article_leaves_nothing_behind(self):
        row = an_article(tags=[a_tag()], authors=[an_author()], views=3)
        Correction.objects.create(article=row, text="The date was wrong.")
        HourlyViews.objects.create(article=row, hour=HOUR, count=1)

        row.delete()

        assert not ArticleTag.objects.exists()
        assert not ArticleAuthor.objects.exists()
        assert not Correction.objects.exists()
        assert not HourlyViews.objects.exists()
        assert not ViewTotal.objects.exists()


class TestViewTotal:
    def test_is_there_from_the_first_moment_however_the_article_came(self):
        article()
        Article.objects.bulk_create([Article(language="en", slug=slug, title=slug) for slug in ("a", "b")])

        assert sorted(ViewTotal.objects.values_list("article__slug", "count")) == [
            ("a", 0),
            ("b", 0),
            ("row", 0),
        ]
