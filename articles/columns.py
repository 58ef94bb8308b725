"""The columns that answers about articles are made of: each is one expression, named once."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    DateTimeField,
    F,
    Func,
    OuterRef,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Least, NullIf

from articles.models import Article, ArticleAuthor, ArticleTag, Correction
from newsapi.locales import LANGUAGES
from newsapi.statements import Parameter

MOMENT = Parameter("at", DateTimeField())


class Name(Value):
    """A key, written into the statement: a prepared one could not tell the type of a parameter there."""

    def as_sql(self, compiler, connection):
        return f"'{self.value}'", []


class JSONObject(Func):
    """`json`, which unlike `jsonb` is not taken apart and put together again on its way out."""

    function = "json_build_object"
    output_field = CharField()  # the driver parses it

    def __init__(self, **columns):
        super().__init__(*(part for name, column in columns.items() for part in (Name(name), F(column))))


class ToJSON(Func):
    function = "to_json"
    output_field = CharField()


def objects(queryset, **columns: str) -> ToJSON:
    return ToJSON(
        ArraySubquery(queryset.order_by(*queryset.model._meta.ordering).values(json=JSONObject(**columns)))
    )


def names_of(relation: str) -> dict[str, str]:
    """What a link to a section, tag or author needs."""
    return {
        "id": f"{relation}_id",
        "slug": f"{relation}__slug",
        **{language: f"{relation}__name_{language}" for language in LANGUAGES},
    }


def first(queryset, column: str) -> Subquery:
    return Subquery(queryset.values(column)[:1])


def next_change(moment) -> Least:
    """When readers will next see one article more or one less, beside whatever else is read."""
    return Least(
        first(Article.objects.filter(published_at__gt=moment).order_by("published_at", "pk"), "published_at"),
        first(Article.objects.filter(withdrawn_at__gt=moment).order_by("withdrawn_at"), "withdrawn_at"),
    )


NEIGHBOURS = 200  # the newest articles with the same tag; bounds the work for tags of any size
TAGS = ArticleTag.objects.filter(article=OuterRef("pk"))
SAME_TAG = ArticleTag.objects.filter(tag=OuterRef("tag")).order_by("-article").values("article")[:NEIGHBOURS]
TRANSLATIONS = (
    Article.objects.published(MOMENT)
    .filter(story=OuterRef("story"))
    .exclude(pk=OuterRef("pk"))
    .order_by("language")
)

COLUMNS = {
    "shown_summary": Coalesce(NullIf("summary", Value("")), "excerpt", output_field=TextField()),
    "section_names": JSONObject(**names_of("section")),
    "tag_names": objects(TAGS, **names_of("tag")),
    "tag_neighbours": ToJSON(ArraySubquery(TAGS.order_by().values(json=ToJSON(ArraySubquery(SAME_TAG))))),
    "author_names": objects(ArticleAuthor.objects.filter(article=OuterRef("pk")), **names_of("author")),
    "picture": JSONObject(
        id="image_id",
        **{
            column: f"image__{column}"
            for column in (
                "file",
                "source_url",
                "width",
                "height",
                "credit",
                "focal_x",
                "focal_y",
                "placeholder",
            )
        },
        **{
            f"{text}_{language}": f"image__{text}_{language}"
            for text in ("alt", "caption")
            for language in LANGUAGES
        },
        renditions="image__renditions",
    ),
    "views": F("view_total__count"),
    "blocks_json": Func("body_blocks", template="%(expressions)s::text", output_field=TextField()),
    "correction_texts": objects(Correction.objects.filter(article=OuterRef("pk")), at="at", text="text"),
    "editions": ToJSON(
        ArraySubquery(TRANSLATIONS.values(json=JSONObject(id="pk", language="language", slug="slug")))
    ),
    "changes_at": next_change(MOMENT),
}


def select(articles, columns: frozenset[str]):
    """The queryset with just these columns: those above, else the model's own."""
    own = sorted(columns - COLUMNS.keys())
    return articles.order_by().values(
        *own, **{name: COLUMNS[name] for name in sorted(columns & COLUMNS.keys())}
    )
