"""What the newsroom does with articles: the only writer of their text and state, whoever asks.

Each act is one transaction that raises the article's revision and keeps the version in its history.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unicodedata import normalize

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import content, history, purging, rankings, search, vocabulary, words
from articles.body import BodyTooLong
from articles.content import Content
from articles.derived import derived
from articles.models import Act, Article, Correction, Draft, FormerSlug, TrashedArticle
from articles.pictures import references

STATE = ("published_at", "withdrawn_at", "withdrawn_reason")
UNWRITTEN = {field.name for field in Article._meta.fields} - {*content.TEXTS}


class Refused(Exception):
    """The newsroom's rules do not allow the act; `message` tells an editor why."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class AlreadyPublished(Refused):
    message = _("Readers see this article already, or have seen it until it was withdrawn.")


class AlreadyWithdrawn(Refused):
    message = _("The article has been withdrawn, and what readers were told stands.")


class NotPublished(Refused):
    message = _("Only what readers have seen can be withdrawn or corrected.")


class NotScheduled(Refused):
    message = _("The article is not scheduled.")


class NotWithdrawn(Refused):
    message = _("The article has not been withdrawn.")


class NotInTheFuture(Refused):
    message = _("An article is scheduled for a time that is still to come.")


class ReasonMissing(Refused):
    message = _("A withdrawal tells readers why.")


class TextMissing(Refused):
    message = _("A correction says what was wrong.")


class InTrash(Refused):
    message = _("The article is in the trash.")


class EditedMeanwhile(Refused):
    message = _("Somebody else has saved this article since you opened it.")


class ChangedBeneath(EditedMeanwhile):
    message = _(
        "The stored text has changed since the next version was begun. Open the article and save it: "
        "you are shown both."
    )


class Unfit(Refused):
    """A text that was kept unfinished lacks what every article has; it says what."""

    def __init__(self, *reasons: str):
        self.message = " ".join(reasons)


def prepare(article: Article) -> Article:
    """Sanitises the body and derives from it all that readers and searches need; saves nothing."""
    article.title = normalize("NFC", article.title)
    article.summary = normalize("NFC", article.summary.strip())
    made = derived(article.title, article.summary, article.body_html, article.language)
    article.body_html, article.body_blocks = made.body.html, made.body.blocks
    article.body_text, article.word_count = made.body.text, made.body.word_count
    article.body_images = references.ids(made.body.html)
    article.excerpt = made.excerpt
    article.search_document = search.document(made.searchable)
    article.title_beginnings = made.title_beginnings
    return article


@transaction.atomic
def save(
    article: Article, by=None, links: Content | None = None, act: Act = Act.SAVED, note: str = ""
) -> None:
    """Stores a new article or a changed one, with the tags and authors of `links` if given.

    A slug that readers know goes on leading to the article. A change that was made of a version which is no
    longer the stored one is refused, unless that version said the same.
    """
    prepare(article)
    article.updated_at = seen_from(article, timezone.now())
    stored = locked(article) if article.pk else None
    before = purging.standings([stored.pk]) if stored else {}
    if stored:
        history.keep_present(stored)
        if stored.revision != article.revision and not says_the_same(stored, article.revision):
            raise EditedMeanwhile
        for name in STATE if stored.revision != article.revision else ():
            setattr(article, name, getattr(stored, name))
        article.revision = stored.revision + 1
        keep_former_slug(article, stored.slug)
    else:
        act = Act.CREATED
    article.save()
    if stored and stored.section_id != article.section_id:
        rankings.move(article, stored.section_id)
    if links is not None:
        content.link(article, links)
    words.make([article.pk])
    vocabulary.keep([(article.language, vocabulary.of(article))])
    if links is not None or act != Act.CREATED:
        history.record(article, act, by, note)
    purging.article_changed(before, article, act.label, by)


def seen_from(article: Article, now: datetime) -> datetime:
    """When readers, and who asks for what has changed, can see a change of now: not before the article."""
    return max(now, article.published_at or now)


def says_the_same(stored: Article, revision: int) -> bool:
    """Whether only the article's state has changed since the revision, and not what it says."""
    return history.said(stored, revision) == content.of(stored)


def locked(article: Article) -> Article:
    """The stored article, which nobody else changes until the transaction ends."""
    stored = Article.objects.select_for_update().get(pk=article.pk)
    if TrashedArticle.objects.filter(article=stored).exists():
        raise InTrash
    return stored


def keep_former_slug(article: Article, stored_slug: str) -> None:
    if stored_slug == article.slug:
        return
    FormerSlug.objects.filter(slug=article.slug, article=article).delete()
    if not Article.objects.filter(pk=article.pk, published_at__lte=timezone.now()).exists():
        return
    FormerSlug.objects.update_or_create(
        slug=stored_slug, defaults={"article": article, "changed_at": timezone.now()}
    )


