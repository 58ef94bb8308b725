"""What the newsroom does with the slugs that articles once had, beside publishing."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles import purging
from articles.models import FormerSlug


@transaction.atomic
def save(former: FormerSlug, by=None) -> None:
    """Has the slug lead to the article."""
    before = FormerSlug.objects.select_for_update(of=["self"]).filter(pk=former.pk).first()
    former.save()
    purging.former_slugs_changed([each for each in (before, former) if each], _("former address changed"), by)


@transaction.atomic
def delete(former: FormerSlug, by=None) -> None:
    """The slug leads nowhere."""
    pk = former.pk
    former.delete()
    former.pk = pk  # for whoever still has it in hand, as the log of the admin
    purging.former_slugs_changed([former], _("former address deleted"), by)
