"""Rows of tags, authors and views say what lists ask of their article, whoever writes what in which order."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.listed import AS_LISTED
from articles.models import Article, ArticleAuthor, ArticleTag, ViewTotal
from tests.builders import a_section, a_tag, ago, ahead, an_article, an_author
from tests.waiting import WAIT_UNTIL_SOMEBODY_WAITS

migration = import_module("articles.migrations.0016_present_rows_are_told")
LISTS = ("/articles/?locale=en&tag=tourism", "/articles/?locale=en&author=dilnoza-karimova")
BY_VIEWS = "/articles/?locale=en&ordering=-views"


def said(article: Article) -> dict[str, list[tuple]]:
    """What the rows of each kind say, and what the article itself says."""
    rows = {
        model.__name__: model.objects.filter(article=article).values_list(*AS_LISTED)
        for model in (ArticleTag, ArticleAuthor, ViewTotal)
    }
    rows["Article"] = Article.objects.filter(pk=article.pk).values_list(*AS_LISTED)
    return {name: list(found) for name, found in rows.items()}


def all_say_the_same(article: Article) -> bool:
    found = said(article)
    return found["Article"] * 4 == [row for rows in found.values() for row in rows]


@pytest.fixture
def article(db):
    return an_article("News", slug="news", tags=[a_tag()], authors=[an_author()], section=a_section())


def slugs(page: dict) -> list[str]:
    return [each["slug"] for each in page["results"]]


def pages_from(api, path: str, way: str) -> list[dict]:
    """The page there and all that follow it."""
    page = api.get(path)
    return [page, *(pages_from(api, page[way], way) if page[way] else [])]


@pytest.mark.parametrize(
    "change",
    [
        {"language": "ru"},
        {"section": None},
        {"published_at": ago(days=3)},
        {"published_at": ahead(days=3)},
        {"published_at": None},
        {"withdrawn_at": ahead(days=1), "withdrawn_reason": "Wrong"},
    ],
    ids=["language", "section", "earlier", "scheduled", "draft", "withdrawn"],
)
def test_they_follow_a_change_of_the_article(article, change):
    Article.objects.filter(pk=article.pk).update(**change)

    assert all_say_the_same(article)


@pytest.mark.parametrize("path", [*LISTS, BY_VIEWS])
def test_lists_follow_with_them(article, api, path):
    shown = [slugs(api.get(path))]
    for change in (
        {"withdrawn_at": ago(minutes=1), "withdrawn_reason": "Wrong"},
        {"withdrawn_at": None, "withdrawn_reason": ""},
        {"language": "ru"},
    ):
        Article.objects.filter(pk=article.pk).update(**change)
        shown.append(slugs(api.get(path)))

    assert shown == [["news"], [], ["news"], []]


def test_whoever_saves_a_row_of_before_changes_nothing_that_lists_ask(article):
    rows = [ArticleTag.objects.get(), ArticleAuthor.objects.get(), ViewTotal.objects.get()]
    Article.objects.filter(pk=article.pk).update(published_at=ago(days=3), language="ru")

    for row in rows:
        row.save()

    assert all_say_the_same(article)


def test_a_row_that_moves_to_another_article_says_what_that_one_says(article):
    other = an_article("Other", language="ru", authors=[an_author("other")])

    ArticleTag.objects.update(article=other)

    assert all_say_the_same(other)


@pytest.mark.django_db(transaction=True)
def test_a_tag_that_is_added_while_the_article_is_published_is_not_left_behind():
    article, tag = an_article("News", slug="news", published_at=None), a_tag()
    published_at = ago(hours=2)

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic(), connection.cursor() as cursor:
            Article.objects.filter(pk=article.pk).update(published_at=published_at)
            adding = threads.submit(add, article, tag)
            cursor.execute(WAIT_UNTIL_SOMEBODY_WAITS)
            assert not adding.done()
        adding.result()

    assert ArticleTag.objects.get().published_at == published_at


@pytest.mark.django_db(transaction=True)
def test_an_article_that_is_published_while_a_tag_is_added_tells_the_tag():
    article, tag = an_article("News", slug="news", published_at=None), a_tag()
    published_at = ago(hours=2)

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic(), connection.cursor() as cursor:
            ArticleTag.objects.create(article=article, tag=tag)
            publishing = threads.submit(publish, article, published_at)
            cursor.execute(WAIT_UNTIL_SOMEBODY_WAITS)
            assert not publishing.done()
        publishing.result()

    assert ArticleTag.objects.get().published_at == published_at


def add(article: Article, tag) -> None:
    try:
        ArticleTag.objects.create(article=article, tag=tag)
    finally:
        connection.close()


def publish(article: Article, published_at) -> None:
    try:
        Article.objects.filter(pk=article.pk).update(published_at=published_at)
    finally:
        connection.close()


def test_a_row_without_its_article_is_refused_at_once(article):
    with pytest.raises(IntegrityError, match="There is no article 0 yet"), transaction.atomic():
        ArticleTag.objects.create(article_id=0, tag=ArticleTag.objects.get().tag)


@pytest.fixture
def untold(transactional_db):
    """Articles whose rows were written before there was anything to tell them, and some that are wrong."""
    tag, author = a_tag(), an_author()
    articles = [an_article(f"News {number}", tags=[tag], authors=[author]) for number in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no trigger runs
        for model in (ArticleTag, ArticleAuthor, ViewTotal):
            model.objects.update(language="", published_at=None)
        ArticleTag.objects.filter(article=articles[0]).update(language="en", published_at=ago(days=9))
        cursor.execute("SET session_replication_role = origin")
    return articles


def tell() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(migration.TELL_PRESENT_ROWS)
    finally:
        connection.close()


def test_rows_of_before_are_told(untold):
    tell()

    assert [all_say_the_same(each) for each in untold] == [True, True, True]


def test_an_editor_who_works_meanwhile_is_waited_for(untold):
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic(), connection.cursor() as cursor:
            article = Article.objects.select_for_update().get(pk=untold[1].pk)
            telling = threads.submit(tell)
            cursor.execute(WAIT_UNTIL_SOMEBODY_WAITS)
            ArticleTag.objects.filter(article=article).delete()
            Article.objects.filter(pk=article.pk).update(published_at=ago(days=2))
        telling.result()

    assert [all_say_the_same(each) for each in (untold[0], untold[2])] == [True, True]
    assert said(article)["ViewTotal"] == said(article)["Article"]


def looks_at_articles(query: dict) -> bool:
    return f'"{Article._meta.db_table}"' in query["sql"]


class TestLists:
    """Of tags and authors, in whatever order and edition: what the articles themselves say."""

    @pytest.fixture(autouse=True)
    def archive(self, db):
        world, sport = a_section(), a_section("sport")
        lake, city, sea = a_tag("lake"), a_tag("city"), a_tag("sea")
        ali, vali = an_author("ali"), an_author("vali")
        an_article("A", slug="a", section=world, tags=[lake, city], authors=[ali], published_at=ago(hours=4))
        an_article(
            "B", slug="b", section=sport, tags=[city, lake], authors=[ali, vali], published_at=ago(hours=3)
        )
        an_article(
            "C", slug="c", section=world, tags=[lake], authors=[vali], published_at=ago(hours=2), views=9
        )
        an_article("D", slug="d", tags=[lake, sea], authors=[vali], published_at=ago(hours=1), views=9)
        an_article("G", slug="g", tags=[lake], authors=[ali], published_at=None)
        an_article(
            "H", slug="h", tags=[lake], authors=[vali], withdrawn_at=ago(minutes=1), withdrawn_reason="Wrong"
        )
        an_article("E", slug="e", tags=[lake], authors=[ali], published_at=ahead(hours=1))
        an_article(
            "F", slug="f", section=world, tags=[lake, city, sea], language="ru", published_at=ago(hours=5)
        )

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("tag=lake", "dcba"),
            ("tag=lake&ordering=published_at", "abcd"),
            ("tag=lake&ordering=-title", "dcba"),
            ("tag=lake&ordering=-views", "dcba"),
            ("tag=lake&ordering=-views,title", "cdab"),
            ("tag=lake&ordering=views", "abcd"),
            ("tag=lake&tag=city", "ba"),
            ("tag=city&tag=lake&tag=sea", ""),
            ("tag=city,sea", "dba"),
            ("tag=city,sea&tag=lake", "dba"),
            ("tag=lake&exclude_tag=sea", "cba"),
            ("tag=lake&section=world", "ca"),
            ("tag=lake&exclude_section=world", "db"),
            ("tag=lake&author=ali", "ba"),
            ("author=vali&tag=city,sea", "db"),
            ("author=ali&author=vali", "b"),
            ("author=ali,vali&ordering=-views", "dcba"),
            ("section=world&ordering=-views", "ca"),
            ("tag=lake&fallback=ru", "dcbaf"),
            ("tag=sea&fallback=ru&ordering=published_at", "fd"),
            ("fallback=ru&ordering=-views", "dcfba"),
            ("tag=nobody", ""),
        ],
    )
    def test_are_the_same_whole_and_turned_page_by_page_there_and_back(self, api, query, found):
        path = f"/articles/?locale=en&{query}"
        whole = slugs(api.get(path))
        pages = pages_from(api, f"{path}&page_size=1", "next")
        back = pages_from(api, pages[-1]["previous"], "previous") if pages[-1]["previous"] else []

        assert "".join(whole) == found
        assert [slug for page in pages for slug in slugs(page)] == whole
        assert [slug for page in back for slug in slugs(page)] == whole[-2::-1]

    def test_are_bounded_in_time_by_the_rows_as_well(self, api):
        after = ago(hours=3, minutes=30).isoformat().replace("+00:00", "Z")

        bounded = [
            slugs(api.get(f"/articles/?locale=en&tag=lake&{name}={after}"))
            for name in ("published_after", "published_before")
        ]

        assert bounded == [["d", "c", "b"], ["a"]]

    @pytest.mark.parametrize(
        "query",
        [
            "tag=lake",
            "tag=lake&page=2",
            "tag=lake&section=world&published_after=2020-01-01",
            "author=vali&exclude_section=world&ordering=published_at",
            "ordering=-views",
            "section=world&ordering=-views",
        ],
    )
    def test_are_found_without_a_look_at_the_articles_that_are_passed(self, api, query):
        with CaptureQueriesContext(connection) as asked:
            api.answer(f"/articles/?locale=en&page_size=1&{query}")

        assert [looks_at_articles(each) for each in asked] == [False, True]  # which; all that is shown

    @pytest.mark.parametrize("query", ["tag=lake", "author=vali&exclude_section=sport"])
    def test_are_counted_without_one(self, api, query):
        with CaptureQueriesContext(connection) as asked:
            count = api.get(f"/articles/?locale=en&page_size=1&count=exact&{query}")["count"]

        counting = [each for each in asked if "COUNT(" in each["sql"]]
        assert (count > 1, [looks_at_articles(each) for each in counting]) == (True, [False])
