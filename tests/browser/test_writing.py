"""Writing: the text as it is kept, pasted, saved by itself, and found again."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.body import compose
from tests.browser.conftest import PASSWORD, send

PASTED = Path(__file__).parents[1] / "pasted"
EVERYTHING = """
<p>One <strong>bold <em>and slanted</em></strong> word, 10&nbsp;000 of <em>them</em>; a &lt; b &amp; c.</p>
<h2>Heading</h2>
<h3>Smaller <em>heading</em></h3>
<h4>Smallest heading</h4>
<ul><li>One<ol><li>first</li><li>second<ul><li>deep</li></ul></li></ol></li><li>Two</li></ul>
<ol><li>Another <a href="/list" rel="noopener noreferrer">list</a></li></ol>
<blockquote><p>Said one.</p><p>Said <strong>two</strong>.</p></blockquote>
<figure><img src="image:1" alt="Mountains &amp; &quot;hills&quot;"><figcaption>With a \
<a href="https://news.example/?a=1&amp;b=2" rel="noopener noreferrer">link</a> <em>Aziza</em>\
</figcaption></figure>
<figure><img src="https://news.example/a.jpg" alt="" width="640" height="480"></figure>
<table><caption>The <strong>lake</strong></caption>\
<thead><tr><th>Year</th><th>Area</th><th></th></tr></thead>\
<tbody><tr><td rowspan="2">2026</td><td>12</td><td>a</td></tr><tr><td colspan="2">all</td></tr></tbody>\
<tfoot><tr><td>Sum</td><td>12</td><td></td></tr></tfoot></table>
<figure class="embed" data-url="https://video.example/watch?v=7"></figure>
<p><a href="mailto:desk@news.example" rel="noopener noreferrer"><strong>Write</strong></a>. The end.</p>
""".strip()
MAKE = """
import sys
from articles import publishing
from articles.models import Article, Section
article = Article(
    language="en", title={title!r}, slug={slug!r}, body_html=sys.stdin.read(),
    section=Section.objects.get(slug="world"),
)
publishing.save(article)
print(article.pk)
"""
PASTE = """
(target, html) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/html", html)
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}
"""
CUT = """
({ editor }) => {
  editor.commands.selectAll()
  const cut = editor.view.serializeForClipboard(editor.state.selection.content()).dom.innerHTML
  editor.commands.deleteSelection()
  return cut
}
"""
CLEAN = {
    "word": """
<h2>Water in the valley</h2>
<p>The canal was <strong>opened</strong> in <em>May</em>, as the \
<a href="https://news.example/canal" rel="noopener noreferrer">newspaper</a> wrote.</p>
<ul><li>Apples<ul><li>Red ones</li></ul></li><li>Pears</li></ul>
<p>Then, step by step:</p>
<ol><li>Dig</li><li>Fill</li></ol>
<table><tbody><tr><td>Year</td><td>Area, km²</td></tr><tr><td>2026</td><td>12</td></tr></tbody></table>
""",
    "google_docs": """
<h2>Water in the valley</h2>
<p>The canal was <strong>opened</strong> in <em>May</em>, as the \
<a href="https://news.example/canal" rel="noopener noreferrer">newspaper</a> wrote.</p>
<ul><li>Apples<ul><li>Red ones</li></ul></li><li>Pears</li></ul>
<p>One line</p>
<p>and another.</p>
<table><tbody><tr><td>Year</td><td>Area</td></tr><tr><td>2026</td><td>12</td></tr></tbody></table>
<figure><img src="https://lh7-rt.googleusercontent.example/docsz/AD_4nXe?key=abc" alt="" width="602" \
height="301"></figure>
""",
    "website": """
