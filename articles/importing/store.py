"""Stores drafts, many in one transaction, so that they are as if publishing had saved each of them."""

from collections.abc import Hashable, Iterator
from concurrent.futures import Executor, Future
from typing import NamedTuple

from django.db import DatabaseError, IntegrityError, reset_queries, transaction

from articles import publishing, purging
from articles.importing.draft import Draft
from articles.importing.identity import Register, Taken, slugs_for
from articles.importing.names import Vocabulary
from articles.importing.pictures import image_ids
from articles.importing.rows import Ids, write
from articles.models import Article

# What SQLSTATE begins with when rows are to blame: data, constraints, deadlocks, sizes.
ABOUT_THE_ROWS = ("22", "23", "40", "54")


class Outcome(NamedTuple):
    """What became of a draft: new, updated, unchanged or refused."""

    word: str
    reason: str = ""


class Batch:
    """Drafts on their way into the database, no two of one article."""

    def __init__(self, drafts: list[Draft]):
        self.drafts = drafts
        self.different = drafts  # from what is stored
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
        stored = Article.objects.filter(external_id__in=[draft.external_id for draft in drafts])
        digests = dict(stored.values_list("external_id", "import_digest"))
        batch.different = [draft for draft in drafts if digests.get(draft.external_id) != draft.digest]
        batch.written = self.writers.submit(merged, batch.different, self.ids(batch.different))
        self.begun.append(batch)
        return batch

    def outcomes(self, batch: Batch) -> list[Outcome]:
        """Waits for them. Where one row spoils the transaction, each draft gets its own."""
        if batch.outcomes is None:
            try:
                outcomes = batch.written.result()
            except DatabaseError as error:
                raise_unless_about_rows(error)
                self.vocabulary = Vocabulary()  # something in it may have been deleted
                outcomes = [self.outcome(draft) for draft in batch.different]
            known = dict(zip((draft.external_id for draft in batch.different), outcomes, strict=True))
            batch.outcomes = [known.get(draft.external_id, Outcome("unchanged")) for draft in batch.drafts]
        return batch.outcomes

    def outcome(self, draft: Draft) -> Outcome:
        try:
            return merged([draft], self.ids([draft]))[0]
        except DatabaseError as error:
            raise_unless_about_rows(error)
            return Outcome("refused", f"the database refuses it: {error.__cause__.diag.message_primary}")

    def ids(self, drafts: list[Draft]) -> Ids:
        """Of names and images. They are there before the articles, as several batches may need them."""
        try:
            with transaction.atomic():
                return ids(drafts, self.vocabulary)
        except IntegrityError:  # somebody else has made one just now
            self.vocabulary = Vocabulary()
            return ids(drafts, self.vocabulary)


def ids(drafts: list[Draft], vocabulary: Vocabulary) -> Ids:
    return Ids(
        vocabulary.sections.ids((draft.section, draft.language) for draft in drafts if draft.section),
        vocabulary.tags.ids((tag, draft.language) for draft in drafts for tag in draft.tags),
        vocabulary.authors.ids((author, draft.language) for draft in drafts for author in draft.authors),
        image_ids(drafts),
    )


def merged(drafts: list[Draft], ids: Ids) -> list[Outcome]:
    """Writes them in one transaction."""
    outcomes, editions = [], []
    with transaction.atomic():
        register = Register(drafts)
        for draft in drafts:
            try:
                edition = register.settled(draft)
            except Taken as reason:
                outcomes.append(Outcome("refused", str(reason)))
                continue
            editions.append(edition)
            outcomes.append(Outcome("updated" if edition.article_id else "new"))
        before = purging.standings([each.article_id for each in editions if each.article_id])
        article_ids = write(editions, ids)
        for edition in editions:
            if edition.article_id:
                moved = Article(pk=edition.article_id, slug=edition.slug)
                publishing.keep_former_slug(moved, edition.stored_slug)
        purging.imported(before, article_ids)
    reset_queries()  # with DEBUG, Django keeps them all
    return outcomes


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
