"""Fields for things that are found by searching, in the order in which an editor puts them."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.picking import ID, address


class ChoiceWidget(forms.Widget):
    """Chosen things, each with buttons to move and remove it, and a box to search for more."""

    template_name = "articles/widgets/choice.html"

    def __init__(self, model: type[Model], most: int | None = None):
        super().__init__()
        self.model, self.most = model, most

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        ids = ids_in(value)
        found = self.model.objects.in_bulk(ids) if ids else {}
        context["widget"] |= {
            "chosen": [(each, str(found[each]), self.thumbnail(each)) for each in ids if each in found],
            "source": self.source(),
            "most": self.most,
        }
        return context

    def source(self) -> str:
        """The address that is asked with `&term=`: Django's own autocompletion."""
        name = f"{self.model._meta.model_name}s"
        return f"{reverse('admin:autocomplete')}?app_label=articles&model_name=article&field_name={name}"

    def thumbnail(self, pk: int) -> str:
        return ""


class PictureWidget(ChoiceWidget):
    def source(self) -> str:
        return reverse("admin:articles_article_pictures") + "?"

    def thumbnail(self, pk: int) -> str:
        return address(pk)


class ChoiceField(forms.Field):
    """Ids of things that there are, each once."""

    def __init__(self, widget: ChoiceWidget, **options):
        super().__init__(widget=widget, required=False, **options)

    def to_python(self, value):
        ids = ids_in(value)
        found = self.widget.model.objects.filter(pk__in=ids).count() if ids else 0
        if found < len(ids) or not all(ID.fullmatch(str(each)) for each in value or ()):
            raise ValidationError(_("Something that was chosen is no longer there. Choose anew."))
        if self.widget.most and len(ids) > self.widget.most:
            raise ValidationError(_("Choose fewer."))
        return ids

    def has_changed(self, initial, data):
        return list(initial or ()) != ids_in(data)


def ids_in(value) -> list[int]:
    return list(dict.fromkeys(int(each) for each in value or () if ID.fullmatch(str(each))))
