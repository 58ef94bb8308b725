"""Takes the screenshots of docs/screenshots/ from a new demonstration newsroom: `make screenshots`."""

import json
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, HIRE, PASSWORD, PEOPLE, Newsroom, enter
from tests.serving import CHECKOUT, Run, a_directory, free_port

FOLDER = CHECKOUT / "docs" / "screenshots"
SCREENS = {
    "overview": "/admin/",
    "articles": "/admin/articles/article/",
    "pictures": "/admin/articles/image/",
    "people": "/admin/auth/user/",
}
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with a_directory() as var:
        newsroom = Newsroom(Run(var, free_port(), WEB_WORKERS="1"))
        try:
            newsroom.run.start()
            newsroom.python(HIRE, json.dumps([PEOPLE, PASSWORD]))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
                    page = browser.new_page(base_url=newsroom.url, viewport=size)
                    take_all(page, FOLDER / name)
                browser.close()
        finally:
            newsroom.run.close()


def take_all(page: Page, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    page.goto("/admin/login/")
    page.screenshot(path=folder / "sign-in.png")
    enter(page, "chief")
    for name, address in SCREENS.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")
    for name, address in (("article", "/admin/articles/article/"), ("picture", "/admin/articles/image/")):
        page.goto(address)
        page.locator("#result_list tbody a[href*='/change/']").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main()
