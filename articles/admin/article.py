from django.contrib import admin
from unfold.admin import ModelAdmin

from articles.admin.acts import ActsAdmin
from articles.admin.article_list import ArticleListAdmin
from articles.admin.editor import EditorAdmin
from articles.admin.preview import PreviewAdmin
from articles.admin.readers import ReadersAdmin
from articles.models import Article


@admin.register(Article)
class ArticleAdmin(ActsAdmin, ArticleListAdmin, EditorAdmin, PreviewAdmin, ReadersAdmin, ModelAdmin):
    """The newsroom's desk: a list, an editor, and what can be done with an article."""
