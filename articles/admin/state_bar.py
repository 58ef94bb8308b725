"""What stands above the editor: the article's state in words, what can be done with it, where it leads."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import rights, translating
from articles.admin.bylines import who
from articles.admin.deeds import DEEDS, SHOWN, Situation
from articles.models import Article
from articles.models.article import LANGUAGES
from articles.states import State, state
from newsapi import links, purging
from newsapi.admin.purges import last_told

TONES = {
    State.DRAFT: "default",
    State.SCHEDULED: "info",
    State.LIVE: "success",
    State.CORRECTED: "warning",
    State.WITHDRAWN: "danger",
}


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    icon: str = ""
    variant: str = "default"


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_outside: bool = False  # opens a page that is not the newsroom's


@dataclass(frozen=True)
class StateBar:
    label: str
    tone: str
    sentences: list[str]
    buttons: list[Button]
    links: list[Link]
    editions: list[Link]


def moment(at) -> str:
    """A time by the clocks of the newsroom, with its zone."""
    return f"{date_format(timezone.localtime(at), 'j E Y, H:i')} ({settings.TIME_ZONE})"


def state_bar(request, now: Situation, may_delete: bool, may_translate: bool) -> StateBar:
    """One query."""
    article = now.article
    editions = list(
        Article.objects.filter(story=article.story)
        .exclude(pk=article.pk)
        .order_by("language")
        .values("pk", "language", "published_at", "withdrawn_at", is_trashed=F("trashed__at"))
    )
    return StateBar(
        label=now.state.label,
        tone=TONES[now.state],
        sentences=list(sentences(now)),
        buttons=[
            *(
                Button(deed.label, page("deed", article, name), deed.icon, deed.variant)
                for name, deed in DEEDS.items()
                if deed.is_possible(now) and deed.is_allowed(request.user, now)
            ),
            *(translations(article, editions) if may_translate else []),
            *([Button(_("Delete"), page("delete", article), "delete", "ghost")] if may_delete else []),
        ],
        links=list(state_bar_links(request, now)),
        editions=[edition(each, now) for each in editions],
    )


def state_bar_links(request, now: Situation):
    """Where an editor may want to look; a page that is added here has its link above every article."""
    article = now.article
    yield Link(_("History"), page("history", article))
    if rights.may_write(request.user, article):
        yield Link(_("Preview"), page("preview", article))
    if purging.is_wanted() and request.user.has_perm("newsapi.view_purge"):
        purges = reverse("admin:newsapi_purge_changelist")
        yield Link(_("Caches"), f"{purges}?model=articles.article&object_id={article.pk}")
    if now.state in SHOWN:
        yield Link(_("On the website"), links.web_url(article.language, article.slug), is_outside=True)
        api = links.absolute(request, reverse("article-detail", args=[article.slug]))
        yield Link(_("In the API"), api, is_outside=True)


def page(name: str, article: Article, *args) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


def sentences(now: Situation):
    article = now.article
    if now.state == State.DRAFT:
        yield gettext("Readers do not see it.")
    elif now.state == State.SCHEDULED:
        yield gettext("Readers see it from %(at)s.") % {"at": moment(article.published_at)}
    elif now.state == State.WITHDRAWN:
        yield gettext("Withdrawn %(at)s: %(reason)s") % {
            "at": moment(article.withdrawn_at),
            "reason": article.withdrawn_reason,
        }
    else:
        yield gettext("Readers have seen it since %(at)s.") % {"at": moment(article.published_at)}
    if article.withdrawn_at and now.state != State.WITHDRAWN:
        yield gettext("It is withdrawn %(at)s: %(reason)s") % {
            "at": moment(article.withdrawn_at),
            "reason": article.withdrawn_reason,
        }
    if now.draft:
        yield unpublished(now)
        if now.state == State.SCHEDULED:
            yield gettext("At its time readers see the text without them, unless they are published.")
    yield from last_told("articles.article", article.pk)


def unpublished(now: Situation) -> str:
    """The sentence about changes that were kept and that readers do not see; empty if there are none."""
    if now.draft is None:
        return ""
    told = (
        gettext("Unsaved changes, kept %(at)s (%(who)s).")
        if now.state == State.DRAFT
        else gettext("Unpublished changes, kept %(at)s (%(who)s).")
    )
    return told % {"at": moment(now.draft.edited_at), "who": who(now.draft.edited_by)}


def translations(article: Article, editions: list[dict]):
    names = dict(LANGUAGES)
    present = [article.language, *(each["language"] for each in editions)]
    for language in translating.missing(present):
        label = gettext("Translate: %(language)s") % {"language": names[language]}
        yield Button(label, page("translate", article, language), "translate")


def edition(row: dict, now: Situation) -> Link:
    """Another edition of the story; one in the trash leads there."""
    name = dict(LANGUAGES)[row["language"]]
    if row["is_trashed"]:
        label = gettext("%(language)s: in the trash") % {"language": name}
        return Link(label, reverse("admin:articles_trashedarticle_changelist"))
    other = Article(published_at=row["published_at"], withdrawn_at=row["withdrawn_at"])
    label = f"{name}: {state(other, now.at).label}"
    return Link(label, reverse("admin:articles_article_change", args=[row["pk"]]))
