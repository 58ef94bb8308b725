"""The newsroom's first page and its jobs, as a browser shows them and a worker does them."""

from urllib.parse import urlsplit

import pytest

from tests.serving import wait_for

FAILED_JOB = """
from django.db import connection
from newsapi.models import JobError
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
        " VALUES ('default', 'newsapi.jobs.forget_expired_sessions', '{\\"timestamp\\": 0}', 'failed', 5)"
        " RETURNING id"
    )
    (job_id,) = cursor.fetchone()
JobError.objects.create(job_id=job_id, error="OSError: No space left on device")
print(job_id)
"""
NARROW = {"viewport": {"width": 390, "height": 844}}
DARK = {"color_scheme": "dark"}


def serious(page):
    """What axe-core finds wrong with the page, if it is serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [(each["id"], each["impact"]) for each in found if each["impact"] in {"serious", "critical"}]


def test_a_failed_job_is_seen_and_tried_again_and_the_worker_does_it(newsroom, sign_in):
    job_id = int(newsroom.python(FAILED_JOB))
    page = sign_in("chief")
    failed = page.get_by_role("region", name="Failed background jobs")
    assert "OSError: No space left on device" in failed.inner_text()

    failed.get_by_role("link", name="Forget expired sessions").click()
    page.get_by_role("button", name="Try again").click()

    page.get_by_text("1 job will be tried again.").wait_for()
    page.goto("/admin/newsapi/job/?state=finished")
    done = page.locator(
        f"a[href$='/admin/newsapi/job/{job_id}/change/?_changelist_filters=state%3Dfinished']"
    )

    def is_done():
        page.reload()
        return done.count()

    wait_for(is_done)


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/admin/", {}),
        ("/admin/", NARROW),
        ("/admin/", DARK),
        ("/admin/newsapi/job/", NARROW),
        ("/admin/weather/place/", NARROW),
    ],
    ids=str,
)
def test_pages_are_accessible_and_fit_the_screen(sign_in, path, options):
    page = sign_in("chief", **options)

    page.goto(path)

    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_pages_ask_no_other_host(newsroom, sign_in):
    page = sign_in("chief")
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    page.goto("/admin/", wait_until="networkidle")

    assert hosts == {urlsplit(newsroom.url).netloc}


def test_the_menu_of_a_narrow_screen_opens_by_keyboard(sign_in):
    page = sign_in("chief", **NARROW)
    articles = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Articles", exact=True)
    assert not articles.is_visible()

    page.get_by_role("main").get_by_role("button", name="Menu").press("Enter")

    articles.click()
    page.wait_for_url("**/admin/articles/article/")
