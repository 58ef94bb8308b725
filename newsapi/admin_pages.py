"""What lists in the admin share."""

from django.core.paginator import Paginator
from django.db.models import URLField
from django.utils.formats import number_format
from django.utils.functional import cached_property

HTTPS_ASSUMED = {URLField: {"assume_scheme": "https"}}  # overrides of form fields
FARTHEST = 10_000  # rows that an editor may reach by turning pages; filters and search lead further


class BoundedPaginator(Paginator):
    """Counts no further than an editor turns pages, whatever the table holds."""

    template_name = "admin/pages.html"

    @cached_property
    def found(self):
        """One more than an editor may reach, where there are more."""
        return self.object_list.order_by()[: FARTHEST + 1].count()

    @cached_property
    def count(self):
        return min(self.found, FARTHEST)

    @property
    def has_more(self):
        return self.found > FARTHEST

    @property
    def farthest(self):
        return number_format(FARTHEST, force_grouping=True)
