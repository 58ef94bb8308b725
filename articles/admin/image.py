from django.contrib import admin
from django.utils.html import format_html
from unfold.admin import ModelAdmin

from articles import renditions
from articles.models import Image
from newsapi.admin_pages import HTTPS_ASSUMED, BoundedPaginator


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    list_display = ["picture", "__str__", "credit", "width", "height", "created_at"]
    list_display_links = ["picture", "__str__"]
    formfield_overrides = HTTPS_ASSUMED
    search_fields = ["alt_uz", "alt_ru", "alt_en", "credit", "source_url"]
    readonly_fields = ["width", "height", "renditions", "placeholder", "created_at"]
    paginator = BoundedPaginator
    show_full_result_count = False

    @admin.display(description="picture")
    def picture(self, image):
        return format_html('<img src="{}" alt="" width="96">', image.placeholder or image.source_url)

    def save_model(self, request, image, form, change):
        if "file" in form.changed_data and image.file:
            renditions.store_upload(image)
        elif "file" in form.changed_data:
            renditions.forget(image)
        else:
            image.save()
