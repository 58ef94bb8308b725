"""Pictures in a store that speaks S3: a real server on this machine, asked over HTTP."""

import json
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
import time_machine
from django.utils import timezone
from moto.server import ThreadedMotoServer

from articles import jobs, photo_desk
from articles.models import Image
from newsapi import storage
from tests.builders import ago, an_article
from tests.pictures import a_picture, a_picture_of_ours, original_of

KEYS = {"AWS_ACCESS_KEY_ID": "newsroom", "AWS_SECRET_ACCESS_KEY": "a secret"}
OTHERS = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy")

READABLE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::news/site/public/*",
        }
    ],
}


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """An empty bucket of which readers may fetch `site/public`, and pictures kept in it."""
    for name in OTHERS:
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        **KEYS,
        "MEDIA_STORAGE": "s3",
        "S3_BUCKET": "news",
        "S3_PREFIX": "site",
        "S3_REGION": "eu-central-1",
        "S3_ENDPOINT_URL": server,
    }.items():
        monkeypatch.setenv(name, value)
    settings.MEDIA_BASE_URL = f"{server}/news/site/public"
    settings.STORAGES = storage.storages(Path("unused"), settings.MEDIA_BASE_URL)
    session = boto3.session.Session(KEYS["AWS_ACCESS_KEY_ID"], KEYS["AWS_SECRET_ACCESS_KEY"])
    s3 = session.resource("s3", endpoint_url=server, region_name="eu-central-1")
    bucket = s3.create_bucket(Bucket="news", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    bucket.Policy().put(Policy=json.dumps(READABLE))
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()
    bucket.meta.client.close()


def names(bucket) -> list[str]:
    return sorted(each.key for each in bucket.objects.all())


def test_a_picture_is_kept_in_the_bucket_and_found_at_its_public_address(api, bucket, settings):
    image = a_picture_of_ours(a_picture(640, 400))
    jobs.renew_picture(image_id=image.pk)
    an_article(slug="news", image=image)

    answer = api.get("/articles/news/")["image"]

    assert answer["url"].startswith(f"{settings.MEDIA_BASE_URL}/pictures/{image.pk}/")
    with urllib.request.urlopen(answer["url"]) as file:
        assert file.headers["Content-Type"] == "image/jpeg"
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert file.read(3) == b"\xff\xd8\xff"
    with pytest.raises(urllib.error.HTTPError, match="403") as refusal:
        urllib.request.urlopen(answer["url"].partition("public")[0] + f"originals/{image.file}")
    refusal.value.close()
    assert original_of(image).size == (640, 400)
    assert names(bucket)[0] == f"site/originals/{image.file}"
    assert len({each["url"] for each in answer["renditions"]}) == len(names(bucket)) - 1 == 18


def test_what_is_replaced_goes_and_what_is_deleted_too(db, bucket):
    image = a_picture_of_ours(a_picture(640, 400))
    jobs.renew_picture(image_id=image.pk)
    before = names(bucket)
    photo_desk.replace(image, a_picture(640, 400, colour="red"), "red.jpg")
    jobs.renew_picture(image_id=image.pk)

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        jobs.renew_picture(image_id=image.pk)

    assert len(names(bucket)) == len(before)
    assert not set(before) & set(names(bucket))
    image_id = image.pk
    photo_desk.delete(image)
    jobs.renew_picture(image_id=image_id)
    assert names(bucket) == []


def test_public_files_go_with_the_rights(db, bucket):
    image = a_picture_of_ours(a_picture(640, 400))
    jobs.renew_picture(image_id=image.pk)
    Image.objects.update(rights_end_at=ago(minutes=1))

    jobs.renew_picture(image_id=image.pk)

    assert names(bucket) == [f"site/originals/{image.file}"]
