"""Keeps what an editor writes while it is written, and tells who else has the article open."""

import json
import re
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpResponseNotAllowed, JsonResponse
from django.urls import path, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from articles import editing, presence, publishing, rights
from articles.admin.bylines import when, who
from articles.models import Act, Article, Revision
from articles.publishing import EditedMeanwhile, Refused

NAME = re.compile("[0-9a-z]{8,40}")


class Unsaved(Exception):
    """Nothing was kept; the reason is for the editor."""

    def __init__(self, status: int, reason: str):
        self.status, self.reason = status, reason


def in_json(view):
    """The answer of a view to a page's script."""

    @wraps(view)
    def answer(self, request, *args, **kwargs):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            return JsonResponse(view(self, request, *args, **kwargs))
        except Unsaved as unsaved:
            return JsonResponse({"error": unsaved.reason}, status=unsaved.status)

    return answer


def given(request) -> MultiValueDict:
    """The fields that a page sends: of each name a list of texts."""
    try:
        fields = json.loads(request.body)
        lists = {name: [whole(text) for text in list.copy(texts)] for name, texts in fields.items() if texts}
    except RequestDataTooBig as error:
        raise Unsaved(413, gettext("The text is too long to be sent.")) from error
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise Unsaved(400, gettext("The page sent what the newsroom cannot read.")) from error
    return MultiValueDict(lists)


def name_of_save(fields: MultiValueDict) -> str:
    """What the page calls this save, so that it knows the save again which it got no answer to."""
    return name_in(fields, "save")


def name_of_text(fields: MultiValueDict) -> str:
    """What the page calls the text that it sends in a form, and keeps until it learns that this was taken."""
    return name_in(fields, "sent_as")


def name_in(fields: MultiValueDict, field: str) -> str:
    name = fields.get(field, "")
    return name if NAME.fullmatch(name) else ""


def whole(text: str) -> str:
    """The text without NUL and halves of characters, which no database takes."""
    return str.encode(text, errors="replace").decode().replace("\0", "")


class AutosaveAdmin:
    """Answers the page of an article while somebody writes."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("autosave/", wrap(self.autosave_new), name="articles_article_autosave_new"),
            path("<int:article_id>/autosave/", wrap(self.autosave), name="articles_article_autosave"),
            path("<int:article_id>/presence/", wrap(self.presence), name="articles_article_presence"),
            *super().get_urls(),
        ]

    @in_json
    def autosave(self, request, article_id):
        return self.kept(request, writable(request, article_id), given(request))

    @in_json
    def autosave_new(self, request):
        """Makes an article of the first words; the same page may ask again when it got no answer."""
        if not self.has_add_permission(request):
            raise Unsaved(403, gettext("You may not write articles."))
        fields = given(request)
        article = begun(request.user, fields)
        answer = self.kept(request, writable(request, article.pk), fields) if article else None
        if answer is None:
            article, answer = self.created(request, fields)
        return {**answer, "id": article.pk, "addresses": addresses(article)}

    def created(self, request, fields):
        form_class = self.get_form(request, None, change=False)
        if not fields.get("title", "").strip():
            fields.setlist("title", [gettext("Untitled")])
        form, wrong = form_class(fields), {}
        if not form.is_valid():
            wrong = form.errors
            form = form_class(
                MultiValueDict({name: fields.getlist(name) for name in fields if name not in wrong})
            )
        if not form.is_valid():
            raise Unsaved(400, " ".join(told(form, form.errors).values()))
        article = form.instance
        try:
            with transaction.atomic():
                publishing.say(article, form.content(), request.user)
        except (Refused, IntegrityError) as error:
            reason = str(error) if isinstance(error, Refused) else gettext("Somebody else was faster.")
            raise Unsaved(409, reason) from error
        return article, self.answer(editing.present(article), form, wrong)

    def kept(self, request, article, fields):
        form = self.get_form(request, article, change=True)(fields, instance=article)
        form.is_valid()  # what is wrong is told, and what is right is kept
        try:
            text = editing.keep(
                article, form.content(), form.marks(), request.user, save=name_of_save(fields)
            )
        except EditedMeanwhile as error:
            other = editing.overtaking(article, form.marks())
            raise Unsaved(409, overtaken(other or editing.present(article))) from error
        except Refused as refusal:
            raise Unsaved(409, str(refusal)) from refusal
        return self.answer(text, form, form.errors)

    def answer(self, text, form, wrong):
        return {
            "mark": text.mark,
            "slug": text.content["slug"],
            "saved": gettext("Saved %(time)s") % {"time": when(text.at)},
            "errors": told(form, wrong),
        }

    @in_json
    def presence(self, request, article_id):
        article, fields = writable(request, article_id), given(request)
        if "leave" in fields:
            presence.leave(article, request.user)
            return {}
        others = [
            gettext("%(name)s is editing this since %(time)s.")
            % {"name": who(other.user), "time": when(other.since)}
            for other in presence.report(article, request.user)
        ]
        other = editing.overtaking(article, fields.get("seen", "").split())
        return {"others": others, "overtaken": other and overtaken(other)}


def writable(request, article_id) -> Article:
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        raise Unsaved(404, gettext("The article is no longer there."))
    if not rights.may_write(request.user, article):
        raise Unsaved(403, gettext("You may not write this article."))
    return article


def begun(user, fields) -> Article | None:
    """The article that this page has made already."""
    article = Article.objects.filter(
        story=fields.get("story", ""), language=fields.get("language", "")
    ).first()
    made = Revision.objects.filter(article=article, number=1, act=Act.CREATED, by=user)
    return article if article and made.exists() else None


def addresses(article: Article | None) -> dict[str, str]:
    """Whom the page of the article asks; before there is one, who makes one."""
    shared = {name: reverse(f"admin:articles_article_{name}") for name in ("slug", "pictures")}
    if article is None:
        return {**shared, "autosave": reverse("admin:articles_article_autosave_new")}
    own = {
        name: reverse(f"admin:articles_article_{name}", args=[article.pk])
        for name in ("change", "autosave", "presence")
    }
    return {**shared, **own}


def told(form, wrong) -> dict[str, str]:
    """What is wrong with each field, with the field's name before it."""
    return {
        name: " ".join([f"{form[name].label}:" if name in form.fields else "", *errors]).strip()
        for name, errors in wrong.items()
    }


def overtaken(text: editing.Text) -> str:
    return gettext("%(name)s saved another text at %(time)s.") % {"name": who(text.by), "time": when(text.at)}
