"""Every page of the newsroom by axe's rules, and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PHONE = {"width": 390, "height": 844}
LISTS = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/trashedarticle/",
    "/admin/articles/image/",
    "/admin/articles/image/add/",
    "/admin/articles/section/",
    "/admin/articles/tag/add/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/newsapi/job/",
    "/admin/newsapi/purge/",
    "/admin/weather/place/",
]
FIRST = [
    "/admin/articles/article/",
    "/admin/articles/article/?state=live",  # with its readers
    "/admin/articles/image/",
    "/admin/articles/section/",
    "/admin/weather/place/",
]


def violations(page):
    """What axe finds serious or critical: rule, and where."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (each["id"], node["target"], node["html"][:200])
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def open_first(page, address):
    page.goto(address)
    page.locator("#result_list a[href*='/change/']").first.click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("address", LISTS)
def test_a_page_has_no_serious_violation(sign_in, address):
    page = sign_in("chief")

    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert violations(page) == []


@pytest.mark.parametrize("address", FIRST)
def test_a_form_has_no_serious_violation(sign_in, address):
    page = sign_in("chief")

    open_first(page, address)

    assert violations(page) == []


def test_the_sign_in_page_has_no_serious_violation(newsroom, chromium):
    page = chromium.new_page(base_url=newsroom.url)

    page.goto("/admin/login/")

    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("address", LISTS)
def test_a_page_fits_a_phone(sign_in, address):
    page = sign_in("chief", viewport=PHONE)

    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("address", FIRST)
def test_a_form_fits_a_phone(sign_in, address):
    page = sign_in("chief", viewport=PHONE)

    open_first(page, address)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
