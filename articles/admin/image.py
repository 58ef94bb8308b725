from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from articles import jobs, photo_desk
from articles.admin.image_files import ImageFilesAdmin, thumbnail, view
from articles.admin.image_form import ACCEPTED, ImageForm
from articles.admin.links import links_to
from articles.models import Image
from articles.pictures import renditions
from newsapi.admin_pages import HTTPS_ASSUMED, BoundedAdmin, CountedDeletion
from newsapi.locales import LANGUAGES

CROPS = {name: name.replace("x", ":") for name in renditions.CROPS}
SOON = timedelta(days=7)
FOCAL_POINT = ("focal_x", "focal_y")
WITHOUT_WORDS = {language: Q(**{f"alt_{language}": ""}) for language in LANGUAGES}


class AltTextFilter(admin.SimpleListFilter):
    """Pictures that nobody has described yet."""

    title = _("missing alt text")
    parameter_name = "without_alt"

    def lookups(self, request, model_admin):
        return [("any", _("in any language")), ("uz", _("Uzbek")), ("ru", _("Russian")), ("en", _("English"))]

    def queryset(self, request, images):
        if self.value() == "any":
            return images.filter(alt_uz="", alt_ru="", alt_en="")
        return images.filter(WITHOUT_WORDS[self.value()]) if self.value() in WITHOUT_WORDS else images


class RightsFilter(admin.SimpleListFilter):
    """How long pictures may be shown."""

    title = _("rights")
    parameter_name = "rights"

    def lookups(self, request, model_admin):
        return [("ended", _("have ended")), ("ending", _("end within a week")), ("open", _("without end"))]

    def queryset(self, request, images):
        now = timezone.now()
        return {
            "ended": images.without_rights(now),
            "ending": images.filter(rights_end_at__gt=now, rights_end_at__lte=now + SOON),
            "open": images.filter(rights_end_at=None),
        }.get(self.value(), images)


@admin.register(Image)
class ImageAdmin(ImageFilesAdmin, BoundedAdmin, CountedDeletion, ModelAdmin):
    """The photo desk: upload, description, focal point, rights."""

    form = ImageForm
    formfield_overrides = HTTPS_ASSUMED
    list_display = ["picture", "described_in", "credit", "size", "rights", "created_at"]
    list_filter = [AltTextFilter, RightsFilter]
    list_before_template = "admin/articles/image/drop_zone.html"
    change_form_before_template = "admin/articles/image/focal_point.html"
    search_fields = ["alt_uz", "alt_ru", "alt_en", "credit", "file", "source_url"]
    actions = ["make_sizes"]
    readonly_fields = ["articles", "sizes", "original", "created_at"]
    compressed_fields = False

    class Media:
        css = {"all": ["articles/pictures/pictures.css"]}

    def drop_zone(self):
        """What the zone for files on the list says."""
        megabytes = settings.PICTURE_MEGABYTES
        words = {
            "working": _("Being read …"),
            "tooHeavy": _("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes},
            "signIn": _("You are not signed in any more, or may not add pictures. Load the page again."),
            "failed": _("The server could not take it."),
            "offline": _("The server could not be reached."),
        }
        return {"accepted": ACCEPTED, "megabytes": megabytes, "words": words}

    def get_fieldsets(self, request, image=None):
        words = [
            (_("What is to be seen"), {"fields": ["alt_uz", "alt_ru", "alt_en"]}),
            (_("Caption and credit"), {"fields": ["caption_uz", "caption_ru", "caption_en", "credit"]}),
            (_("Rights"), {"fields": ["rights_end_at"]}),
        ]
        if image is None:
            return [(None, {"fields": ["upload", "source_url"]}), *words]
        shown = (_("Where it is shown"), {"fields": ["articles", "sizes", "original", "created_at"]})
        if not self.has_change_permission(request, image):
            return [(None, {"fields": [FOCAL_POINT]}), *words, shown]
        origin = (_("Another file"), {"fields": ["upload"] if image.file else ["upload", "source_url"]})
        return [(None, {"fields": ["seen", FOCAL_POINT]}), *words, origin, shown]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except photo_desk.OutOfReach as refusal:
            request.refusal = str(refusal)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **options):
        context |= {"picture": obj, "view": obj and view(obj), "crops": CROPS}
        return super().render_change_form(request, context, *args, obj=obj, **options)

    @display(description=_("picture"))
    def picture(self, image):
        return format_html(
            '<span class="picture-entry"><img src="{}" alt="" loading="lazy"> <span>{}</span></span>',
            thumbnail(image),
            image,
        )

    @display(description=_("alt text"))
    def described_in(self, image):
        return ", ".join(language for language in LANGUAGES if getattr(image, f"alt_{language}")) or _("none")

    @display(description=_("size"))
    def size(self, image):
        return f"{image.width} × {image.height}" if image.width else "–"

    @display(description=_("rights"), ordering="rights_end_at", label={True: "danger", False: "success"})
    def rights(self, image):
        if image.rights_end_at is None:
            return None
        ended = image.has_ended(timezone.now())
        return ended, _("ended") if ended else date_format(timezone.localtime(image.rights_end_at))

    @display(description=_("sizes for readers"))
    def sizes(self, image):
        if not image.file:
            return _("None: the picture is elsewhere.")
        if image.has_ended(timezone.now()):
            return _("None: the rights have ended, and readers see a stand-in.")
        if image.renditions != renditions.record(image):
            return _("They are being made.")
        count = sum(1 for _piece in renditions.pieces(image.renditions))
        return ngettext("%(count)s file", "%(count)s files", count) % {"count": count}

    @display(description=_("original"))
    def original(self, image):
        if not image.file:
            return image.source_url
        address = reverse("admin:articles_image_original", args=[image.pk])
        return format_html('<a href="{}">{}</a>', address, self.size(image))

    @display(description=_("articles with it"))
    def articles(self, image):
        links = links_to(photo_desk.articles_with(image))
        return format_html_join("", "<div>{}</div>", ((each,) for each in links)) or _("None yet.")

    def save_model(self, request, image, form, change):
        file = form.cleaned_data["upload"]
        said = {name: getattr(image, name) for name in photo_desk.SAID}
        if file and change:
            photo_desk.replace(image, form.picture, file.name, request.user)
        elif file:
            image.pk = photo_desk.add(form.picture, file.name, **said).pk
            image.refresh_from_db()
        else:
            photo_desk.save(image, request.user)

    def delete_model(self, request, image):
        photo_desk.delete(image)

    def delete_queryset(self, request, images):
        for image in images:
            photo_desk.delete(image)

    def standing_against(self, images):
        return [link for image in images for link in links_to(photo_desk.articles_with(image))]

    @admin.action(description=_("Make missing sizes"), permissions=["change"])
    def make_sizes(self, request, images):
        for image_id in images.exclude(file="").values_list("pk", flat=True):
            jobs.renew_picture.defer(image_id=image_id)
        self.message_user(request, _("The sizes are being made."))
