from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import IntegrityError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import editing, publishing, rights
from articles.admin import conflict
from articles.admin.article_form import ArticleForm
from articles.admin.autosave import AutosaveAdmin, addresses, name_of_text
from articles.admin.bylines import when
from articles.admin.picking import PickingAdmin, with_thumbnails
from articles.admin.prose import LABELS
from articles.body import compose
from articles.cards import WORDS_PER_MINUTE
from articles.content import TEXTS, named
from articles.models import Article
from articles.publishing import EditedMeanwhile, Refused
from articles.slugs import slug_for
from newsapi.admin_pages import HTTPS_ASSUMED

SUMMARY_LENGTH = 200  # characters that cards and search engines show
FIELDS = [*TEXTS, "section"]
TAKEN = "taken_text"  # the cookie by which the browser no longer keeps a text that it has sent


class EditorAdmin(AutosaveAdmin, PickingAdmin):
    """The page on which an article is written."""

    form = ArticleForm
    formfield_overrides = HTTPS_ASSUMED
    add_fieldsets = [(None, {"fields": ["language", "story", *FIELDS]})]
    fieldsets = [(None, {"fields": FIELDS})]

    def has_add_permission(self, request):
        in_some_section = rights.sections_of(request.user) != frozenset()
        return in_some_section and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or (rights.may_write(request.user, obj) and not hasattr(obj, "trashed"))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user, form.refusal = request.user, getattr(request, "refusal", None)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "_go_on" in request.POST:
            request.refusal = _("Nothing is saved yet. Saving puts this text in the place of the other one.")
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except EditedMeanwhile:
            return conflict.page(self, request, self.get_object(request, object_id))
        except Refused as refusal:
            request.refusal = str(refusal)
        except IntegrityError:  # of two who save the same name or edition at one moment
            request.refusal = _("Somebody else was faster. Look at it once more.")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, article, form, change):
        if not change:
            publishing.say(article, form.content(), request.user)
            return
        stored = Article.objects.get(pk=article.pk)
        save = editing.say if stored.published_at is None else editing.keep
        save(stored, form.content(), form.marks(), request.user)

    def save_related(self, request, form, formsets, change):
        """Tags and authors were saved with the text that they belong to."""

    def response_add(self, request, obj, post_url_continue=None):
        return (
            super().response_add(request, obj) if IS_POPUP_VAR in request.POST else self.saved(request, obj)
        )

    def response_change(self, request, obj):
        return self.saved(request, obj)

    def saved(self, request, obj):
        answer = self.after_saving(request, obj)
        if name := name_of_text(request.POST):
            secure = settings.SESSION_COOKIE_SECURE
            answer.set_cookie(TAKEN, name, path=reverse("admin:index"), secure=secure, samesite="Lax")
        return answer

    def after_saving(self, request, obj):
        article = Article.objects.get(pk=obj.pk)
        if "_publish_changes" in request.POST and hasattr(article, "draft"):
            return redirect("admin:articles_article_deed", article.pk, "publish_changes")
        if article.published_at is None:
            said = _("Saved as a draft.")
        elif not hasattr(article, "draft"):
            said = _("Nothing has changed.")
        elif article.published_at > timezone.now():
            said = _(
                "Saved as the next version. At the time that was set, readers see the text before it, unless "
                "the changes are published."
            )
        else:
            said = _("Saved as the next version. Readers see it once it is published.")
        messages.success(request, said)
        return redirect("admin:articles_article_change", article.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        text, is_draft = form.present, obj is None or obj.published_at is None
        if change and not self.has_change_permission(request, obj):
            context |= {
                "text": text.content,
                "body": with_thumbnails(compose(text.content["body_html"]).html),
                "names": named(text.content),
            }
        context |= {
            "form": form,
            "is_draft": is_draft,
            "may_publish_changes": not is_draft and rights.may_publish(request.user, obj),
            "corrections": [(when(each.at), each.text) for each in obj.corrections.all()] if obj else [],
            "for_script": {
                "labels": LABELS,
                "addresses": addresses(obj),
                "user": request.user.pk,
                "summaryLength": SUMMARY_LENGTH,
                "wordsPerMinute": WORDS_PER_MINUTE,
                "slugFollows": is_draft and slug_follows(obj, text),
            },
        }
        return super().render_change_form(request, context, add, change, form_url, obj)


def slug_follows(article: Article | None, text: editing.Text | None) -> bool:
    """Whether the name in the URL is still the one that was made of the title."""
    if article is None:
        return True
    return text.content["slug"] == slug_for(text.content["title"], article.language, article.pk)
