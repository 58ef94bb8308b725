from django.contrib import admin
from django.utils.html import format_html
from unfold.admin import ModelAdmin

from articles import photo_desk
from articles.models import Image
from newsapi.admin_pages import HTTPS_ASSUMED, BoundedPaginator


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    list_display = ["picture", "__str__", "credit", "width", "height", "created_at"]
    list_display_links = ["picture", "__str__"]
    formfield_overrides = HTTPS_ASSUMED
    search_fields = ["alt_uz", "alt_ru", "alt_en", "credit", "source_url"]
    readonly_fields = ["file", "width", "height", "renditions", "placeholder", "created_at"]
    paginator = BoundedPaginator
    show_full_result_count = False

    @admin.display(description="picture")
    def picture(self, image):
        return format_html('<img src="{}" alt="" width="96">', image.placeholder or image.source_url)

    def save_model(self, request, image, form, change):
        photo_desk.save(image)

    def delete_model(self, request, image):
        photo_desk.delete(image)

    def delete_queryset(self, request, images):
        for image in images:
            photo_desk.delete(image)
