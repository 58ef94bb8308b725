from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from newsapi import purging
from newsapi.admin_pages import BoundedAdmin
from newsapi.models import Purge, PurgeDelivery

STATES = {
    "waiting": _("waiting"),
    "failing": _("is tried again"),
    "failed": _("failed"),
    "confirmed": _("confirmed"),
}
TONES = {"waiting": "info", "failing": "warning", "failed": "danger", "confirmed": "success"}
KINDS = {
    "articles.article": _("Articles"),
    "articles.image": _("Pictures"),
    "articles.section": _("Sections"),
    "articles.tag": _("Tags"),
    "articles.author": _("Authors"),
    "weather.place": _("Places"),
    "weather.snapshot": _("Snapshots"),
}


class StateFilter(admin.SimpleListFilter):
    """How the caches have taken it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("not confirmed by all")), ("failed", _("failed"))]

    def queryset(self, request, purges):
        return {"open": purges.unconfirmed(), "failed": purges.failed()}.get(self.value(), purges)


class KindFilter(admin.SimpleListFilter):
    """What it happened to."""

    title = _("to what")
    parameter_name = "model"

    def lookups(self, request, model_admin):
        return list(KINDS.items())

    def queryset(self, request, purges):
        return purges.filter(model=self.value()) if self.value() in KINDS else purges


@admin.register(Purge)
class PurgeAdmin(BoundedAdmin, ModelAdmin):
    """Why an old title may still be up: what caches were told, when, and what they have said to it."""

    list_display = ["moment", "happened", "thing", "who", "told"]
    list_display_links = ["moment"]
    list_filter = [KindFilter, StateFilter]
    list_select_related = ["by"]
    list_per_page = 50
    sortable_by = []
    search_fields = ["title"]
    fields = readonly_fields = ["moment", "happened", "thing", "who", "told_in_full", "lives", "all_keys"]
    change_form_outer_before_template = "admin/newsapi/purge/again.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def may_purge(self, request) -> bool:
        return request.user.has_perm("newsapi.change_purge")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("deliveries")

    def get_urls(self):
        again = self.admin_site.admin_view(self.again_view)
        return [path("<int:purge_id>/again/", again, name="newsapi_purge_again"), *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        more = {"may_purge": self.may_purge(request) and purging.is_wanted()}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def again_view(self, request, purge_id):
        return require_POST(self.again)(request, purge_id)

    def again(self, request, purge_id):
        if not self.may_purge(request):
            raise PermissionDenied
        repeated = purging.again(get_object_or_404(Purge, pk=purge_id), request.user)
        if repeated is None:
            self.message_user(request, _("No cache is configured."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:newsapi_purge_changelist"))
        self.message_user(request, _("The caches are told once more."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newsapi_purge_change", args=[repeated.pk]))

    @admin.display(description=_("when"))
    def moment(self, purge):
        return clock(purge.at)

    @admin.display(description=_("what"))
    def happened(self, purge):
        return gettext(purge.what)

    @admin.display(description=_("to what"))
    def thing(self, purge):
        url = address_of(purge)
        if not url:
            return purge.title or "–"
        return format_html(
            '<a class="text-primary-600 underline dark:text-primary-500" href="{}">{}</a>', url, purge.title
        )

    @admin.display(description=_("who"))
    def who(self, purge):
        return (purge.by.get_full_name() or purge.by.get_username()) if purge.by else "–"

    @display(description=_("caches"), label=TONES)
    def told(self, purge):
        worst = min(map(state, purge.deliveries.all()), key=[*TONES].index, default="confirmed")
        return worst, STATES[worst]

    @admin.display(description=_("caches"))
    def told_in_full(self, purge):
        return format_html_join("", "<div>{}</div>", ((sentence(each),) for each in purge.deliveries.all()))

    @admin.display(description=_("how long browsers keep it"))
    def lives(self, purge):
        return of_browsers()

    @admin.display(description=_("keys"))
    def all_keys(self, purge):
        return " ".join(purge.keys)


# In words ---------------------------------------------------------------------------------------------------


def state(delivery: PurgeDelivery) -> str:
    if delivery.confirmed_at:
        return "confirmed"
    if delivery.due_at is None:
        return "failed"
    return "failing" if delivery.error else "waiting"


def sentence(delivery: PurgeDelivery) -> str:
    """How one cache has taken it."""
    words = {"cache": delivery.cache, "at": clock(delivery.purge.at), "error": delivery.error}
    found = state(delivery)
    if found == "confirmed":
        passed = (delivery.confirmed_at - delivery.purge.at).total_seconds()
        words["seconds"] = number_format(max(passed, 0), 1)
        told = gettext("The cache %(cache)s was told at %(at)s, and confirmed it after %(seconds)s s.")
    elif found == "failing":
        words["next"] = clock(delivery.due_at)
        told = gettext("The cache %(cache)s is silent since %(at)s, and is told again at %(next)s. %(error)s")
    elif found == "failed":
        words["seconds"] = number_format(settings.CACHE_S_MAXAGE)
        told = gettext("The cache %(cache)s was never reached; what it keeps lives %(seconds)s s. %(error)s")
    else:
        told = gettext("The cache %(cache)s is about to be told.")
    return told % words


def of_browsers() -> str:
    return gettext("Browsers keep what they have for up to %(seconds)s seconds.") % {
        "seconds": number_format(settings.CACHE_MAX_AGE)
    }


def last_told(model: str, object_id: int) -> list[str]:
    """Sentences about the last time that caches were told of a row, as editors read them; two queries.

    Empty where no cache is configured, or none was told lately.
    """
    if not purging.is_wanted():
        return []
    last = Purge.objects.of(model, object_id).prefetch_related("deliveries").first()
    return [*map(sentence, last.deliveries.all()), of_browsers()] if last else []


def address_of(purge: Purge) -> str | None:
    if not purge.model:
        return None
    try:
        return reverse(f"admin:{purge.model.replace('.', '_')}_change", args=[purge.object_id])
    except NoReverseMatch:
        return None


def clock(moment) -> str:
    """With seconds, by the clocks of the newsroom."""
    here = timezone.localtime(moment)
    return f"{here:%H:%M:%S}" if here.date() == timezone.localdate() else f"{here:%Y-%m-%d %H:%M:%S}"
