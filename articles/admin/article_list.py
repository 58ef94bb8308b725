from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.states import CORRECTED, State, in_state, state
from newsapi.admin_pages import BoundedPaginator


class StateFilter(admin.SimpleListFilter):
    """Where an article is in its life."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, articles):
        return articles.filter(in_state(self.value(), timezone.now())) if self.value() in State else articles


class ArticleListAdmin:
    """The list of articles, which an editor can afford to open whatever the archive holds."""

    list_display = ["title", "language", "section", "state", "published_at", "views", "updated_at"]
    list_filter = ["language", StateFilter, "is_breaking", "is_featured", "section"]
    list_select_related = ["section", "view_total"]
    search_fields = ["title", "slug", "=id", "external_id"]
    paginator = BoundedPaginator
    show_full_result_count = False

    def get_queryset(self, request):
        articles = super().get_queryset(request)
        is_list = request.resolver_match.url_name == "articles_article_changelist"
        return articles.without_texts().annotate(is_corrected=CORRECTED) if is_list else articles

    @admin.display(description=_("state"))
    def state(self, article):
        return state(article, timezone.now(), article.is_corrected).label

    @admin.display(description=_("views"), ordering="view_total__count")
    def views(self, article):
        return article.view_total.count
