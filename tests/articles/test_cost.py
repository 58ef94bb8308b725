"""How many SQL statements a read takes: the same number whatever the data."""

import pytest

from articles import publishing
from articles.models import Article, ArticleAuthor, ArticleTag, Correction
from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image

EVERY_OTHER_FILTER = (
    "section=world&tag=rail&author=aziza&exclude_section=sport&exclude_tag=water&exclude=other"
    "&published_after=2020-01-01&published_before=8000-01-01&updated_after=2020-01-01"
    "&updated_before=8000-01-01&is_breaking=true&is_featured=true&has_image=true"
)
EVERY_FILTER = f"{EVERY_OTHER_FILTER}&search=news"
EVERYTHING = "body_html,body_blocks,body_text,word_count,source,corrections,translations"


def an_edition(count: int) -> None:
    """So many stories in two languages, with all that a story can have."""
    filed = {"section": a_section("world"), "image": an_image(), "is_breaking": True, "is_featured": True}
    tags, authors = [a_tag("rail"), a_tag("lake")], [an_author("aziza"), an_author("botir")]
    articles = Article.objects.bulk_create(
        publishing.prepare(
            Article(
                title="News",
                language=language,
                story=f"story-{number}",
                slug=f"{name}-{number}",
                body_html="<p>One sentence of news.</p>",
                published_at=ago(hours=number + 1),
                **filed,
            )
        )
        for number in range(count)
        for language, name in (("en", "news"), ("ru", "novost"))
    )
    ArticleTag.objects.bulk_create(ArticleTag(article=each, tag=tag) for each in articles for tag in tags)
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=each, author=author) for each in articles for author in authors
    )
    Correction.objects.bulk_create(Correction(article=each, text="The date was wrong.") for each in articles)


@pytest.mark.parametrize("count", [1, 30])
class TestArticleList:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "&page=1",
            "&page_size=1",
            "&page_size=100",
            "&fields=id",
            "&ordering=-views,title,updated_at",
            f"&expand={EVERYTHING}",
            "&fallback=ru,uz",
            f"&{EVERY_OTHER_FILTER}",
            f"&{EVERY_OTHER_FILTER}&fallback=ru,uz&expand={EVERYTHING}&ordering=-views,title&page_size=100",
        ],
    )
    def test_takes_two(self, api, django_assert_num_queries, count, query):
        an_edition(count)

        with django_assert_num_queries(2):  # which articles; all that is shown of them
            api.answer(f"/articles/?locale=en{query}")

    @pytest.mark.parametrize("query", ["", "&page=1", f"&{EVERY_OTHER_FILTER}&fallback=ru,uz"])
    def test_takes_three_where_words_are_searched(self, api, django_assert_num_queries, count, query):
        an_edition(count)

        with django_assert_num_queries(3):  # how common the words are; which articles; all that is shown
            api.answer(f"/articles/?locale=en&search=news{query}")

    @pytest.mark.parametrize("order", ["-views", "title", "-updated_at"])
    def test_takes_one_more_where_filters_narrow_a_search_in_another_order(
        self, api, django_assert_num_queries, count, order
    ):
        an_edition(count)

        with django_assert_num_queries(4):  # beside these, how much the filters leave
            api.answer(f"/articles/?locale=en&{EVERY_FILTER}&fallback=ru,uz&ordering={order}")

    @pytest.mark.parametrize("query", ["", "&page=1"])
    def test_takes_two_more_for_the_count(self, api, django_assert_num_queries, count, query):
        an_edition(count)
        an_article("One more", **like_the_first())

        # Which articles; how many, and until when; all that is shown of them.
        with django_assert_num_queries(4):
            api.answer(f"/articles/?locale=en{query}&page_size=1&count=exact")

    def test_takes_two_more_for_the_count_of_what_is_searched(self, api, django_assert_num_queries, count):
        an_edition(count)
        an_article("One more", **like_the_first())

        # How common the words are; how much the filters leave; which articles; how many; all that is shown.
        with django_assert_num_queries(5):
            api.answer(f"/articles/?locale=en&{EVERY_FILTER}&fallback=ru,uz&page_size=1&count=exact")


def like_the_first() -> dict:
    """What makes another article pass the filters that all others pass."""
    first = Article.objects.earliest("pk")
    return {
        "section": first.section,
        "image": first.image,
        "tags": first.tags.all(),
        "authors": first.authors.all(),
        "is_breaking": True,
        "is_featured": True,
    }


