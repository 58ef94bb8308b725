from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles import rights, trash
from articles.admin.bylines import when, who
from articles.models import Article, TrashedArticle
from articles.publishing import Refused
from articles.querysets import LONG
from newsapi.admin_pages import BoundedAdmin


@admin.register(TrashedArticle)
class TrashAdmin(BoundedAdmin, ModelAdmin):
    """What was deleted, and can be put back until its days are over."""

    list_display = ["title", "section", "language", "deleted", "days_left"]
    list_display_links = None
    list_per_page = 50
    sortable_by = []
    actions = ["put_back_selected"]
    list_disable_select_all = True

    class Media:
        css = {"all": ["articles/acts/acts.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False  # an article goes for good when its days are over, and not by a click

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("article__section", "by")
            .defer(*(f"article__{name}" for name in LONG))
        )

    def get_list_display(self, request):
        @admin.display(description=_("put back"))
        def put_back(trashed):
            if not rights.may_publish(request.user, trashed.article):
                return ""
            url = reverse("admin:articles_trashedarticle_put_back", args=[trashed.pk])
            return render_to_string("admin/articles/trashedarticle/put_back.html", {"url": url})

        return [*self.list_display, put_back]

    def get_urls(self):
        put_back = self.admin_site.admin_view(self.put_back)
        return [
            path("<int:article_id>/put-back/", put_back, name="articles_trashedarticle_put_back"),
            *super().get_urls(),
        ]

    def put_back(self, request, article_id):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = get_object_or_404(Article, pk=article_id)
        if not rights.may_publish(request.user, article):
            raise PermissionDenied
        taken_out(request, article)
        return redirect("admin:articles_trashedarticle_changelist")

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=_("Put back"))
    def put_back_selected(self, request, trashed):
        for each in trashed[: self.list_per_page]:
            if rights.may_publish(request.user, each.article):
                taken_out(request, each.article)
            else:
                messages.warning(request, f"{each.article.title}: {gettext('It is not in your sections.')}")

    @admin.display(description=_("title"))
    def title(self, trashed):
        return trashed.article.title

    @admin.display(description=_("section"))
    def section(self, trashed):
        return trashed.article.section

    @admin.display(description=_("language"))
    def language(self, trashed):
        return trashed.article.get_language_display()

    @admin.display(description=_("deleted"))
    def deleted(self, trashed):
        return f"{when(trashed.at)}, {who(trashed.by)}"

    @admin.display(description=_("days left"))
    def days_left(self, trashed):
        return max(0, (trashed.at + trash.KEPT - timezone.now()).days + 1)


def taken_out(request, article: Article) -> None:
    """Gives the article the state again that it was deleted in, or says why not."""
    try:
        trash.take_out(article, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    url = reverse("admin:articles_article_change", args=[article.pk])
    link = format_html('<a class="underline" href="{}">{}</a>', url, article.title)
    messages.success(request, format_html(_("It is again what it was: {}"), link))
