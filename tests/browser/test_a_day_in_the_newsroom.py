"""A day's work from the first sentence to the withdrawal, as editors do it and as readers see it."""

import json
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.conftest import send

ZONE = ZoneInfo("Asia/Tashkent")


def write(page, title, text, section="World"):
    """A new draft in English; the page is then its change page."""
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Language").select_option("en")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Section").select_option(label=section)
    page.locator(".ProseMirror").click()
    page.keyboard.type(text)
    send(page, "Save draft")
    expect(page.locator(".state-bar")).to_contain_text("DRAFT", ignore_case=True)


def act(page, name):
    """Opens the page of an act from the article's state bar."""
    page.locator(".state-bar").get_by_role("link", name=name, exact=True).click()
    return page


def confirm(page, name):
    send(page, name)
    expect(page.locator(".state-bar")).to_be_visible()


def slug_of(page):
    return page.get_by_label("Name in the URL").input_value()


def answer(newsroom, path):
    """The status and the JSON that readers get."""
    try:
        with urllib.request.urlopen(newsroom.url + path, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_an_article_is_written_previewed_scheduled_goes_live_is_corrected_and_withdrawn(newsroom, sign_in):
    page = sign_in("world-editor")
    write(page, "Bridge opens after ten years", "The bridge opened on Sunday.")
    article = page.url
    path = f"/api/v1/articles/{slug_of(page)}/"
    assert answer(newsroom, path)[0] == 404

    act(page, "Preview")
    status, preview = answer(
        newsroom, page.locator("#in-api").get_attribute("href").removeprefix(newsroom.url)
    )
    assert (status, preview["body_text"]) == (200, "The bridge opened on Sunday.")

    page.goto(article)
    at = datetime.now(ZONE).replace(microsecond=0) + timedelta(seconds=8)
    act(page, "Schedule")
    page.get_by_label("Readers see it from").fill(at.strftime("%Y-%m-%dT%H:%M:%S"))
    page.get_by_label("Why you go on all the same").fill("No time for a summary.")
    confirm(page, "Schedule")
    expect(page.locator(".state-bar")).to_contain_text("SCHEDULED", ignore_case=True)
    assert answer(newsroom, path)[0] == 404
    page.wait_for_timeout(max(0, (at - datetime.now(ZONE)).total_seconds() * 1000))
    status, live = answer(newsroom, path)
    assert (status, live["title"]) == (200, "Bridge opens after ten years")
    assert live["published_at"] == at.isoformat()

    page.goto(article)
    act(page, "Correct")
    page.get_by_label("What was wrong, and what is right").fill("It opened on Monday.")
    confirm(page, "Correct")
    assert answer(newsroom, path)[1]["corrections"][0]["text"] == "It opened on Monday."

    act(page, "Withdraw")
    page.get_by_label("Reason").fill("The bridge is still closed.")
    confirm(page, "Withdraw")
    status, gone = answer(newsroom, path)
    assert (status, gone["detail"]) == (410, "The bridge is still closed.")


def test_a_live_article_is_changed_without_showing_half_done_work(newsroom, sign_in):
    page = sign_in("world-editor")
    write(page, "Prices rise again", "Bread costs more.")
    article = page.url
    path = f"/api/v1/articles/{slug_of(page)}/"
    act(page, "Publish now")
    page.get_by_label("Why you go on all the same").fill("Breaking.")
    confirm(page, "Publish now")
    page.goto(article)

    page.get_by_label("Title").fill("Prices fall again")
    send(page, "Save as next version")
    expect(page.locator(".state-bar")).to_contain_text("changes")
    before = answer(newsroom, path)[1]["title"]
    act(page, "Publish changes")
    page.get_by_label("Why you go on all the same").fill("Breaking.")
    confirm(page, "Publish changes")

    assert before == "Prices rise again"
    assert answer(newsroom, path)[1]["title"] == "Prices fall again"


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(newsroom, sign_in):
    first, second = sign_in("world-editor"), sign_in("second-editor")
    write(first, "Two write at once", "One sentence.")
    second.goto(first.url)
    expect(second.locator("[data-others]")).to_contain_text("world-editor")

    first.get_by_label("Title").fill("The first was faster")
    send(first, "Save draft")
    second.get_by_label("Title").fill("The second was slower")
    send(second, "Save draft")

    expect(second.locator("body")).to_contain_text("The first was faster")
    expect(second.locator("body")).to_contain_text("The second was slower")
    first.reload()
    assert first.get_by_label("Title").input_value() == "The first was faster"


def test_a_reporter_writes_and_cannot_publish(newsroom, sign_in):
    page = sign_in("reporter")
    write(page, "From the street", "Something happened.")

    offered = page.locator(".state-bar").get_by_role("link", name="Publish now")
    refused = page.request.get(page.url.replace("/change/", "/do/publish/"))

    assert offered.count() == 0
    assert refused.status == 403
