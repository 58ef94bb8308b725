"""The columns that answers about articles are made of: each is one expression, named once."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Least, NullIf, TruncDate

from articles.models import Article, ArticleAuthor, ArticleTag, Correction, CountingState, DailyViews, Image
from articles.neighbours import NEIGHBOURS
from newsapi.locales import LANGUAGES
from newsapi.statements import IsAnyOf, Parameter

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
        super().__init__(
            *(
                part
                for name, column in columns.items()
                for part in (Name(name), F(column) if isinstance(column, str) else column)
            )
        )


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


def picture(prefix: str = "") -> dict[str, Any]:
    """What is shown of a picture. The record of its files stays text: what is made of it is kept by that."""
    own = ("source_url", "width", "height", "credit", "focal_x", "focal_y", "placeholder", "rights_end_at")
    texts = (f"{text}_{language}" for text in ("alt", "caption") for language in LANGUAGES)
    return {
        "id": f"{prefix.rstrip('_')}_id" if prefix else "id",
        **{column: f"{prefix}{column}" for column in (*own, *texts)},
        "renditions": Cast(f"{prefix}renditions", TextField()),
    }


TAGS = ArticleTag.objects.filter(article=OuterRef("pk"))
TRANSLATIONS = (
    Article.objects.published(MOMENT)
    .filter(story=OuterRef("story"))
    .exclude(pk=OuterRef("pk"))
    .order_by("language")
)

BODY_PICTURES = Image.objects.filter(IsAnyOf(F("pk"), OuterRef("body_images")))
VIEWED_DAYS = 30
DAYS_OF_VIEWS = DailyViews.objects.filter(
    article=OuterRef("pk"), day__gt=TruncDate(MOMENT - Value(timedelta(days=VIEWED_DAYS)))
)

COLUMNS = {
    "shown_summary": Coalesce(NullIf("summary", Value("")), "excerpt", output_field=TextField()),
    "section_names": JSONObject(**names_of("section")),
    "tag_names": objects(TAGS, **names_of("tag")),
    "neighbours": RawSQL(NEIGHBOURS, [], CharField()),  # noqa: S611, no value comes from outside
    "author_names": objects(ArticleAuthor.objects.filter(article=OuterRef("pk")), **names_of("author")),
    "picture": JSONObject(**picture("image__")),
    "body_pictures": Case(When(~Q(body_images=[]), then=objects(BODY_PICTURES, **picture())), default=None),
    "views": F("view_total__count"),
    # Before the first count: since nobody could read it.
    "views_as_of": Coalesce(Subquery(CountingState.objects.values("as_of")[:1]), "published_at"),
    "views_by_day": objects(DAYS_OF_VIEWS, date="day", views="count"),
    "blocks_json": Func("body_blocks", template="%(expressions)s::text", output_field=TextField()),
    "correction_texts": objects(Correction.objects.filter(article=OuterRef("pk")), at="at", text="text"),
    "editions": ToJSON(
        ArraySubquery(TRANSLATIONS.values(json=JSONObject(id="pk", language="language", slug="slug")))
    ),
    "changes_at": next_change(MOMENT),
    "pictures_change_at": first(
        Image.objects.filter(rights_end_at__gt=MOMENT).order_by("rights_end_at"), "rights_end_at"
    ),
}


def select(articles, columns: frozenset[str]):
    """The queryset with just these columns: those above, else the model's own. `changes_at` is the last."""
    own = sorted(columns - COLUMNS.keys())
    made = sorted(columns & COLUMNS.keys(), key=lambda name: (name == "changes_at", name))
    return articles.order_by().values(*own, **{name: COLUMNS[name] for name in made})
