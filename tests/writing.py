"""What an editor's page of an article sends."""

import json

from django.urls import reverse

from articles import editing
from articles.admin.article_form import as_initial
from articles.models import Article


def change_page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def sent(article: Article, **typed) -> dict:
    """All fields of the page that was opened just now, with what was typed since."""
    fields = {**as_initial(editing.present(article)), **typed}
    return {name: value for name, value in fields.items() if value not in (None, False)}


def by_script(fields: dict) -> str:
    """The same as the page's script sends it."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return json.dumps({name: [str(each) for each in values] for name, values in lists.items()})


def autosave(client, article: Article | None, fields: dict):
    name = "autosave" if article else "autosave_new"
    address = reverse(f"admin:articles_article_{name}", args=[article.pk] if article else [])
    return client.post(address, by_script(fields), content_type="application/json")
