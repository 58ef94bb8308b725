"""The newsroom in a real browser: `make run` with web, worker and database, and Chromium in front of it."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.serving import CHECKOUT, Run, a_directory, free_port

CHROMIUM = shutil.which("chromium")
PASSWORD = "a long enough pass phrase"
PEOPLE = {
    "chief": ("chief_editor", []),
    "world-editor": ("editor", ["world"]),
    "second-editor": ("editor", ["world"]),
    "reporter": ("reporter", ["world"]),
    "photographer": ("photo_desk", []),
    "forecaster": ("weather_desk", []),
}
HIRE = """
import json, sys
from django.contrib.auth import get_user_model
from articles.models import Membership, Section
people, password = json.loads(sys.stdin.readline())
for name, (role, sections) in people.items():
    user = get_user_model().objects.create_user(name, password=password, is_staff=True)
    Membership.objects.create(user=user, role=role).sections.set(Section.objects.filter(slug__in=sections))
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(reason="chromium is not installed (Debian: apt install chromium)")
                )


@dataclass
class Newsroom:
    """A running site with the demonstration newsroom and one person of each role."""

    run: Run

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.run.port}"

    def manage(self, *words: str, given: str = "") -> str:
        """What a management command of this site prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=CHECKOUT,
            env=self.run.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str, given: str = "") -> str:
        """What code prints that runs inside this site."""
        return self.manage("shell", "--verbosity", "0", "--command", code, given=given)


@pytest.fixture(scope="session")
def newsroom():
    with a_directory() as var:
        newsroom = Newsroom(Run(var, free_port(), WEB_WORKERS="1", SEARCH_RATE="0"))
        try:
            newsroom.run.start()
            newsroom.python(HIRE, json.dumps([PEOPLE, PASSWORD]))
            yield newsroom
        finally:
            newsroom.run.close()


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions():
    """The cookies of those who have signed in, by name: signing in takes a second each time."""
    return {}


@pytest.fixture
def sign_in(newsroom, chromium, sessions):
    """Opens a page in a browser of its own, signed in as one of PEOPLE."""
    contexts = []

    def sign_in(name="chief", **options):
        options = {"base_url": newsroom.url, "locale": "en-GB", **options}
        if name not in sessions:
            context = chromium.new_context(**options)
            enter(context.new_page(), name)
            sessions[name] = context.storage_state()
            context.close()
        contexts.append(chromium.new_context(storage_state=sessions[name], **options))
        page = contexts[-1].new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto("/admin/")
        return page

    yield sign_in
    errors = [error for context in contexts for page in context.pages for error in page.errors]
    for context in contexts:
        context.close()
    assert errors == []


def enter(page, name, password=PASSWORD):
    page.goto("/admin/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def send(page, button):
    """Presses a button of a form and waits for the page that answers: the old one may say the same words."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
