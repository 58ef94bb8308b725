from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import content, differences, drafts, editing, history, publishing, rights
from articles.admin.bylines import who
from articles.admin.deeds import situation
from articles.admin.state_bar import unpublished
from articles.content import Content, named
from articles.differences import Difference
from articles.models import Article, Draft
from articles.publishing import Refused
from articles.states import State

MOST = 500  # revisions on one page
NEXT = "next"  # stands for the number of the version that is not stored yet
LABELS = {
    "title": _("Title"),
    "slug": _("Name in the URL"),
    "summary": _("Summary"),
    "body_html": _("Text"),
    "section": _("Section"),
    "image": _("Picture"),
    "tags": _("Tags"),
    "authors": _("Authors"),
    "source_name": _("Source"),
    "source_url": _("Address of the source"),
    "is_breaking": _("Breaking"),
    "is_featured": _("On the front page"),
}


def compared(before: Content, after: Content) -> list[tuple[str, Difference]]:
    """The fields that differ, by their names; things are named too, which takes up to eight queries."""
    return [(LABELS[each.field], each) for each in differences.differences(named(before), named(after))]


class HistoryAdmin:
    """Every version of an article: who made it and why, what two of them say differently, the way back."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:article_id>/compare/", wrap(self.compare_page), name="articles_article_compare"),
            path(
                "<int:article_id>/restore/<int:number>/",
                wrap(self.restore_page),
                name="articles_article_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        article = self.opened(request, object_id)
        revisions = list(article.revisions.defer("content").select_related("by")[:MOST])
        if article.revision > (revisions[0].number if revisions else 1):
            revisions.insert(0, history.present(article))
        numbers = [revision.number for revision in revisions[:2]] or [None]
        draft = Draft.objects.filter(article=article).select_related("edited_by").first()
        context = {
            "title": _("History"),
            "revisions": [(each, each.by and who(each.by)) for each in revisions],
            "draft": draft,
            "draft_by": draft and who(draft.edited_by),
            "before": numbers[0 if draft else -1],
            "after": numbers[0] if draft is None else None,
            "may_restore": self.has_change_permission(request, article),
        }
        return self.act_page(request, article, "history", context)

    def compare_page(self, request, article_id):
        """Two versions compared; either may be NEXT, or the stored one."""
        article = self.opened(request, article_id)
        before, after = (text(article, request.GET.get(name, "")) for name in ("before", "after"))
        context = {
            "title": _("What was changed"),
            "before": name_of(request.GET["before"]),
            "after": name_of(request.GET["after"]),
            "differences": compared(before, after),
        }
        return self.act_page(request, article, "compare", context)

    def restore_page(self, request, article_id, number):
        """What readers see is not changed by it: there the earlier text becomes the next version."""
        article = self.opened(request, article_id)
        said = version(article, str(number))
        if not rights.may_write(request.user, article):
            raise PermissionDenied
        now = situation(article)
        refusal = None
        if said["section"] != now.text()["section"] and not rights.works_in(request.user, said["section"]):
            refusal = _("In this version it stands in a section that you do not work in.")
        elif request.method == "POST":
            try:
                restore(now, number, said, request)
            except Refused as refused:
                refusal = refused
            else:
                messages.success(request, _("The earlier text is there again."))
                return self.back_to(article)
        context = {
            "title": gettext("Restore version %(number)s") % {"number": number},
            "number": number,
            "unpublished": unpublished(now),
            "marks": f"{now.mark} {article.revision}",
            "is_draft": now.state == State.DRAFT,
            "differences": compared(now.text(), said),
            "refusal": refusal,
        }
        return self.act_page(request, article, "restore", context)


def text(article: Article, number: str) -> Content:
    return content.of(article) if number == str(article.revision) else version(article, number)


def version(article: Article, number: str) -> Content:
    if number == NEXT:
        return drafts.text_of(article)
    said = history.said(article, int(number)) if number.isdecimal() and len(number) < 10 else None
    if said is None:
        raise Http404
    return said


def name_of(number: str) -> str:
    return gettext("next") if number == NEXT else number


@transaction.atomic
def restore(now, number: int, said: Content, request) -> None:
    seen = request.POST.get("seen", "").split()
    if now.state != State.DRAFT:
        editing.keep(now.article, said, seen, request.user)
        return
    text = editing.seen_in_front(now.article, seen)
    if text.saves:
        drafts.discard(now.article, text.saves)
    publishing.restore(now.article, number, request.user)
