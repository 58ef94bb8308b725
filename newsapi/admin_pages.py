"""What pages in the admin share."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, URLField
from django.http import HttpResponseRedirect
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

HTTPS_ASSUMED = {URLField: {"assume_scheme": "https"}}  # overrides of form fields
FARTHEST = 10_000  # rows that an editor may reach by turning pages; filters and search lead further


def bounded_count(rows: QuerySet) -> int:
    """How many there are; one more than an editor may reach, where there are more."""
    return rows.order_by()[: FARTHEST + 1].count()


class CountedDeletion:
    """Asks before something is deleted how many rows go with it, not which: there may be a million."""

    def going_along(self, entries) -> dict[str, QuerySet]:
        """Rows that are lost with these, by what they are called."""
        return {}

    def standing_against(self, entries) -> list[str]:
        """What has to be changed first, as links; some of it will do."""
        return []

    def get_deleted_objects(self, entries, request):
        name, names = self.opts.verbose_name, self.opts.verbose_name_plural
        lacking = {name for each in entries if not self.has_delete_permission(request, each)}
        many = {called: told(bounded_count(rows)) for called, rows in self.going_along(entries).items()}
        return [*map(str, entries)], {names: len(entries), **many}, lacking, self.standing_against(entries)


def told(many: int) -> str:
    text = number_format(min(many, FARTHEST), force_grouping=True)
    return _("more than %s") % text if many > FARTHEST else text


class BoundedPaginator(Paginator):
    """Counts no further than an editor turns pages, whatever the table holds."""

    template_name = "admin/pages.html"

    @cached_property
    def found(self):
        return bounded_count(self.object_list)

    @cached_property
    def count(self):
        return min(self.found, FARTHEST)

    @property
    def has_more(self):
        return self.found > FARTHEST

    @property
    def farthest(self):
        return number_format(FARTHEST, force_grouping=True)


class BoundedAdmin:
    """An admin whose list ends where editors turn no more pages, and acts on no row beyond."""

    paginator = BoundedPaginator
    show_full_result_count = False

    def response_action(self, request, queryset):
        if request.POST.get("select_across") == "1" and bounded_count(queryset) > FARTHEST:
            words = _("There are more than %s. Narrow the list, then choose all of it.")
            self.message_user(request, words % number_format(FARTHEST, force_grouping=True), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)
