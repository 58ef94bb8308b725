"""The page that a save leads to when somebody else saved meanwhile: both texts, and what to do."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.admin.article_form import IDS
from articles.admin.autosave import name_of_text
from articles.admin.bylines import when, who
from articles.content import named
from articles.differences import Kind, Line, differences

CHANGED = {Kind.DELETED, Kind.INSERTED}


def page(model_admin, request, article):
    """The text that was sent is in the page's form, so that nothing of it is lost."""
    other = editing.overtaking(article, request.POST.get("seen", "").split())  # before the form changes it
    form = model_admin.get_form(request, article, change=True)(request.POST, instance=article)
    form.is_valid()
    mine, theirs = form.content(), other or form.present
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Somebody else saved this article"),
        "opts": model_admin.opts,
        "original": article,
        "by": who(theirs.by),
        "at": when(theirs.at),
        "marks": f"{form.present.mark} {article.revision}",
        "sent_as": name_of_text(request.POST),
        "publishes": "_publish_changes" in request.POST,
        "differences": [
            {
                "label": label(form, each.field),
                "theirs": [side(line, Kind.DELETED) for line in each.lines],
                "mine": [side(line, Kind.INSERTED) for line in each.lines],
            }
            for each in differences(named(theirs.content), named(mine))
        ],
        "sent": [
            (name, value) for name in form.fields if name != "seen" for value in request.POST.getlist(name)
        ],
    }
    return render(request, "admin/articles/article/conflict.html", context, status=409)


def side(line: Line, own: Kind) -> Line:
    """What one of the two texts says in a line, with its own words marked."""
    return [run for run in line if run.kind not in CHANGED - {own}]


def label(form, name: str):
    return form.fields[IDS.get(name, name)].label
