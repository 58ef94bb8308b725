import subprocess
from pathlib import Path

import pytest
from django.test import Client, override_settings

from tests.people import a_person, signed_in
from tests.serving import clean_environment

CHECKOUT = Path(__file__).parents[1]
EXAMPLE = CHECKOUT / "deploy" / "production.env"

IN_S3 = "MEDIA_STORAGE=s3 MEDIA_BASE_URL=https://cdn.news.example S3_BUCKET=news"


def check(tmp_path, *changes):
    """What deploy/check says of the example with the changes."""
    settings = tmp_path / "production.env"
    settings.write_text("\n".join([EXAMPLE.read_text(), f"VAR_DIR={tmp_path}", *changes]))
    return subprocess.run(
        [CHECKOUT / "deploy" / "check", settings],
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_example_of_a_production_passes(tmp_path):
    done = check(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("ALLOWED_HOSTS=", "newsapi.W001"),
        ("ALLOWED_HOSTS=localhost,127.0.0.1", "newsapi.W001"),
        ("ALLOWED_HOSTS=api.news.example,*", "newsapi.W001"),
        ("CLIENT_ADDRESS_HEADER=", "newsapi.W002"),
        ("WEB_URL_PATTERN=", "newsapi.W003"),
        ("DATABASE_URL= POSTGRES_FSYNC=false", "newsapi.W004"),
        (IN_S3, "newsapi.E001"),
        (f"{IN_S3} S3_ORIGINALS_BUCKET=news", "newsapi.E001"),
        ("HTTPS=false", "security.W008"),
        ("DEBUG=true", "security.W018"),
        ("SECRET_KEY=short", "security.W009"),
    ],
)
def test_what_must_not_be_deployed_is_refused_by_its_id(tmp_path, change, problem):
    done = check(tmp_path, *change.split())

    assert done.returncode == 1
    assert f"({problem})" in done.stderr


def test_originals_in_a_bucket_of_their_own_pass(tmp_path):
    done = check(tmp_path, *IN_S3.split(), "S3_ORIGINALS_BUCKET=news-originals")

    assert (done.returncode, done.stderr) == (0, "")


def test_originals_in_the_public_bucket_are_refused_with_what_to_do(tmp_path):
    done = check(tmp_path, *IN_S3.split())

    assert (
        "S3_ORIGINALS_BUCKET must name another bucket than S3_BUCKET, one without public access: "
        "originals are not for readers."
    ) in done.stderr


def test_a_laptop_may_try_one_bucket(tmp_path):
    done = subprocess.run(
        [CHECKOUT / ".venv" / "bin" / "python", "manage.py", "check", "--fail-level", "WARNING"],
        cwd=CHECKOUT,
        env={
            **clean_environment(),
            "VAR_DIR": str(tmp_path),
            **dict(each.split("=", 1) for each in IN_S3.split()),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_a_laptop_is_not_troubled(tmp_path):
    done = subprocess.run(
        [CHECKOUT / ".venv" / "bin" / "python", "manage.py", "check", "--fail-level", "WARNING"],
        cwd=CHECKOUT,
        env={**clean_environment(), "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr


class TestPages:
    """What each page of the newsroom says to browsers; Django's checks look for middleware by name."""

    @pytest.fixture
    def editor(self, db):
        return signed_in(a_person("editor", "chief_editor"))

    @pytest.mark.parametrize(
        "path",
        [
            "/admin/",
            "/admin/articles/article/",
            "/admin/articles/article/add/",
            "/admin/auth/user/add/",
            "/admin/password_change/",
            "/admin/second-factor/",
            "/admin/nowhere/",
            "/admin/search/?s=articles",
        ],
    )
    def test_pages_are_kept_by_no_cache_and_shown_in_no_frame(self, editor, path):
        page = editor.get(path)

        assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
        assert page["X-Frame-Options"] == "DENY"
        assert page["Referrer-Policy"] == "same-origin"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Cross-Origin-Opener-Policy"] == "same-origin"
        assert page["Content-Security-Policy"] == (
            "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
        )

    def test_the_words_of_scripts_may_be_kept(self, editor):
        assert "no-store" not in editor.get("/admin/jsi18n/").get("Cache-Control", "")

    @pytest.mark.parametrize("path", ["/admin/login/", "/admin/logout/", "/admin/password_change/"])
    def test_a_form_of_another_site_is_refused(self, db, path):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(a_person("editor"), "django.contrib.auth.backends.ModelBackend")

        page = browser.post(path, {})

        assert page.status_code == 403
        assert "Go back, reload it, and try again." in page.content.decode()

    def test_cookies_travel_over_https_alone(self, db):
        browser = Client()
        with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
            browser.get("/admin/login/")
            browser.force_login(a_person("editor"), "django.contrib.auth.backends.ModelBackend")

        assert [cookie["secure"] for cookie in browser.cookies.values()] == [True, True]

    @pytest.mark.parametrize(("secure", "shown"), [(True, True), (False, "")])
    def test_the_cookie_of_the_language_is_as_safe_as_others(self, db, settings, secure, shown):
        settings.LANGUAGE_COOKIE_SECURE = secure

        answer = Client().post("/admin/language/setlang/", {"language": "ru"})

        cookie = answer.cookies["django_language"]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (shown, True, "Lax")

    def test_https_is_for_every_cookie(self, tmp_path):
        names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE LANGUAGE_COOKIE_SECURE"
        asked = f"from django.conf import settings as s; print([getattr(s, n) for n in {names.split()}])"

        done = subprocess.run(
            [CHECKOUT / ".venv" / "bin" / "python", "-c", asked],
            cwd=CHECKOUT,
            env={
                **clean_environment(),
                "VAR_DIR": str(tmp_path),
                "HTTPS": "true",
                "DJANGO_SETTINGS_MODULE": "newsapi.settings",
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )

        assert done.stdout == "[True, True, True]\n"

    def test_plain_http_is_sent_to_https_except_probes(self, client, settings, db):
        settings.SECURE_SSL_REDIRECT = True

        assert client.get("/admin/login/")["Location"] == "https://testserver/admin/login/"
        assert client.get("/healthz").status_code == 200
