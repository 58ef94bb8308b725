"""Where files are kept, by what the environment says."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsapi import storage

S3 = {"MEDIA_STORAGE": "s3", "S3_BUCKET": "news"}


def configured(monkeypatch, base_url="", **environment) -> dict:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return storage.storages(Path("originals"), base_url)


def test_files_are_kept_in_two_folders_when_nothing_is_said(monkeypatch):
    storages = configured(monkeypatch)

    assert [storages[name]["OPTIONS"]["location"] for name in ("default", "originals")] == [
        None,  # MEDIA_ROOT
        Path("originals"),
    ]


def test_one_bucket_keeps_what_is_public_apart(monkeypatch):
    storages = configured(monkeypatch, "https://cdn.example", **S3, S3_PREFIX="/site/", S3_REGION="eu-1")

    public, originals = (storages[name]["OPTIONS"] for name in ("default", "originals"))
    assert (public["bucket_name"], public["location"], public["region_name"]) == (
        "news",
        "site/public",
        "eu-1",
    )
    assert (originals["bucket_name"], originals["location"]) == ("news", "site/originals")
    assert (public["addressing_style"], public["endpoint_url"]) == ("auto", None)
    assert public["object_parameters"] == {"CacheControl": "public, max-age=31536000, immutable"}
    assert "object_parameters" not in originals


def test_originals_may_have_a_bucket_of_their_own(monkeypatch):
    storages = configured(
        monkeypatch,
        "https://cdn.example",
        **S3,
        S3_ORIGINALS_BUCKET="news-originals",
        S3_ENDPOINT_URL="http://127.0.0.1:9000",
    )

    options = storages["originals"]["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("news-originals", "originals")
    assert (options["endpoint_url"], options["addressing_style"]) == ("http://127.0.0.1:9000", "path")


@pytest.mark.parametrize(
    ("environment", "base_url", "message"),
    [
        ({"MEDIA_STORAGE": "ftp"}, "", "MEDIA_STORAGE must list"),
        ({"MEDIA_STORAGE": "s3"}, "https://cdn.example", "S3_BUCKET must name the bucket"),
        (S3, "", "MEDIA_BASE_URL must say where readers find"),
        (
            {**S3, "S3_ENDPOINT_URL": "minio:9000"},
            "https://cdn.example",
            "S3_ENDPOINT_URL must be an absolute",
        ),
    ],
)
def test_what_is_wrong_stops_the_start_by_its_name(monkeypatch, environment, base_url, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        configured(monkeypatch, base_url, **environment)
