"""What lists in the admin share."""

from django.core.paginator import Paginator
from django.db.models import URLField
from django.utils.functional import cached_property

HTTPS_ASSUMED = {URLField: {"assume_scheme": "https"}}  # overrides of form fields
FARTHEST = 10_000  # rows that an editor may reach by turning pages; filters and search lead further


class BoundedPaginator(Paginator):
    """Counts no further than an editor turns pages, whatever the table holds."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:FARTHEST].count()
