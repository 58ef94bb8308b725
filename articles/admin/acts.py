from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import content, preflight, rights, translating, trash
from articles.admin.deeds import DEEDS, situation
from articles.admin.history import HistoryAdmin, compared
from articles.admin.state_bar import state_bar, unpublished
from articles.models.article import LANGUAGES
from articles.publishing import Refused


class ActsAdmin(HistoryAdmin):
    """What can be done with an article besides writing it: each act a button, for whoever may."""

    delete_confirmation_template = "admin/articles/article/delete.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:article_id>/do/<slug:name>/", wrap(self.deed_page), name="articles_article_deed"),
            path(
                "<int:article_id>/translate/<slug:language>/",
                wrap(self.translate_page),
                name="articles_article_translate",
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            context["state_bar"] = state_bar(
                request,
                situation(obj),
                may_delete=self.has_delete_permission(request, obj),
                may_translate=self.may_translate(request, obj),
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def deed_page(self, request, article_id, name):
        """Shows what the deed means and asks for what it needs; a post does it."""
        deed, article = DEEDS.get(name), self.opened(request, article_id)
        if deed is None:
            raise Http404
        now = situation(article)
        if not deed.is_allowed(request.user, now):
            raise PermissionDenied
        if request.method != "POST" and not deed.is_possible(now):
            messages.warning(request, _("This cannot be done with the article as it is now."))
            return self.back_to(article)
        concerns = preflight.concerns(article, now.text(), now.at) if deed.shows_a_text(now) else []
        form = deed.form(request.POST if request.method == "POST" else None, now=now, concerns=concerns)
        if form.is_valid():
            try:
                deed.do(now, request.user, form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, deed.done)
                return self.back_to(article)
        shows_changes = deed.shows_a_text(now) and now.draft
        context = {
            "title": deed.label,
            "deed": deed,
            "form": form,
            "concerns": concerns,
            "unpublished": unpublished(now),
            "submit_variant": "danger" if deed.variant == "danger" else "primary",
            "differences": compared(content.of(article), now.draft.content) if shows_changes else [],
        }
        return self.act_page(request, article, "act", context)

    def translate_page(self, request, article_id, language):
        """Starts the article in another language, and opens it in the editor."""
        article = self.opened(request, article_id)
        if language not in translating.languages():
            raise Http404
        if not self.may_translate(request, article):
            raise PermissionDenied
        refusal = None
        if request.method == "POST":
            try:
                edition = translating.duplicate(article, language, request.user)
            except Refused as refused:
                refusal = refused
            else:
                messages.success(request, _("This is the beginning of the translation: a draft."))
                return self.back_to(edition)
        name = dict(LANGUAGES)[language]
        title = gettext("Translate: %(language)s") % {"language": name}
        return self.act_page(
            request, article, "translate", {"title": title, "language": name, "refusal": refusal}
        )

    def may_translate(self, request, article):
        return self.has_add_permission(request) and rights.may_write(request.user, article)

    # What the pages share

    def opened(self, request, article_id):
        article = self.get_object(request, str(article_id))
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def back_to(self, article):
        return redirect("admin:articles_article_change", article.pk)

    def act_page(self, request, article, name, context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "back": reverse("admin:articles_article_change", args=[article.pk]),
            **context,
        }
        return TemplateResponse(request, f"admin/articles/article/{name}.html", context)

    # Deleting puts into the trash

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or rights.may_publish(request.user, obj))

    def delete_view(self, request, object_id, extra_context=None):
        context = {"title": _("Put into the trash"), **(extra_context or {})}
        return super().delete_view(request, object_id, context)

    def get_deleted_objects(self, objs, request):
        """Nothing goes but the articles, and they only into the trash; those of other sections are told."""
        forbidden = {str(each) for each in objs if not self.has_delete_permission(request, each)}
        return [str(each) for each in objs], {}, forbidden, []

    def delete_model(self, request, obj):
        trash.put_in(obj, request.user)

    def response_delete(self, request, obj_display, obj_id):
        messages.success(request, _("The article is in the trash. It can be put back for 30 days."))
        return redirect("admin:articles_article_changelist")
