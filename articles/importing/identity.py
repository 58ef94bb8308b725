"""Decides which article a draft is, with which slug and story; refuses what belongs to another article."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from articles.importing.draft import Draft
from articles.models import Article, FormerSlug, TrashedArticle

IS_TRASHED = Exists(TrashedArticle.objects.filter(article=OuterRef("pk")))


class Taken(Exception):
    """Another article, or a decision of the newsroom, stands in the way; the message says which."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A draft with its place among the articles."""

    draft: Draft
    slug: str
    story: str
    article_id: int | None  # None: a new article
    stored_slug: str


class Register:
    """Who has which slug and which edition of a story: stored articles, and drafts settled so far."""

    def __init__(self, drafts: list[Draft]):
        """Locks the stored articles that are going to be changed."""
        self.stored = {
            row["external_id"]: row
            for row in Article.objects.select_for_update()
            .filter(external_id__in=[draft.external_id for draft in drafts])
            .order_by("pk")
            .values("pk", "external_id", "slug", "story", "withdrawn_at", is_trashed=IS_TRASHED)
        }
        slugs = {slug for draft in drafts for slug in slugs_for(draft)}
        former = FormerSlug.objects.filter(slug__in=slugs).values_list("slug", "article_id")
        current = Article.objects.filter(slug__in=slugs).values_list("slug", "pk")
        self.slugs: dict[str, int | str] = {**dict(former), **dict(current)}
        stories = {draft.story for draft in drafts} | {row["story"] for row in self.stored.values()}
        editions = Article.objects.filter(story__in=stories).values_list("story", "language", "pk")
        self.editions: dict[tuple[str, str], int | str] = {
            (story, language): article_id for story, language, article_id in editions
        }

    def settled(self, draft: Draft) -> Edition:
        stored = self.stored.get(draft.external_id)
        if stored and stored["is_trashed"]:
            raise Taken("the article is in the trash: put it back there, and import it again")
        owner = stored["pk"] if stored else draft.external_id
        slug = self.slug(draft, stored, owner)
        story = draft.story or (stored["story"] if stored else str(uuid.uuid4()))
        edition = story, draft.language
        if self.editions.get(edition, owner) != owner:
            raise Taken(f"story {story} already has an edition in {draft.language}")
        withdrawn_at = stored and stored["withdrawn_at"]
        if withdrawn_at and not (draft.published_at and draft.published_at <= withdrawn_at):
            raise Taken("published_at must stay before the withdrawal, as the article has been withdrawn")
        self.slugs[slug] = self.editions[edition] = owner
        return Edition(draft, slug, story, stored and stored["pk"], stored["slug"] if stored else slug)

    def slug(self, draft: Draft, stored: dict[str, Any] | None, owner: int | str) -> str:
        if stored and not draft.slug:
            return stored["slug"]
        slugs = slugs_for(draft)
        for slug in slugs:
            if self.slugs.get(slug, owner) == owner:
                return slug
        raise Taken(f"slug {slugs[-1]} belongs to another article")


def slugs_for(draft: Draft) -> list[str]:
    """The slug that is given, else one made of the title and one that nobody else can have."""
    if draft.slug:
        return [draft.slug]
    if not draft.slug_words:
        return [f"article-{draft.slug_number}"]
    return [draft.slug_words, f"{draft.slug_words}-{draft.slug_number}"]
