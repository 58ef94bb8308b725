"""The photo desk in a browser: pictures are dropped, described, and cut around a point."""

import base64
import io
import json
import urllib.request

import PIL.Image
import pytest

from tests.pictures import a_file, halves
from tests.serving import wait_for

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DROP = """
([zone, files]) => {
  const dropped = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    dropped.items.add(new File([bytes], name));
  }
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: dropped, bubbles: true, cancelable: true }));
  }
}
"""
WATCH = """
() => {
  window.seen = [];
  const look = () => window.seen.push(document.querySelector(".picture-upload-state").textContent);
  const everything = { subtree: true, childList: true, characterData: true };
  new MutationObserver(look).observe(document.querySelector(".picture-uploads"), everything);
}
"""
PUBLISH = """
import json, sys
from django.utils import timezone
from articles import publishing
from articles.models import Article
image = json.loads(sys.stdin.readline())
publishing.save(
    Article(title="Two colours", language="en", slug=f"two-colours-{image}", image_id=image,
            body_html="<p>News.</p>", published_at=timezone.now())
)
"""


@pytest.fixture
def library(sign_in):
    """The list of pictures, as the photo desk sees it."""
    page = sign_in("photographer")
    page.goto("/admin/articles/image/")
    return page


def drop(page, **files):
    zone = page.locator(".picture-drop").element_handle()
    page.evaluate(
        DROP, [zone, [[name, base64.b64encode(content).decode()] for name, content in files.items()]]
    )


def described(page):
    """The page of the picture that was dropped."""
    with page.expect_navigation():
        page.get_by_role("link", name="Describe it").first.click()
    page.wait_for_function("document.querySelector('[data-focus] img').naturalWidth > 0")
    return int(page.url.split("/")[-3])


def colour_of(url):
    with urllib.request.urlopen(url) as file:
        picture = PIL.Image.open(io.BytesIO(file.read())).convert("RGB")
    red, _green, blue = picture.getpixel((picture.width // 2, picture.height // 2))
    return "red" if red > blue else "blue"


def test_what_is_dropped_is_sent_and_what_is_no_picture_is_refused_in_words(library):
    drop(library, **{"train.png": a_file("png", halves()), "setup.jpg": b"MZ" + b"\x90" * 2_000})

    uploads = library.get_by_role("listitem")
    uploads.filter(has_text="train.png").get_by_text("640 × 360").wait_for()
    refused = uploads.filter(has_text="setup.jpg")
    refused.get_by_text("This is no picture. JPEG, PNG, WebP, AVIF and GIF can be taken.").wait_for()
    assert refused.get_by_role("link").count() == 0
    assert uploads.filter(has_text="train.png").get_by_role("progressbar").count() == 0


def test_a_bar_shows_how_much_of_a_file_has_been_sent(library):
    session = library.context.new_cdp_session(library)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
    session.send("Network.emulateNetworkConditions", slow)
    library.evaluate(WATCH)

    drop(library, **{"noise.png": a_file("png", PIL.Image.effect_noise((1_000, 900), 90).convert("RGB"))})

    library.get_by_text("1000 × 900").wait_for()
    shares = {int(each.split()[0]) for each in library.evaluate("window.seen") if each.endswith(" %")}
    assert len(shares) > 2
    assert max(shares) <= 100


def test_a_click_and_the_arrow_keys_set_the_point_around_which_the_worker_cuts(newsroom, library):
    drop(library, **{"two-colours.png": a_file("png", halves(1_200, 400))})
    image = described(library)
    newsroom.python(PUBLISH, json.dumps(image))
    frame = library.locator("[data-focus] img").bounding_box()

    library.mouse.click(frame["x"] + frame["width"] * 0.9, frame["y"] + frame["height"] * 0.5)
    mark = library.get_by_role("button", name="Focal point")
    mark.press("Shift+ArrowLeft")
    mark.press("ArrowUp")
    assert float(library.input_value("#id_focal_x")) == pytest.approx(0.8, abs=0.01)
    assert float(library.input_value("#id_focal_y")) == pytest.approx(0.49, abs=0.01)
    square = library.locator("[data-crop='1x1'] img")
    across = square.evaluate("each => parseFloat(getComputedStyle(each).objectPosition)")
    assert across == pytest.approx(95, abs=1)  # as 760 of the 800 pixels to spare are on the left
    library.fill("#id_alt_en", "Red and blue")
    library.get_by_role("button", name="Save", exact=True).click()
    library.wait_for_url("**/admin/articles/image/**")

    def cut():
        address = f"{newsroom.url}/api/v1/articles/two-colours-{image}/?fields=image"
        with urllib.request.urlopen(address) as answer:
            shown = json.load(answer)["image"]
        assert shown["alt"] == "Red and blue"
        assert shown["focal_point"]["x"] == pytest.approx(0.8, abs=0.01)
        return next((each["url"] for each in shown["renditions"] if each["name"] == "1x1-320-jpeg"), None)

    assert colour_of(wait_for(cut)) == "blue"


def test_files_are_chosen_and_the_point_is_set_on_a_phone_too(sign_in):
    page = sign_in("photographer", **PHONE)
    page.goto("/admin/articles/image/")
    page.get_by_label("Choose files").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": a_file("jpeg", halves())}
    )
    page.get_by_text("640 × 360").first.wait_for()
    described(page)
    frame = page.locator("[data-focus] img").bounding_box()

    page.touchscreen.tap(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.25)

    assert float(page.input_value("#id_focal_x")) == pytest.approx(0.25, abs=0.02)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