<h2>Water in the valley</h2>
<p>The canal was <strong>opened</strong> in <em>May</em>, as the \
<a href="https://news.example/canal" rel="noopener noreferrer">newspaper</a> wrote.</p>
<figure class="embed" data-url="https://player.example/v/7"></figure>
<blockquote><p>Nobody waited.</p><p>Somebody</p></blockquote>
<figure><img src="https://news.example/lake.jpg" alt="A lake" width="1024" height="683"><figcaption>\
The lake in spring. <em>Aziza Karimova</em></figcaption></figure>
<h3>What comes next</h3>
<ol><li>Dig<ul><li>deep</li></ul></li><li>Fill</li></ol>
<table><caption>The lake</caption><thead><tr><th>Year</th><th>Area</th></tr></thead>\
<tbody><tr><td>2026</td><td>12 13</td></tr></tbody></table>
<p>The end.</p>
""",
}


@pytest.fixture
def make(newsroom):
    """Makes a draft of the World section; returns the address of its page."""

    def make(title, body):
        slug = title.lower().replace(" ", "-")
        number = newsroom.python(MAKE.format(title=title, slug=slug), body).strip()
        return f"/admin/articles/article/{number}/change/"

    return make


def begin(page, title):
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Language").select_option("en")
    page.get_by_label("Title").fill(title)


def is_saved(page):
    expect(page.locator("[data-status=saved]")).to_contain_text("Saved", timeout=15_000)


def save(page):
    send(page, "Save draft")
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()


def body(page):
    return page.locator("[name=body_html]").input_value()


def choose_tags(page, *beginnings):
    for letters in beginnings:
        page.get_by_label("Tags").fill(letters)
        page.get_by_role("listbox").get_by_role("option").filter(has_text=letters).first.click()


def tags(page):
    return page.locator("[data-name=tag_ids] li > span")


def text_box(page):
    return page.get_by_role("textbox", name="Text", exact=True)


def test_a_body_of_every_kind_comes_back_from_the_editor_as_it_went_in(make, sign_in):
    assert compose(EVERYTHING).html == EVERYTHING
    page = sign_in("world-editor")
    page.goto(make("Every kind of block", EVERYTHING))

    page.get_by_label("Summary").fill("Nobody has touched the text.")
    save(page)
    untouched = body(page)
    text_box(page).locator("p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(" Really.")
    save(page)

    assert untouched == EVERYTHING
    assert body(page) == EVERYTHING.replace("The end.", "The end. Really.")


def test_what_is_cut_and_pasted_stays_as_it_was(make, sign_in):
    page = sign_in("world-editor")
    page.goto(make("Cut and pasted", EVERYTHING))

    cut = text_box(page).evaluate(CUT)
    text_box(page).evaluate(PASTE, cut)
    save(page)

    assert body(page) == EVERYTHING


@pytest.mark.parametrize("source", CLEAN)
def test_pasting_leaves_clean_markup(sign_in, source):
    page = sign_in("reporter")
    begin(page, f"Pasted from {source}")

    text_box(page).evaluate(PASTE, (PASTED / f"{source}.html").read_text())
    save(page)

    assert body(page) == CLEAN[source].strip()


def test_the_tools_make_what_a_body_may_have(sign_in):
    page = sign_in("reporter")
    begin(page, "Made with tools")

    text_box(page).click()
    page.keyboard.type("## Heading\nWords, ")
    page.get_by_role("button", name="Bold").click()
    expect(text_box(page)).to_be_focused()
    page.keyboard.type("bold")
    page.get_by_role("button", name="Bold").click()
    expect(text_box(page)).to_be_focused()
    page.keyboard.type(" and ")
    page.get_by_role("button", name="Link").click()
    page.get_by_label("Address", exact=True).fill("javascript:alert(1)")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("alert")).to_have_text("This is not an address that readers can follow.")
    page.get_by_label("Address", exact=True).fill("https://news.example/")
    page.get_by_role("button", name="Done").click()
    expect(text_box(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Picture").click()
    page.get_by_label("Search the library").fill("13")
    expect(page.locator(".editor-library button")).to_have_text(["13"])
    page.locator(".editor-library button").click()
    page.get_by_label("What is to be seen").fill("A boat")
    page.get_by_label("Caption", exact=True).fill("On the lake")
    page.get_by_label("Credit", exact=True).fill("Aziza")
    page.get_by_role("button", name="Insert").click()
    page.get_by_role("button", name="Post or video").click()
    page.get_by_label("Address", exact=True).fill("https://video.example/7")
    page.get_by_role("button", name="Insert").click()
    expect(text_box(page)).to_be_focused()
    page.keyboard.type("The end.")
    save(page)

    assert body(page) == (
        '<h2>Heading</h2>\n<p>Words, <strong>bold</strong> and <a href="https://news.example/" '
        'rel="noopener noreferrer">https://news.example/</a></p>\n'
        '<figure><img src="image:13" alt="A boat"><figcaption>On the lake <em>Aziza</em></figcaption>'
        "</figure>\n"
        '<figure class="embed" data-url="https://video.example/7"></figure>\n<p>The end.</p>'
    )


def test_a_closed_tab_loses_nothing(sign_in):
    page = sign_in("reporter")
    begin(page, "Вода вернулась")
    text_box(page).click()
    page.keyboard.type("First words.")
    is_saved(page)
    address = page.url
    assert page.get_by_label("Name in the URL").input_value() == "voda-vernulas"

    page.keyboard.type(" Last words.")
    page.close(run_before_unload=True)
    later = sign_in("reporter")
    later.goto(address)

    assert body(later) == "<p>First words. Last words.</p>"


def test_what_cannot_be_sent_is_kept_and_sent_later(sign_in):
    page = sign_in("reporter")
    begin(page, "Without a net")
    text_box(page).click()
    page.keyboard.type("First words.")
    is_saved(page)

    page.context.set_offline(True)
    page.keyboard.type(" More words.")
    expect(page.locator("[data-status=wrong]")).to_contain_text("there is no connection", timeout=15_000)
    page.context.set_offline(False)
    is_saved(page)
    page.reload()

    assert body(page) == "<p>First words. More words.</p>"


def test_what_a_closed_tab_could_not_send_is_there_when_the_article_is_opened_again(sign_in):
    page = sign_in("reporter")
    begin(page, "Closed without a net")
    text_box(page).click()
    page.keyboard.type("First words.")
    is_saved(page)
    address, browser = page.url, page.context
    browser.set_offline(True)
    page.keyboard.type(" Last words.")
    expect(page.locator("[data-status=wrong]")).to_contain_text("there is no connection", timeout=15_000)

    later = browser.new_page()
    later.errors = page.errors
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    browser.set_offline(False)
    later.goto(address)

    # Kept by the browser, or taken by the newsroom with the last try of the tab that was closing.
    expect(text_box(later)).to_have_text("First words. Last words.")


def test_what_is_sent_with_a_form_is_kept_until_the_newsroom_has_taken_it(sign_in):
    page = sign_in("reporter")
    begin(page, "Sent into the void")
    text_box(page).click()
    page.keyboard.type("First words.")
    is_saved(page)
    address = page.url

    page.context.set_offline(True)
    page.keyboard.type(" Last words.")
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        page.get_by_role("button", name="Save draft").click()
    page.context.set_offline(False)
    page.goto(address)
    is_saved(page)

    expect(text_box(page)).to_have_text("First words. Last words.")
    save(page)
    assert (
        page.evaluate("Object.keys(localStorage).filter((each) => each.startsWith('article-editor'))") == []
    )


def test_what_is_sent_after_the_session_has_ended_is_there_after_signing_in(sign_in):
    page = sign_in("reporter")
    begin(page, "Signed out meanwhile")
    text_box(page).click()
    page.keyboard.type("First words.")
    is_saved(page)

    page.context.clear_cookies(name="sessionid")
    page.keyboard.type(" Last words.")
    page.get_by_role("button", name="Save draft").click()
    page.fill("input[name=username]", "reporter")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    is_saved(page)

    expect(text_box(page)).to_have_text("First words. Last words.")


def test_the_same_person_on_two_devices_overwrites_nothing(sign_in):
    phone = sign_in("reporter")
    begin(phone, "On two devices")
    text_box(phone).click()
    phone.keyboard.type("First words.")
    is_saved(phone)
    desktop = sign_in("reporter")
    desktop.goto(phone.url)

    phone.context.set_offline(True)
    phone.keyboard.type(" From the phone.")
    expect(phone.locator("[data-status=wrong]")).to_contain_text("there is no connection", timeout=15_000)
    text_box(desktop).click()
    desktop.keyboard.press("End")
    desktop.keyboard.type(" From the desktop.")
    is_saved(desktop)
    phone.context.set_offline(False)
    expect(phone.locator("[data-status=wrong]")).to_contain_text(
        "reporter saved another text at", timeout=15_000
    )

    desktop.reload()
    expect(text_box(desktop)).to_have_text("First words. From the desktop.")


def test_what_could_not_be_saved_is_not_published(make, sign_in):
    first, second = sign_in("world-editor"), sign_in("second-editor")
    address = make("Not to be published", "<p>One sentence.</p>")
    first.goto(address)
    second.goto(address)
    first.get_by_label("Title").fill("The first text")
    save(first)

    second.get_by_label("Title").fill("The second text")
    second.get_by_role("link", name="Publish now").click()

    expect(second.locator("[data-status=wrong]")).to_contain_text("world-editor saved another text at")
    assert second.url == first.url


def test_tags_keep_the_order_in_which_they_are_put(sign_in):
    page = sign_in("reporter")
    begin(page, "In order")
    choose_tags(page, "touri", "footb")

    page.get_by_role("button", name="Move up: football").click()
    save(page)

    assert tags(page).all_inner_texts() == ["football", "tourism"]


def test_the_order_of_tags_that_could_not_be_sent_is_kept(sign_in):
    page = sign_in("reporter")
    begin(page, "In another order")
    choose_tags(page, "touri", "footb")
    save(page)
    address = page.url

    page.context.set_offline(True)
    page.get_by_role("button", name="Move up: football").click()
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        page.get_by_role("button", name="Save").click()
    page.context.set_offline(False)
    page.goto(address)
    is_saved(page)
    assert tags(page).all_inner_texts() == ["football", "tourism"]
    page.reload()

    assert tags(page).all_inner_texts() == ["football", "tourism"]


def test_two_texts_are_compared_and_the_own_one_is_kept(make, sign_in):
    first, second = sign_in("world-editor"), sign_in("second-editor")
    address = make("Two texts", "<p>One sentence.</p>")
    first.goto(address)
    second.goto(address)
    first.get_by_label("Title").fill("The first text")
    save(first)

    second.get_by_label("Title").fill("The second text")
    expect(second.locator("[data-status=wrong]")).to_contain_text("world-editor saved another text at")
    second.get_by_role("button", name="Compare both texts").click()
    expect(second.locator("del").first).to_have_text("first")
    expect(second.locator("ins").first).to_have_text("second")
    send(second, "Save my text in place of the other")

    expect(second.get_by_label("Title")).to_have_value("The second text")
    first.reload()
    expect(first.get_by_label("Title")).to_have_value("The second text")
