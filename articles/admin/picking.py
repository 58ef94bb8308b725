"""What the page of an article looks up: pictures of the library, and names for URLs."""

import re

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse

from articles.admin.image_files import thumbnail
from articles.models import Image
from articles.models.article import LANGUAGES
from articles.pictures import references
from articles.pictures.references import Shown
from articles.slugs import slug_for

ID = re.compile("[0-9]{1,18}")
OFFERED = 20
WIDTH = 640  # pixels of what an editor sees of a picture


class PickingAdmin:
    """Answers what the page of an article looks up."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("slug/", wrap(self.slug), name="articles_article_slug"),
            path("pictures/", wrap(self.pictures), name="articles_article_pictures"),
            path("pictures/<int:image_id>/", wrap(self.picture), name="articles_article_picture"),
            *super().get_urls(),
        ]

    def slug(self, request):
        """A free name for the title."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        article = request.GET.get("article", "")
        known = int(article) if ID.fullmatch(article) else None
        title = request.GET.get("title", "")
        return JsonResponse({"slug": slug_for(title, request.GET.get("language", ""), known)})

    def pictures(self, request):
        """Pictures that the words are said of, the newest first; or the one with the number."""
        images, term = self.images(request), request.GET.get("term", "").strip()
        if ID.fullmatch(term):
            found = images.get_queryset(request).filter(pk=term)
        else:
            found, _ = images.get_search_results(request, images.get_queryset(request), term)
        language = request.GET.get("language", "en")
        language = language if language in dict(LANGUAGES) else "en"
        return JsonResponse(
            {"results": [offered(each, language) for each in found.order_by("-pk")[:OFFERED]]}
        )

    def picture(self, request, image_id):
        """A small picture for the editor's eyes."""
        image = self.images(request).get_queryset(request).filter(pk=image_id).first()
        if image is None:
            raise Http404
        return HttpResponseRedirect(thumbnail(image, WIDTH))

    def images(self, request):
        images = self.admin_site.get_model_admin(Image)
        if not images.has_view_permission(request):
            raise PermissionDenied
        return images


def offered(image: Image, language: str) -> dict[str, str | int]:
    return {
        "id": image.pk,
        "text": str(image),
        "thumbnail": address(image.pk),
        "alt": getattr(image, f"alt_{language}"),
        "caption": getattr(image, f"caption_{language}"),
        "credit": image.credit,
    }


def address(image_id: int) -> str:
    return reverse("admin:articles_article_picture", args=[image_id])


def with_thumbnails(html: str) -> str:
    """A body for an editor's eyes."""
    return references.in_html(html, lambda image_id, alt: Shown(address(image_id), alt, None, None))
