import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsapi import database, env

CHECKOUT = Path(__file__).resolve().parent.parent
NAME = "SOME_VARIABLE"
LOCALES = ["uz", "uz-Cyrl", "ru", "en"]


def an_address(name):
    return env.url(name)


def a_pattern(name):
    return env.pattern(name, "https://news.example/{locale}/{slug}", {"locale", "slug"})


def a_flag(name):
    return env.flag(name, default=False)


def a_number(name):
    return env.integer(name, 30, minimum=1, maximum=1_000)


def a_rate(name):
    return env.rate(name, "60/minute")


def some_locales(name):
    return env.choices(name, "uz,ru", LOCALES)


def one_of_two(name):
    return env.choice(name, "left", ["left", "right"])


def a_zone(name):
    return env.time_zone(name, "Asia/Tashkent")


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (a_flag, "true", True),
        (a_flag, "False", False),
        (a_flag, " TRUE ", True),
        (a_flag, "", False),
        (a_number, "45", 45),
        (a_number, "1", 1),
        (a_number, "1000", 1_000),
        (a_number, "  ", 30),
        (env.words, "a.example, b.example,,", ["a.example", "b.example"]),
        (env.words, "", []),
        (
            env.urls,
            "http://a:6081/, https://b.example http://a:6081/",
            ["http://a:6081/", "https://b.example"],
        ),
        (env.urls, "", []),
        (env.purge_template, "https://a.example/purge/{key}", "https://a.example/purge/{key}"),
        (env.json_template, '{"tags": {keys}}', '{"tags": {keys}}'),
        (env.json_template, '{"tag": {key}}', '{"tag": {key}}'),
        (env.json_template, "", ""),
        (env.header_name, "Cache-Tag", "Cache-Tag"),
        (env.secret_header, "Authorization: Bearer 1:2", ("Authorization", "Bearer 1:2")),
        (env.secret_header, "", None),
        (some_locales, "en,uz-Cyrl", ["en", "uz-Cyrl"]),
        (some_locales, "", ["uz", "ru"]),
        (an_address, "https://news.example/", "https://news.example"),
        (an_address, "http://[::1]:8000", "http://[::1]:8000"),
        (an_address, "", ""),
        (one_of_two, "right", "right"),
        (one_of_two, "", "left"),
        (env.contact, "desk@news.example", "desk@news.example"),
        (env.contact, "https://news.example/contact", "https://news.example/contact"),
        (env.contact, "", ""),
        (env.key, "abc", "abc"),
        (env.key, "", ""),
        (a_pattern, "https://{locale}.news.example/{slug}", "https://{locale}.news.example/{slug}"),
        (a_pattern, "", "https://news.example/{locale}/{slug}"),
        (a_rate, "5/second", (5, 1)),
        (a_rate, "", (60, 60)),
        (a_rate, "7/hour", (7, 3_600)),
        (a_rate, "9/day", (9, 86_400)),
        (a_rate, "0", None),
        (a_zone, "Europe/Berlin", "Europe/Berlin"),
        (a_zone, "", "Asia/Tashkent"),
    ],
)
def test_a_variable_is_read_by_its_type_and_an_empty_one_is_not_set(monkeypatch, read, text, value):
    monkeypatch.setenv(NAME, text)

    assert read(NAME) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (a_flag, "1"),
        (a_flag, "yes"),
        (a_flag, "truee"),
        (a_number, "0"),
        (a_number, "-1"),
        (a_number, "1001"),
        (a_number, "1.5"),
        (a_number, "1e3"),
        (a_number, "１２"),
        (a_number, "9" * 16),
        (a_number, "many"),
        (some_locales, "uz,de"),
        (some_locales, "uz,uz"),
        (some_locales, ","),
        (some_locales, "UZ"),
        (an_address, "news.example"),
        (an_address, "//news.example"),
        (an_address, "ftp://news.example"),
        (an_address, "https://"),
        (an_address, "https://[::1"),
        (an_address, "https://:443"),
        (an_address, "https://news.example:99999"),
        (an_address, "https://news.example:0"),
        (an_address, "https://news.example:port"),
        (an_address, "https://news example"),
        (an_address, "https://news.example/a\r\nX: y"),
        (an_address, "https://news.example/?a=b"),
        (an_address, "https://news.example/#x"),
        (env.header_name, "Cache Tag"),
        (one_of_two, "left,right"),
        (one_of_two, "up"),
        (env.contact, "desk"),
        (env.contact, "desk@localhost"),
        (env.contact, "desk@news.example me"),
        (env.contact, "дежурный@news.example"),
        (env.contact, "desk@news.example\r\nX-Evil: 1"),
        (env.contact, "news.example"),
        (a_pattern, "/{locale}/{slug}"),
        (a_pattern, "https://news.example/{slug}"),
        (a_pattern, "https://news.example/{locale}/{slug}/{day}"),
        (a_pattern, "https://news.example/{locale}/{slug}/{}"),
        (a_pattern, "https:///{locale}/{slug}"),
        (a_pattern, "https://[{locale}/{slug}"),
        (a_rate, "60"),
        (a_rate, "60/fortnight"),
        (a_rate, "0/minute"),
        (a_rate, "-1/minute"),
        (a_rate, "1.5/minute"),
        (a_zone, "Tashkent"),
        (a_zone, "+05:00"),
        (a_zone, "../etc/passwd"),
    ],
)
def test_a_bad_value_is_refused_by_the_name_of_the_variable(monkeypatch, read, text):
    monkeypatch.setenv(NAME, text)

    with pytest.raises(ImproperlyConfigured, match=f"^{NAME} must .*not "):
        read(NAME)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (env.urls, "http://a, secret"),
        (env.urls, "http://user:secret@a"),
        (env.urls, "http://a/secret, http://a/other"),
        (env.purge_template, "secret/{key}"),
        (env.purge_template, "https://a.example/secret/{tag}"),
        (env.json_template, '{"secret": {tag}}'),
        (env.json_template, '{"secret": '),
        (env.secret_header, "secret"),
        (env.secret_header, "Authorization: secret\nX: 1"),
        (env.secret_header, "Authorization: секрет secret"),
    ],
)
def test_a_bad_value_that_may_hold_a_secret_is_refused_without_it(monkeypatch, read, text):
    monkeypatch.setenv(NAME, text)

    with pytest.raises(ImproperlyConfigured, match=f"^{NAME} must ") as refusal:
        read(NAME)

    assert "secret" not in str(refusal.value)


