"""What editors read is there in Russian and Uzbek."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse

CHECKOUT = Path(__file__).parents[1]
CATALOGS = [
    Path(folder) / language / "LC_MESSAGES" / "django.po"
    for folder in settings.LOCALE_PATHS
    for language in ("ru", "uz")
]
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATES = re.compile(r"""\{%-?\s*translate\s+(?:"([^"]+)"|'([^']+)')""")


def marked_in_code(path: Path) -> set[str]:
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MARKS
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def marked() -> set[str]:
    """Every literal that is marked for translation, in code and in `{% translate %}`."""
    apps = [CHECKOUT / app for app in ("newsapi", "articles", "weather")]
    code = {text for app in apps for path in app.rglob("*.py") for text in marked_in_code(path)}
    templates = {
        double or single
        for app in apps
        for path in app.rglob("*.html")
        for double, single in IN_TEMPLATES.findall(path.read_text())
    }
    return code | templates


@pytest.mark.parametrize("language", ["ru", "uz"])
def test_all_that_is_marked_is_translated(language):
    with (CHECKOUT / "newsapi" / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as written:
        catalog = read_po(written)

    assert sorted(text for text in marked() if not (catalog.get(text) and catalog.get(text).string)) == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-4]}-{path.parts[-3]}")
def test_what_is_compiled_is_what_is_written(path):
    with path.open("rb") as written, path.with_suffix(".mo").open("rb") as compiled:
        said = {message.id: message.string for message in read_po(written) if isinstance(message.id, str)}
        known = gettext.GNUTranslations(compiled)

    assert {text: known.gettext(text) for text in said if text} == {text: said[text] for text in said if text}


@pytest.mark.parametrize(("language", "articles"), [("ru", "Статьи"), ("uz", "Maqolalar")])
def test_editors_read_the_newsroom_in_their_language(admin_client, language, articles):
    page = admin_client.get(reverse("admin:index"), headers={"accept-language": language}).content.decode()

    assert articles in page
    assert f'lang="{language}"' in page
