from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import preflight, rights, translating, trash
from articles.admin import article_search
from articles.admin.article_filters import FILTERS
from articles.admin.bylines import when
from articles.admin.deeds import DEEDS, situation
from articles.admin.state_bar import TONES
from articles.models import Article, ArticleAuthor, Draft
from articles.publishing import AlreadyPublished, Refused
from articles.states import CORRECTED, State, state
from newsapi.admin_pages import BoundedAdmin

HAS_DRAFT = Exists(Draft.objects.filter(article=OuterRef("pk")))
EDITIONS = ArraySubquery(Article.objects.filter(story=OuterRef("story"), trashed=None).values("language"))
# What an index finds in the order of ids. In the order of time, one walks from today to the last of them.
IN_ORDER_OF_IDS = {"author", "section__id__exact"}
BYLINE = Prefetch("article_authors", ArticleAuthor.objects.select_related("author"))


class ArticleListAdmin(BoundedAdmin):
    """The list of articles, which an editor can afford to open whatever the archive holds."""

    list_display = [*("headline", "state", "section", "language", "missing", "byline", "published", "views")]
    list_display_links = ["headline"]
    sortable_by = ["published", "views"]  # what an index gives in its order
    list_filter = FILTERS
    list_filter_submit = True
    list_select_related = ["section", "view_total"]
    list_per_page = 50
    list_fullwidth = True
    list_disable_select_all = True
    search_fields = ["title"]  # has the page show a search; what it finds, get_search_results says
    search_help_text = _("Words of the title, an id, a slug or an address")
    show_facets = admin.ShowFacets.NEVER  # they count all rows of each choice
    actions = ["publish_selected", "put_into_trash"]

    class Media:
        css = {"all": ["articles/acts/acts.css"]}

    def get_queryset(self, request):
        articles = super().get_queryset(request).filter(trashed=None)
        if request.resolver_match.url_name != "articles_article_changelist":
            return articles
        if ORDER_VAR in request.GET:
            articles = articles.with_views()  # else a join for nothing
        return (
            articles.without_texts()
            .annotate(is_corrected=CORRECTED, has_draft=HAS_DRAFT, editions=EDITIONS)
            .prefetch_related(BYLINE)
        )

    def get_ordering(self, request):
        """The newest first; where time is asked for, in its order."""
        asked = {name for name, value in request.GET.items() if value}
        if asked & {"published_at_from", "published_at_to"} and not asked & IN_ORDER_OF_IDS:
            return ["-published_at"]
        return {State.SCHEDULED: ["published_at"], State.WITHDRAWN: ["-withdrawn_at"]}.get(
            request.GET.get("state"), ["-pk"]
        )

    def get_search_results(self, request, queryset, search_term):
        return article_search.found(queryset, search_term) if search_term.strip() else queryset, False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # nothing is deleted but by the trash
        return actions

    @admin.display(description=_("title"))
    def headline(self, article):
        if not article.has_draft:
            return article.title
        mark = {"text": _("unsaved changes") if article.published_at is None else _("next version")}
        return format_html("{} {}", article.title, render_to_string("unfold/helpers/label.html", mark))

    @admin.display(description=_("state"))
    def state(self, article):
        found = state(article, timezone.now(), article.is_corrected)
        at = {State.SCHEDULED: article.published_at, State.WITHDRAWN: article.withdrawn_at}.get(found)
        label = render_to_string("unfold/helpers/label.html", {"text": found.label, "type": TONES[found]})
        return format_html('{} <span class="list-time">{}</span>', label, when(at)) if at else label

    @admin.display(description=_("missing in"))
    def missing(self, article):
        return ", ".join(translating.missing(article.editions))

    @admin.display(description=_("authors"))
    def byline(self, article):
        return ", ".join(str(each.author) for each in article.article_authors.all())

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, article):
        return when(article.published_at) if article.published_at else ""

    @admin.display(description=_("views"), ordering="view_total__count")
    def views(self, article):
        return article.view_total.count

    # What can be done with several at once

    def has_publish_permission(self, request):
        return rights.role_of(request.user) in rights.PUBLISHERS

    @admin.action(description=_("Publish now"), permissions=["publish"])
    def publish_selected(self, request, articles):
        """Those of which nothing is to be said; the others are named, for their own page of publishing."""
        published = 0
        for article in articles[: self.list_per_page]:
            try:
                why_not = published_now(article, request.user)
            except Refused as refusal:
                why_not = str(refusal)
            if why_not:
                messages.warning(request, f"{article.title}: {why_not}")
            else:
                published += 1
        if published:
            messages.success(
                request,
                ngettext(
                    "Readers see %(count)s article more.", "Readers see %(count)s articles more.", published
                )
                % {"count": published},
            )

    @admin.action(description=_("Put into the trash"), permissions=["delete"])
    def put_into_trash(self, request, articles):
        """Asks first; those that the editor may not delete are named."""
        chosen = list(articles[: self.list_per_page])
        mine = [article for article in chosen if self.has_delete_permission(request, article)]
        others = [article.title for article in chosen if article not in mine]
        if "post" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Put into the trash"),
                "opts": self.opts,
                "articles": mine,
                "others": others,
                "checkbox": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/articles/article/delete_selected.html", context)
        for article in mine:
            trash.put_in(article, request.user)
        messages.success(
            request,
            ngettext("%(count)s article is in the trash.", "%(count)s articles are in the trash.", len(mine))
            % {"count": len(mine)},
        )
        return None


def published_now(article: Article, user) -> str:
    """Publishes it, or says why not."""
    now, publish = situation(article), DEEDS["publish"]
    if not publish.is_allowed(user, now):
        return gettext("It is not in your sections.")
    if not publish.is_possible(now):
        return str(AlreadyPublished.message)
    concerns = preflight.concerns(article, now.text(), now.at)
    if concerns:
        return ", ".join(str(concern.code.label) for concern in concerns)
    publish.do(now, user, {"seen": now.mark, "reason": ""})
    return ""
