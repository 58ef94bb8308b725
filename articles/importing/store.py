"""Stores drafts, many in one transaction, so that they are as if publishing had saved each of them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import DatabaseError, transaction

from articles import publishing
from articles.importing.draft import Draft
from articles.importing.identity import Register, Taken
from articles.importing.names import Vocabulary
from articles.importing.rows import write
from articles.models import Article

# What SQLSTATE begins with when rows are to blame: data, constraints, deadlocks, sizes.
ABOUT_THE_ROWS = ("22", "23", "40", "54")


class Outcome(NamedTuple):
    """What became of a draft: new, updated, unchanged or refused."""

    word: str
    reason: str = ""


class Store:
    """Remembers sections, tags and authors from one batch to the next."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()

    def store(self, drafts: list[Draft]) -> list[Outcome]:
        """The outcome of each draft, in their order."""
        return [outcome for batch in without_repeats(drafts) for outcome in self.store_together(batch)]

    def store_together(self, drafts: list[Draft]) -> list[Outcome]:
        """Stores them in one transaction, else each in its own, so that only the bad ones are refused."""
        try:
            with transaction.atomic():
                return self.merge(drafts)
        except DatabaseError as error:
            self.vocabulary = Vocabulary()  # what the transaction made is gone
            if not (error.__cause__.sqlstate or "").startswith(ABOUT_THE_ROWS):
                raise
            if len(drafts) == 1:
                reason = error.__cause__.diag.message_primary
                return [Outcome("refused", f"the database refuses it: {reason}")]
        return [outcome for draft in drafts for outcome in self.store_together([draft])]

    def merge(self, drafts: list[Draft]) -> list[Outcome]:
        ids = [draft.external_id for draft in drafts]
        stored = Article.objects.filter(external_id__in=ids)
        digests = dict(stored.values_list("external_id", "import_digest"))
        different = [draft for draft in drafts if digests.get(draft.external_id) != draft.digest]
        outcomes = dict.fromkeys(ids, Outcome("unchanged"))
        if not different:
            return [*outcomes.values()]
        register, editions = Register(different), []
        for draft in different:
            try:
                editions.append(register.settled(draft))
                outcomes[draft.external_id] = Outcome("updated" if draft.external_id in digests else "new")
            except Taken as reason:
                outcomes[draft.external_id] = Outcome("refused", str(reason))
        write(editions, self.vocabulary)
        for edition in editions:
            if edition.article_id:
                moved = Article(pk=edition.article_id, slug=edition.slug)
                publishing.keep_former_slug(moved, edition.stored_slug)
        return [*outcomes.values()]


def without_repeats(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """Batches in which no article comes twice."""
    batch: dict[str, Draft] = {}
    for draft in drafts:
        if draft.external_id in batch:
            yield [*batch.values()]
            batch = {}
        batch[draft.external_id] = draft
    if batch:
        yield [*batch.values()]
