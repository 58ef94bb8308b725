import pytest
from django.core.exceptions import ImproperlyConfigured

from newsapi.database import CHECKOUT, database


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://editor:p%40ss%2F%3A@db.example:6432/news%20room?sslmode=require&connect_timeout=3",
            {
                "NAME": "news room",
                "USER": "editor",
                "PASSWORD": "p@ss/:",
                "HOST": "db.example",
                "PORT": "6432",
                "OPTIONS": {"sslmode": "require", "connect_timeout": "3"},
            },
        ),
        (
            "postgresql:///news?host=/var/run/postgresql&port=5433",
            {
                "NAME": "news",
                "USER": "",
                "PASSWORD": "",
                "HOST": "/var/run/postgresql",
                "PORT": "5433",
                "OPTIONS": {},
            },
        ),
        (
            "postgresql://reader@[::1]/news",
            {"NAME": "news", "USER": "reader", "PASSWORD": "", "HOST": "::1", "PORT": "", "OPTIONS": {}},
        ),
        (
            "postgresql://%2Frun%2FPG/news",
            {"NAME": "news", "USER": "", "PASSWORD": "", "HOST": "/run/PG", "PORT": "", "OPTIONS": {}},
        ),
    ],
)
def test_a_url_names_the_database(url, expected):
    assert database(url) == {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, **expected}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://editor:secret@localhost/news",
        "postgresql://editor:secret@localhost",
        "postgresql://editor:secret@localhost/news/room",
        "postgresql://editor:secret@localhost:port/news",
        "postgresql://editor:secret@localhost:70000/news",
        "postgresql://editor:secret@[::1/news",
        "postgresql://editor:secret@localhost/news?sslmode",
        "postgresql://editor:secret@localhost/news#secret",
        "secret",
    ],
)
def test_another_url_is_refused_without_showing_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        database(url)

    assert "DATABASE_URL" in str(refused.value)
    assert "postgresql://user:password@host:5432/name" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "directory"),
    [
        ({}, CHECKOUT / "var/postgres"),
        ({"VAR_DIR": "/srv/news"}, "/srv/news/postgres"),
        ({"POSTGRES_DIR": "var/test-postgres"}, CHECKOUT / "var/test-postgres"),
        ({"POSTGRES_DIR": "/srv/postgres", "VAR_DIR": "/srv/news"}, "/srv/postgres"),
    ],
)
def test_without_a_url_the_embedded_server_is_used(monkeypatch, environment, directory):
    monkeypatch.delenv("VAR_DIR", raising=False)
    monkeypatch.delenv("POSTGRES_DIR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    chosen = database("")

    assert (chosen["ENGINE"], chosen["HOST"]) == ("newsapi.embedded_postgres", str(directory))
