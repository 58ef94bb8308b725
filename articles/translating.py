"""Starts an article in another language, prefilled with what the original says; both are of one story."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles import drafts, publishing
from articles.models import Article, FormerSlug
from articles.publishing import Refused, locked

MOST_SLUGS = 100  # that are tried
LONGEST_SLUG = 190  # leaves room for a language and a number


class EditionExists(Refused):
    message = _("The story has an edition in this language, perhaps in the trash.")


def languages() -> tuple[str, ...]:
    """Those that the site is published in, in its order."""
    return tuple(dict.fromkeys(code.partition("-")[0] for code in settings.LOCALES))


def missing(present: Iterable[str]) -> list[str]:
    """The site's languages in which a story is not there, in their order."""
    there = set(present)
    return [language for language in languages() if language not in there]


@transaction.atomic
def duplicate(article: Article, language: str, by=None) -> Article:
    """A new draft of the same story, in the other language and with a slug of its own."""
    original = locked(article)
    if Article.objects.filter(story=original.story, language=language).exists():
        raise EditionExists
    text = {**drafts.text_of(original), "is_breaking": False, "is_featured": False}
    text["slug"] = free_slug(text["slug"], language)
    edition = Article(language=language, story=original.story)
    publishing.say(edition, text, by)
    return edition


def free_slug(slug: str, language: str) -> str:
    """One that no article has or had: `slug-ru`, `slug-ru-2` and so on."""
    names = list(slugs(slug, language))
    taken = {
        *Article.objects.filter(slug__in=names).values_list("slug", flat=True),
        *FormerSlug.objects.filter(slug__in=names).values_list("slug", flat=True),
    }
    return next(name for name in names if name not in taken)


def slugs(slug: str, language: str) -> Iterator[str]:
    name = f"{slug[:LONGEST_SLUG].rstrip('-')}-{language}"
    yield name
    for number in range(2, MOST_SLUGS):
        yield f"{name}-{number}"
