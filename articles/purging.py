"""Has caches forget what an act of the newsroom changes; whoever writes says so here, in its transaction."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BigIntegerField, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import affected, keys
from articles.affected import Standing
from articles.listed import visible_at
from articles.models import Article, ArticleAuthor, ArticleTag, ArticleWord, FormerSlug, Image
from newsapi import purging
from newsapi.statements import AnyOf, Statement

FEW = 20  # articles of one transaction whose lists and words are named one by one
PLAIN = ("language", "story", "slug", "title", "is_breaking", "is_featured")


def standings(ids: Collection[int]) -> dict[int, Standing]:
    """Where the stored articles stand now; one query, none where no cache is told anything."""
    if not ids or not purging.is_wanted():
        return {}
    at = timezone.now()
    return {row["pk"]: standing(row, at) for row in stored().rows(ids=list(ids))}


@lru_cache
def stored() -> Statement:
    columns = ("pk", *PLAIN, "published_at", "withdrawn_at", "section_id", "section__slug", "image_id")
    articles = Article.objects.filter(pk=AnyOf("ids", BigIntegerField())).order_by()
    links = {
        "tag": ArticleTag.objects.filter(article=OuterRef("pk")),
        "author": ArticleAuthor.objects.filter(article=OuterRef("pk")),
    }
    filed = {
        f"{kind}_{name}s": ArraySubquery(found.order_by("pk").values(f"{kind}{column}"))
        for kind, found in links.items()
        for name, column in (("id", "_id"), ("slug", "__slug"))
    }
    words = ArticleWord.objects.filter(article=OuterRef("pk")).order_by("word")
    weighed = {f"{name}_list": ArraySubquery(words.values(name)) for name in ("word", "weight")}
    return Statement(lambda: articles.values(*columns, **filed, **weighed))


def standing(row: dict, at: datetime) -> Standing:
    """What is due, or over, later than any answer of now lives need not be told to caches: they expect it."""
    lives_until = at + timedelta(seconds=settings.CACHE_S_MAXAGE + settings.CACHE_STALE_WHILE_REVALIDATE)
    since, until = (
        each if each and each <= lives_until else None for each in (row["published_at"], row["withdrawn_at"])
    )
    return Standing(
        **{name: row[name] for name in ("pk", *PLAIN)},
        since=None if until and until <= at else since,
        until=until,
        section=(row["section_id"], row["section__slug"]) if row["section_id"] else None,
        tags=frozenset(zip(row["tag_ids"], row["tag_slugs"], strict=True)),
        authors=frozenset(zip(row["author_ids"], row["author_slugs"], strict=True)),
        words=frozenset(zip(row["word_list"], row["weight_list"], strict=True)),
        has_image=row["image_id"] is not None,
        at=at,
    )


def article_changed(before: dict[int, Standing], article: Article, what: str, by=None) -> None:
    """An act has left the article as it is stored now; `before` is how it stood."""
    after = standings([article.pk])
    articles_changed(before, after, what, about=article, by=by)


def articles_changed(
    before: dict[int, Standing],
    after: dict[int, Standing],
    what: str,
    about: Article | None = None,
    by=None,
    send_at_commit: bool = True,
) -> None:
    """The same for several at once."""
    others = other_editions(before, after)
    found = {
        key
        for pk in before.keys() | after.keys()
        for key in affected.of_act(before.get(pk), after.get(pk), others.get(pk, ()))
    }
    purging.purge(what, found, about, by, send_at_commit)


def other_editions(before: dict[int, Standing], after: dict[int, Standing]) -> dict[int, list[int]]:
    """By the id of each article that moves in the lists, those that say that it is there."""
    moved = {
        pk: {each.story for each in (before.get(pk), after.get(pk)) if each}
        for pk in before.keys() | after.keys()
        if affected.differing(before.get(pk), after.get(pk), (*affected.STATE, "slug"))
        and any(each and each.since for each in (before.get(pk), after.get(pk)))
    }
    stories = {story for found in moved.values() for story in found}
    editions = Article.objects.filter(story__in=stories).order_by().values_list("story", "pk")
    found = list(editions) if stories else []
    return {pk: [each for story, each in found if story in moved[pk] and each != pk] for pk in moved}


def imported(before: dict[int, Standing], ids: Collection[int]) -> None:
    """Few are told like other acts; of many, the other editions of their stories as well."""
    after = standings(ids)
    if len(after) <= FEW:
        articles_changed(before, after, _("imported"), send_at_commit=False)
        return
    acts = [(before.get(pk), after.get(pk)) for pk in after]
    editions = (f"editions:{each}" for found in other_editions(before, after).values() for each in found)
    purging.purge(_("imported"), {*affected.of_many(acts), *editions}, send_at_commit=False)


def names_imported(model: type[models.Model], renamed: Collection[models.Model]) -> None:
    """New ones, and those that have got names in other languages; none has got another slug."""
    kind = model._meta.model_name
    found = {key for each in renamed for key in affected.of_name(kind, each.pk, (), is_moved=False)}
    purging.purge(_("imported"), {*found, *keys.names(kind)}, send_at_commit=False)


def images_imported(images: Collection[Image]) -> None:
    found = {key for each in images for key in affected.of_image(each.pk)}
    purging.purge(_("imported"), found, send_at_commit=False)


def image_changed(image: Image, what: str, by=None) -> None:
    """Something is said otherwise of the picture, or other files show it."""
    if not purging.is_wanted():
        return
    seen = Article.objects.filter(visible_at(timezone.now())).order_by()
    at_head, in_text = seen.filter(image=image.pk), seen.showing_in_text(image.pk)
    if at_head.exists() or in_text.exists():
        purging.purge(what, affected.of_image(image.pk), image, by)


def name_changed(name: models.Model, slugs: set[str], what: str, by=None, is_deleted: bool = False) -> None:
    """A section, tag or author is new, called otherwise or gone; `slugs`: that it had and has."""
    kind = name._meta.model_name
    purging.purge(what, affected.of_name(kind, name.pk, slugs, is_deleted or len(slugs) > 1), name, by)


def former_slugs_changed(former: Collection[FormerSlug], what: str, by=None) -> None:
    purging.purge(what, {keys.free(each.slug) for each in former}, former[-1].article, by)