def test_a_key_that_is_needed_must_be_there(monkeypatch):
    monkeypatch.setenv(NAME, "")

    with pytest.raises(ImproperlyConfigured, match=f"^{NAME} must be set: openweathermap cannot be asked"):
        env.key(NAME, needed_by="openweathermap")


@pytest.mark.parametrize(
    "url",
    [
        "news",
        "mysql://host/news",
        "postgresql://host",
        "postgresql://host/",
        "postgresql://user:secret@host:port/news",
        "postgresql://user:secret@[::1/news",
        "postgresql://user:secret@host/news?sslmode",
        "postgresql://user:secret@host/news/more",
    ],
)
def test_a_bad_database_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL ") as refusal:
        database.database(url)

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DEBUG", "1", "DEBUG must be true or false, not '1'."),
        (
            "TIME_ZONE",
            "Tashkent",
            "TIME_ZONE must be an IANA time zone such as Asia/Tashkent, not 'Tashkent'.",
        ),
        (
            "WEATHER_STALE_AFTER",
            "9999999999999",
            "WEATHER_STALE_AFTER must be a whole number from 0 to 31536000, not '9999999999999'.",
        ),
        (
            "WEATHER_KEEP_DAYS",
            "99999999999",
            "WEATHER_KEEP_DAYS must be a whole number from 1 to 36500, not '99999999999'.",
        ),
    ],
)
def test_a_bad_value_stops_the_start(name, value, message):
    start = run("check", **{name: value})

    assert (start.returncode, start.stdout) == (1, "")
    assert start.stderr == f"CommandError: {message}\n"


@pytest.mark.parametrize("command", ["migrate", "load_demonstration", "serve"])
def test_whatever_is_to_be_run_a_bad_value_is_one_sentence(command):
    start = run(command, "--verbosity=0", DATABASE_URL="foo")

    assert (start.returncode, start.stdout) == (1, "")
    assert start.stderr == f"CommandError: DATABASE_URL must look like {database.EXAMPLE}.\n"


def test_whoever_asks_is_shown_where_a_bad_value_was_read():
    start = run("check", "--traceback", DEBUG="1")

    first, *_, last = start.stderr.splitlines()
    assert first == "Traceback (most recent call last):"
    assert last.endswith("ImproperlyConfigured: DEBUG must be true or false, not '1'.")


@pytest.mark.skipif(sys.platform != "linux", reason="nobody can make a folder in /proc")
def test_a_folder_that_cannot_be_made_is_named_with_its_variable():
    start = run("check", SECRET_KEY="", VAR_DIR="/proc/x")

    assert (start.returncode, start.stdout) == (1, "")
    assert start.stderr == (
        "CommandError: SECRET_KEY is not set, and none can be kept in /proc/x/secret-key: "
        "No such file or directory. Name another folder in VAR_DIR.\n"
    )


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "var" / "secret-key"

    first, second = env.secret("SECRET_KEY", file), env.secret("SECRET_KEY", file)

    assert first == second == file.read_text()
    assert len(first) >= 50
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_secret_that_cannot_be_kept_stops_the_start_with_the_variables_name(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "var").write_text("a file, where a folder should be")

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        env.secret("SECRET_KEY", tmp_path / "var" / "secret-key")
