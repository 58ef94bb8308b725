"""What the newsroom does with sections, tags and authors; only this and the import write them."""

from unicodedata import normalize

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles import purging
from articles.models import Author, Section, Tag
from newsapi.locales import LANGUAGES

Name = Section | Tag | Author


@transaction.atomic
def save(name: Name, by=None) -> None:
    """Stores a new one, or one that is called otherwise."""
    model = type(name)
    before = model.objects.select_for_update().filter(pk=name.pk).values_list("slug", flat=True).first()
    for language in LANGUAGES:
        setattr(name, f"name_{language}", normalize("NFC", getattr(name, f"name_{language}")))
    name.save()
    what = _("added") if before is None else _("changed in public")
    purging.name_changed(name, {before, name.slug} - {None}, what, by)


@transaction.atomic
def delete(name: Name, by=None) -> None:
    """It is gone, and articles are filed under it no more."""
    pk = name.pk
    name.delete()
    name.pk = pk  # for whoever still has it in hand, as the log of the admin
    purging.name_changed(name, {name.slug}, _("deleted"), by, is_deleted=True)
