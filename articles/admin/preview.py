from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import previews, rights
from articles.models import Article
from newsapi import links

LIVES = {
    "1h": (_("one hour"), timedelta(hours=1)),
    "24h": (_("one day"), timedelta(days=1)),
    "7d": (_("one week"), timedelta(days=7)),
}


class PreviewAdmin:
    """Makes links that show an article as it will be, to whoever gets them; for those who may write it."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.preview_page)
        return [
            path("<int:article_id>/preview/", page, name="articles_article_preview"),
            *super().get_urls(),
        ]

    def preview_page(self, request, article_id):
        article = get_object_or_404(Article, pk=article_id, trashed=None)
        if not rights.may_write(request.user, article):
            raise PermissionDenied
        life = request.GET.get("life") if request.GET.get("life") in LIVES else "24h"
        until = timezone.now() + LIVES[life][1]
        query = f"?preview={previews.token(article.pk, until, request.user.pk)}"
        api = reverse("article-detail", args=[article.slug])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "opts": self.opts,
            "original": article,
            "until": until,
            "life": life,
            "lives": [(name, words) for name, (words, _lasting) in LIVES.items()],
            "on_site": links.web_url(article.language, article.slug) + query,
            "in_api": links.absolute(request, api) + query,
        }
        return render(request, "admin/articles/article/preview.html", context)
