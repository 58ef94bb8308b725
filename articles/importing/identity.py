"""Decides which article a draft is, with which slug and story; refuses what belongs to another article."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from articles.importing.draft import Draft
from articles.importing.marks import EVERY, differing
from articles.models import Article, FormerSlug, TrashedArticle

STORED = ("pk", "external_id", "slug", "story", "withdrawn_at", "import_marks")


class Taken(Exception):
    """Another article, or a decision of the newsroom, stands in the way; the message says which."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A draft with its place among the articles."""

    draft: Draft
    slug: str
    story: str
    article_id: int | None  # None: a new article
    changed: frozenset[str]  # the fields that it says otherwise than before
    section_id: int | None = None
    image_id: int | None = None


class Register:
    """Who has which slug and which edition of a story: stored articles, and drafts settled so far."""

    def __init__(self, drafts: Sequence[Draft], locks: bool):
        """Locks the stored articles if they are going to be changed."""
        articles = Article.objects.select_for_update() if locks else Article.objects.all()
        found = articles.filter(external_id__in=[draft.external_id for draft in drafts]).order_by("pk")
        self.stored = {row["external_id"]: row for row in found.values(*STORED)}
        ids = [row["pk"] for row in self.stored.values()]
        trashed = TrashedArticle.objects.filter(pk__in=ids) if ids else ()  # after waiting for the locks
        self.trashed = {each.pk for each in trashed}
        slugs = {slug for draft in drafts for slug in slugs_for(draft)}
        former = FormerSlug.objects.filter(slug__in=slugs).values_list("slug", "article_id")
        current = Article.objects.filter(slug__in=slugs).values_list("slug", "pk")
        self.slugs: dict[str, int | str] = {**dict(former), **dict(current)}
        stories = {draft.story for draft in drafts} | {row["story"] for row in self.stored.values()}
        editions = Article.objects.filter(story__in=stories).values_list("story", "language", "pk")
        self.editions: dict[tuple[str, str], int | str] = {
            (story, language): article_id for story, language, article_id in editions
        }

    def is_known(self, draft: Draft) -> bool:
        """Whether it says what it said when it was imported last."""
        stored = self.stored.get(draft.external_id)
        return stored is not None and stored["import_marks"] in {draft.marks, draft.former_digest}

    def unmarked(self, drafts: Sequence[Draft]) -> dict[int, Draft]:
        """By the id of their articles, drafts that are known as a whole only."""
        known = ((self.stored[each.external_id], each) for each in drafts if self.is_known(each))
        return {row["pk"]: draft for row, draft in known if row["import_marks"] != draft.marks}

    def settled(self, draft: Draft) -> Edition:
        stored = self.stored.get(draft.external_id)
        if stored and stored["pk"] in self.trashed:
            raise Taken("the article is in the trash: put it back there, and import it again")
        owner = stored["pk"] if stored else draft.external_id
        changed = differing(draft.marks, stored["import_marks"]) if stored else EVERY
        slug = self.slug(draft, stored, owner, changed)
        story = draft.story if "story" in changed else ""
        story = story or (stored["story"] if stored else str(uuid.uuid4()))
        edition = story, draft.language
        if self.editions.get(edition, owner) != owner:
            raise Taken(f"story {story} already has an edition in {draft.language}")
        withdrawn_at = stored and stored["withdrawn_at"]
        moved = draft.published_at if "published_at" in changed else None
        if withdrawn_at and moved and moved > withdrawn_at:
            raise Taken("published_at must stay before the withdrawal, as the article has been withdrawn")
        self.slugs[slug] = self.editions[edition] = owner
        return Edition(draft, slug, story, stored and stored["pk"], changed)

    def slug(
        self, draft: Draft, stored: dict[str, Any] | None, owner: int | str, changed: Collection[str]
    ) -> str:
        if stored and ("slug" not in changed or not draft.slug):
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