class TestEmptyList:
    @pytest.mark.parametrize(
        "query",
        ["", "&section=unknown&page=1", "&count=exact", f"&{EVERY_OTHER_FILTER}&fallback=ru,uz&count=exact"],
    )
    def test_takes_two(self, api, django_assert_num_queries, query):
        with django_assert_num_queries(2):  # which articles; when there will be one
            api.answer(f"/articles/?locale=en{query}")

    @pytest.mark.parametrize(
        "query",
        [
            "published_after=2025-01-02&published_before=2025-01-01",
            "date=2025-01-01&published_after=2025-01-03",
            "updated_after=2025-01-02&updated_before=2025-01-01&search=news&count=exact",
            "published_after=2025-01-02&published_before=2025-01-01&search=news&page=1&ordering=-views",
        ],
    )
    def test_takes_one_where_no_article_can_be_within_all_bounds(self, api, django_assert_num_queries, query):
        with django_assert_num_queries(1):  # when there will be one
            assert api.get(f"/articles/?locale=en&{query}")["results"] == []

    def test_takes_four_where_a_cursor_finds_nothing_more(self, api, django_assert_num_queries):
        an_edition(2)
        page = api.get("/articles/?locale=en&page_size=1&count=exact")
        Article.objects.filter(slug="news-1").delete()

        with django_assert_num_queries(4):  # which articles; how many; until when; when there will be one
            api.answer(page["next"])


@pytest.mark.parametrize("count", [1, 30])
class TestSearch:
    @pytest.mark.parametrize(
        "query", ["", "&locale=en", "&page=1&count=exact", f"&{EVERY_FILTER}&facets=month"]
    )
    def test_takes_five(self, api, django_assert_num_queries, count, query):
        an_edition(count)

        # When that changes; how common the words are; the best that matches; all that is shown; what words in
        # it are indexed as.
        with django_assert_num_queries(5):
            api.answer(f"/search/?q=news{query}")

    def test_takes_four_where_words_in_the_texts_are_known(self, api, django_assert_num_queries, count):
        an_edition(count)
        api.answer("/search/?q=news")

        with django_assert_num_queries(4):
            api.answer("/search/?q=news&page_size=5")

    def test_takes_four_in_uzbek(self, api, django_assert_num_queries, count):
        an_article("Yangiliklar", language="uz")

        with django_assert_num_queries(4):
            api.answer("/search/?q=yangilik&locale=uz")

    def test_takes_no_more_where_nothing_has_the_word(self, api, django_assert_max_num_queries, count):
        an_edition(count)

        # When that changes; how common the word is; three about what is written like it; what that finds;
        # when the answer may change.
        with django_assert_max_num_queries(7):
            api.answer("/search/?q=zeppelin")

    def test_takes_one_more_for_each_facet_of_names(self, api, django_assert_num_queries, count):
        an_edition(count)

        with django_assert_num_queries(7):  # those five; sections; tags
            api.answer("/search/?q=news&facets=section,tag,month")


@pytest.mark.parametrize("count", [1, 30])
class TestArticle:
    @pytest.mark.parametrize("query", ["", "?locale=ru", "?fields=title", "?omit=body_html"])
    def test_takes_one(self, api, django_assert_num_queries, count, query):
        an_edition(count)

        with django_assert_num_queries(1):  # the article with all that goes with it
            api.answer(f"/articles/news-0/{query}")

    def test_takes_one_by_number_too(self, api, django_assert_num_queries, count):
        an_edition(count)
        number = Article.objects.get(slug="news-0").pk

        with django_assert_num_queries(1):  # the article with all that goes with it
            api.answer(f"/articles/{number}/")

    @pytest.mark.parametrize(("slug", "status"), [("missing", 404), ("former", 301)])
    def test_takes_two_where_no_article_has_that_slug(
        self, api, django_assert_num_queries, count, slug, status
    ):
        an_edition(count)
        article = an_article(slug="former")
        article.slug = "present"
        publishing.save(article)

        with django_assert_num_queries(2):  # the article of this slug; that of this former slug
            api.answer(f"/articles/{slug}/", status)

    def test_takes_one_once_it_is_withdrawn(self, api, django_assert_num_queries, count):
        an_edition(count)
        publishing.withdraw(Article.objects.get(slug="news-0"), "The source was wrong.")

        with django_assert_num_queries(1):  # the article and its state
            api.answer("/articles/news-0/", 410)


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("kind", ["sections", "tags", "authors"])
class TestNames:
    def test_take_two(self, api, django_assert_num_queries, kind, count):
        an_edition(count)

        with django_assert_num_queries(2):  # which; their names
            api.answer(f"/{kind}/")

    def test_take_three_with_the_number_of_their_articles(self, api, django_assert_num_queries, kind, count):
        an_edition(count)

        with django_assert_num_queries(3):  # which; their names; their counts, and when those change
            api.answer(f"/{kind}/?expand=article_count")

    def test_take_a_fourth_for_the_count(self, api, django_assert_num_queries, kind, count):
        an_edition(count)
        {"sections": a_section, "tags": a_tag, "authors": an_author}[kind]("another")

        with django_assert_num_queries(4):  # which; how many; their names; their counts
            api.answer(f"/{kind}/?expand=article_count&count=exact&page_size=1")

    def test_take_two_alone(self, api, django_assert_num_queries, kind, count):
        an_edition(count)
        slug = {"sections": "world", "tags": "rail", "authors": "aziza"}[kind]

        with django_assert_num_queries(2):  # its names; its count, and when that changes
            api.answer(f"/{kind}/{slug}/?expand=article_count")
