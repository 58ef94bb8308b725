"""Stores drafts, many in one transaction, so that they are as if publishing had saved each of them."""

from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import NamedTuple

from django.db import DatabaseError, IntegrityError, reset_queries, transaction

from articles import history, publishing, purging, rankings
from articles.importing.draft import Draft
from articles.importing.identity import Edition, Register, Taken, slugs_for
from articles.importing.marks import BESIDE
from articles.importing.names import Vocabulary
from articles.importing.pictures import image_ids
from articles.importing.renewal import renewed
from articles.importing.rows import Ids, drafts_of, remember, write, write_beside
from articles.models import Article

# What SQLSTATE begins with when rows are to blame: data, constraints, deadlocks, sizes.
ABOUT_THE_ROWS = ("22", "23", "40", "54")
# Nobody asks a stored one for these.
DERIVED = ("body_blocks", "body_text", "search_document", "emphases", "title_beginnings")


class Outcome(NamedTuple):
    """What became of a draft: new, updated, unchanged or refused."""

    word: str
    reason: str = ""


class Batch:
    """Drafts on their way into the database, no two of one article."""

    def __init__(self, drafts: list[Draft]):
        self.drafts = drafts
        self.editions: list[Edition] = []  # of what differs from what is stored, and is not refused
        self.known: dict[str, Outcome] = {}  # of the others
        self.claims = {claim for draft in drafts for claim in claims_of(draft)}
        self.written: Future[list[Outcome]] = Future()
        self.outcomes: list[Outcome] | None = None


class Store:
    """Has batches written side by side while they have nothing to do with each other, else in their order."""

    def __init__(self, writers: Executor):
        self.writers = writers
        self.vocabulary = Vocabulary()
        self.begun: list[Batch] = []

    def begin(self, drafts: list[Draft]) -> list[Batch]:
        return [self.begun_batch(each) for each in without_repeats(drafts)]

    def begun_batch(self, drafts: list[Draft]) -> Batch:
        batch = Batch(drafts)
        for other in self.begun:
            if not batch.claims.isdisjoint(other.claims):
                self.outcomes(other)
        self.begun = [other for other in self.begun if other.outcomes is None]
        self.plan(batch)
        batch.written = self.writers.submit(merged, drafts_of(batch.editions), self.ids(batch.editions))
        self.begun.append(batch)
        return batch

    def plan(self, batch: Batch) -> None:
        """What is refused now makes no names and pictures that nobody would use."""
        register = Register(batch.drafts, locks=False)
        for draft in batch.drafts:
            if register.is_known(draft):
                batch.known[draft.external_id] = Outcome("unchanged")
                continue
            try:
                batch.editions.append(register.settled(draft))
            except Taken as reason:
                batch.known[draft.external_id] = Outcome("refused", str(reason))
        if unmarked := register.unmarked(batch.drafts):
            remember(unmarked)

    def outcomes(self, batch: Batch) -> list[Outcome]:
        """Waits for them. Where one row spoils the transaction, each draft gets its own."""
        if batch.outcomes is None:
            try:
                outcomes = batch.written.result()
            except DatabaseError as error:
                raise_unless_about_rows(error)
                self.vocabulary = Vocabulary()  # something in it may have been deleted
                outcomes = [self.outcome(edition) for edition in batch.editions]
            drafts = drafts_of(batch.editions)
            written = zip((draft.external_id for draft in drafts), outcomes, strict=True)
            known = {**batch.known, **dict(written)}
            batch.outcomes = [known[draft.external_id] for draft in batch.drafts]
        return batch.outcomes

    def outcome(self, edition: Edition) -> Outcome:
        try:
            return merged([edition.draft], self.ids([edition]))[0]
        except DatabaseError as error:
            raise_unless_about_rows(error)
            return Outcome("refused", f"the database refuses it: {error.__cause__.diag.message_primary}")

    def ids(self, editions: list[Edition]) -> Ids:
        """Of names and images. They are there before the articles, as several batches may need them."""
        try:
            with transaction.atomic():
                return ids(editions, self.vocabulary)
        except IntegrityError:  # somebody else has made one just now
            self.vocabulary = Vocabulary()
            with transaction.atomic():
                return ids(editions, self.vocabulary)


