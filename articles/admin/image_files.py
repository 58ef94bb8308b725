"""The files of pictures as the newsroom's pages send and fetch them."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import photo_desk
from articles.models import Image
from articles.pictures import files, stand_in, uploads
from articles.pictures.uploads import BadFile


class ImageFilesAdmin:
    """Takes pictures one by one from the drop zone, and hands out originals to whoever may see pictures."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(require_POST(self.upload)), name="articles_image_upload"),
            path(
                "<int:image_id>/original/",
                wrap(self.original_file, cacheable=True),
                name="articles_image_original",
            ),
            *super().get_urls(),
        ]

    def upload(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            return refused(_("Your role adds no pictures."), 403)
        file = request.FILES.get("file")
        if file is None:
            return refused(_("No file has arrived."), 400)
        try:
            image = photo_desk.add(uploads.read(file), file.name)
        except BadFile as refusal:
            return refused(str(refusal), 400)
        except photo_desk.OutOfReach as refusal:
            return refused(str(refusal), 503)
        self.log_addition(request, image, [{"added": {}}])
        return JsonResponse(
            {
                "id": image.pk,
                "reference": f"image:{image.pk}",
                "page": reverse("admin:articles_image_change", args=[image.pk]),
                "thumbnail": thumbnail(image),
                "width": image.width,
                "height": image.height,
            },
            status=201,
        )

    def original_file(self, request: HttpRequest, image_id: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        image = Image.objects.filter(pk=image_id).exclude(file="").first()
        if image is None:
            raise Http404
        response = FileResponse(files.originals().open(image.file), content_type="image/jpeg")
        response["Cache-Control"] = "private, max-age=3600"
        return response


def refused(reason: str, status: int) -> JsonResponse:
    return JsonResponse({"error": reason}, status=status)


def thumbnail(image: Image, width: int = 320) -> str:
    """A small picture for the newsroom; where readers have none any more, the stand-in."""
    return files.address(image, width) or image.source_url or static(stand_in.FILE)


def view(image: Image) -> str:
    """The picture as the newsroom looks at it, whatever readers may see."""
    original = image.file and reverse("admin:articles_image_original", args=[image.pk])
    return files.address(image, 1280) or image.source_url or original
