"""What an editor sees of long words on a phone."""

import json

import pytest

PHONE = {"viewport": {"width": 390, "height": 844}}
TITLE = "A headline that goes on for so long that a phone needs four lines or five for it, in any letters"
LENGTHEN = """
import json, sys
from articles.models import Article, Image
title = json.loads(sys.stdin.readline())
Article.objects.filter(view_total__count__gt=0).update(title=title)
Image.objects.update(alt_en=title)
"""
CUT_OFF = """
() => [...document.querySelectorAll("#result_list [data-label]")].filter((cell) => {
  const shown = cell.getBoundingClientRect();
  const said = [...cell.querySelectorAll("*")].map((each) => each.getBoundingClientRect());
  return said.some((each) => each.top < shown.top || each.bottom > shown.bottom + 1);
}).map((cell) => cell.textContent.trim())
"""


@pytest.mark.parametrize("name", ["viewtotal", "hourlyviews", "image", "article"])
def test_a_list_cuts_nothing_off(newsroom, sign_in, name):
    newsroom.python(LENGTHEN, json.dumps(TITLE))
    page = sign_in("chief", **PHONE)

    page.goto(f"/admin/articles/{name}/")
    page.get_by_text(TITLE).first.wait_for()

    assert page.evaluate(CUT_OFF) == []


def test_preview_links_fit_wherever_their_letters_may_be_parted(sign_in):
    page = sign_in("chief", **PHONE)
    page.goto("/admin/articles/article/")
    page.locator("#result_list a[href*='/change/']").first.click()

    page.goto(page.url.replace("/change/", "/preview/").partition("?")[0])

    for link in ("#on-site", "#in-api"):
        page.locator(link).evaluate("each => { each.textContent = 'a'.repeat(200); }")

    assert page.evaluate("document.documentElement.scrollWidth") == 390