def ids(editions: list[Edition], vocabulary: Vocabulary) -> Ids:
    filed, tagged, written = (
        [each.draft for each in editions if name in each.changed] for name in ("section", "tags", "authors")
    )
    return Ids(
        vocabulary.sections.ids((draft.section, draft.language) for draft in filed if draft.section),
        vocabulary.tags.ids((tag, draft.language) for draft in tagged for tag in draft.tags),
        vocabulary.authors.ids((author, draft.language) for draft in written for author in draft.authors),
        image_ids(editions),
    )


def merged(drafts: list[Draft], ids: Ids) -> list[Outcome]:
    """Writes them in one transaction."""
    outcomes, editions = [], []
    with transaction.atomic():
        register = Register(drafts, locks=True)
        for draft in drafts:
            try:
                edition = register.settled(draft)
            except Taken as reason:
                outcomes.append(Outcome("refused", str(reason)))
                continue
            editions.append(edition)
            outcomes.append(Outcome("updated" if edition.article_id else "new"))
        beside = [each for each in editions if is_beside(each)]
        write_beside({each.article_id: each.draft for each in beside})
        write_versions([each for each in editions if not is_beside(each)], ids)
    reset_queries()  # with DEBUG, Django keeps them all
    return outcomes


def is_beside(edition: Edition) -> bool:
    """Whether the line changes nothing that the article says."""
    return edition.article_id is not None and edition.changed <= BESIDE


def write_versions(editions: list[Edition], ids: Ids) -> None:
    stored = in_bulk(each.article_id for each in editions if each.article_id)
    history.keep_present(*stored.values())
    standings = purging.standings([*stored])
    editions = [as_changed(each, stored.get(each.article_id), ids) for each in editions]
    article_ids = write(editions, ids)
    for edition in editions:
        if edition.article_id:
            follow(edition, stored[edition.article_id])
    purging.imported(standings, article_ids)


def in_bulk(ids: Iterable[int]) -> dict[int, Article]:
    return {each.pk: each for each in Article.objects.filter(pk__in=[*ids]).defer(*DERIVED).order_by()}


def as_changed(edition: Edition, stored: Article | None, ids: Ids) -> Edition:
    """As it is to be stored: with what has not changed as the newsroom has left it."""
    draft, changed = edition.draft, edition.changed
    section_id, image_id = (stored.section_id, stored.image_id) if stored else (None, None)
    if "section" in changed:
        section_id = ids.sections.get((draft.section, draft.language))
    if "image.url" in changed:
        image_id = draft.picture and ids.images[draft.picture.url]
    if stored:
        draft = renewed(draft, stored, changed)
    return replace(edition, draft=draft, section_id=section_id, image_id=image_id)


def follow(edition: Edition, before: Article) -> None:
    """What goes with an article that is called otherwise, or filed under another section."""
    now = Article(pk=before.pk, slug=edition.slug, section_id=edition.section_id)
    publishing.keep_former_slug(now, before.slug)
    if now.section_id != before.section_id:
        rankings.move(now, before.section_id)


def without_repeats(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """Parts in which no article comes twice."""
    part: dict[str, Draft] = {}
    for draft in drafts:
        if draft.external_id in part:
            yield [*part.values()]
            part = {}
        part[draft.external_id] = draft
    if part:
        yield [*part.values()]


def claims_of(draft: Draft) -> Iterator[Hashable]:
    """What no two batches may be about at the same time."""
    yield "article", draft.external_id
    if draft.story:
        yield "edition", draft.story, draft.language
    for slug in slugs_for(draft):
        yield "slug", slug


def raise_unless_about_rows(error: DatabaseError) -> None:
    if not (error.__cause__.sqlstate or "").startswith(ABOUT_THE_ROWS):
        raise error
