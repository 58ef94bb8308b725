"""Signing in with a second factor, and the pages of people, in a real browser."""

import json
import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP

from tests.browser.conftest import HIRE, PASSWORD

NARROW = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def careful(newsroom):
    newsroom.python(HIRE, json.dumps([{"careful": ("reporter", ["world"])}, PASSWORD]))
    return "careful"


@pytest.fixture
def stranger(newsroom, chromium):
    """A page of somebody who has not signed in."""
    context = chromium.new_context(base_url=newsroom.url, locale="en-GB", **NARROW)
    yield context.new_page()
    context.close()


def code(key):
    totp = TOTP(b32decode(key))
    totp.time = time.time()
    return f"{totp.token():06}"


def open_account_menu(page):
    page.locator("[x-on\\:click*=openUserLinks]").click()


def give_password(page, name, password=PASSWORD):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def violations(page):
    """What axe-core finds wrong with the page, if it is serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_a_second_factor_is_switched_on_with_an_app_and_then_asked_for(sign_in, careful):
    page = sign_in(careful)
    open_account_menu(page)
    page.get_by_role("link", name="Second factor").click()
    key = page.locator("#key").inner_text()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("textbox", name="Code").fill(code(key))
    page.get_by_role("button", name="Switch on").click()
    recovery = page.locator("#recovery-codes code").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    open_account_menu(page)
    page.get_by_role("button", name="Log out").click()

    give_password(page, careful)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url("**/admin/")


def test_whoever_guesses_is_told_how_long_to_wait(stranger):
    stranger.goto("/admin/login/")
    faults = violations(stranger)
    for number in range(5):
        give_password(stranger, "guessed", f"guess {number}")
        stranger.wait_for_load_state("networkidle")

    assert stranger.get_by_text("There were too many tries to sign in.").is_visible()
    assert stranger.get_by_text("in 15 minutes").is_visible()
    assert faults + violations(stranger) == []


@pytest.mark.parametrize(
    "path", ["/admin/second-factor/", "/admin/password_change/", "/admin/auth/user/", "/admin/auth/user/add/"]
)
def test_pages_of_accounts_serve_everybody_and_fit_a_phone(sign_in, path):
    page = sign_in("chief", **NARROW)

    page.goto(path)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_chief_editor_hires_somebody_who_then_sees_what_is_theirs(sign_in):
    page = sign_in("chief")
    page.goto("/admin/auth/user/add/")
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Role").select_option("weather_desk")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")

    theirs = sign_in("newcomer")

    assert theirs.get_by_role("link", name="Snapshots").first.is_visible()
    assert theirs.get_by_role("link", name="Users").count() == 0
    assert theirs.get_by_role("link", name="Articles").count() == 0