@contextmanager
def changed(article: Article, act: Act, by, note: str = "") -> Iterator[tuple[Article, datetime]]:
    """The stored article with the present moment; its state is saved as the block leaves it."""
    with transaction.atomic():
        stored = locked(article)
        history.keep_present(stored)
        before, now = purging.standings([stored.pk]), timezone.now()
        yield stored, now
        stored.updated_at, stored.revision = seen_from(stored, now), stored.revision + 1
        stored.save(update_fields=[*STATE, "updated_at", "revision"])
        history.record(stored, act, by, note)
        purging.article_changed(before, stored, act.label, by)


def publish_now(article: Article, by=None, note: str = "") -> None:
    """Readers see it from now on; a note says why warnings were overridden."""
    with changed(article, Act.PUBLISHED, by, note) as (stored, now):
        refuse_what_was_public(stored, now)
        stored.published_at = now


def schedule(article: Article, at: datetime, by=None, note: str = "") -> None:
    """Readers see it from the moment on, with no job to run."""
    with changed(article, Act.SCHEDULED, by, note) as (stored, now):
        refuse_what_was_public(stored, now)
        if at <= now:
            raise NotInTheFuture
        stored.published_at = at


def unschedule(article: Article, by=None) -> None:
    """A scheduled article becomes a draft again."""
    with changed(article, Act.UNSCHEDULED, by) as (stored, now):
        if stored.published_at is None or stored.published_at <= now:
            raise NotScheduled
        stored.published_at, stored.withdrawn_at, stored.withdrawn_reason = None, None, ""


def refuse_what_was_public(stored: Article, now: datetime) -> None:
    if stored.published_at is not None and stored.published_at <= now:
        raise AlreadyPublished


def withdraw(article: Article, reason: str, at: datetime | None = None, by=None) -> None:
    """Takes a published article away from readers, now or at a later time; the reason is public."""
    if not reason.strip():
        raise ReasonMissing
    with changed(article, Act.WITHDRAWN, by, reason) as (stored, now):
        if stored.withdrawn_at is not None and stored.withdrawn_at <= now:
            raise AlreadyWithdrawn
        if stored.published_at is None or stored.published_at > min(now, at or now):
            raise NotPublished
        stored.withdrawn_at, stored.withdrawn_reason = at or now, reason


def put_back(article: Article, by=None) -> None:
    """A withdrawn article is shown again, or its coming withdrawal is called off."""
    with changed(article, Act.PUT_BACK, by) as (stored, _now):
        if stored.withdrawn_at is None:
            raise NotWithdrawn
        stored.withdrawn_at, stored.withdrawn_reason = None, ""


def correct(article: Article, text: str, at: datetime | None = None, by=None) -> Correction:
    """Says in public what was wrong; the text itself is changed by `save`."""
    if not text.strip():
        raise TextMissing
    with changed(article, Act.CORRECTED, by, text) as (stored, now):
        if stored.published_at is None or stored.published_at > now:
            raise NotPublished
        return Correction.objects.create(article=stored, text=text, at=at or now)


@transaction.atomic
def publish_draft(article: Article, by=None, note: str = "") -> None:
    """The next version takes the place of the stored one that it went on from, at once and whole."""
    stored = locked(article)
    draft = Draft.objects.select_for_update().filter(article=stored).first()
    if draft is None:
        raise EditedMeanwhile
    if not says_the_same(stored, draft.base_revision):
        raise ChangedBeneath
    stored.revision = draft.base_revision
    is_public = stored.published_at is not None and stored.published_at <= timezone.now()
    say(stored, draft.content, by, Act.CHANGED if is_public else Act.SAVED, note)
    draft.delete()


@transaction.atomic
def restore(article: Article, number: int, by=None) -> None:
    """The article says again what it said in the revision."""
    stored = locked(article)
    say(stored, history.said(stored, number), by, Act.RESTORED)


def say(article: Article, text: Content, by=None, act: Act = Act.SAVED, note: str = "") -> None:
    """Stores as the article's text what no form has checked."""
    content.say(article, text)
    try:
        article.clean_fields(exclude=UNWRITTEN)
        article.validate_constraints(exclude=UNWRITTEN)
        save(article, by, text, act, note)
    except ValidationError as error:
        raise Unfit(*told(error)) from error
    except BodyTooLong as error:
        raise Unfit(str(error)) from error


def told(error: ValidationError) -> Iterator[str]:
    """What is wrong, each with the name of its field if it is about one."""
    for name, messages in error.message_dict.items():
        field = "" if name == NON_FIELD_ERRORS else f"{Article._meta.get_field(name).verbose_name}: "
        yield field + " ".join(messages)
