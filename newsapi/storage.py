"""Where files are kept: in folders of this machine, or in a store that speaks S3."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from newsapi import env

FOR_A_YEAR = {"CacheControl": "public, max-age=31536000, immutable"}  # a changed picture has another name


def storages(originals_root: Path, base_url: str) -> dict:
    """Django's STORAGES. The public may fetch what is in "default"; "originals" are for the newsroom."""
    if env.choices("MEDIA_STORAGE", "files", ["files", "s3"]) == ["files"]:
        public, originals = folder(), folder(originals_root)
    elif not base_url:
        raise ImproperlyConfigured("MEDIA_BASE_URL must say where readers find the files that S3 keeps.")
    else:
        prefix = env.text("S3_PREFIX").strip("/")
        bucket = named_bucket("S3_BUCKET")
        public = in_bucket(bucket, f"{prefix}/public", object_parameters=FOR_A_YEAR)
        originals = in_bucket(env.text("S3_ORIGINALS_BUCKET", bucket), f"{prefix}/originals")
    return {
        "default": public,
        "originals": originals,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def folder(root: Path | None = None) -> dict:
    """The files below a folder; without one, below MEDIA_ROOT."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": root, "allow_overwrite": True},
    }


def named_bucket(name: str) -> str:
    if bucket := env.text(name):
        return bucket
    raise ImproperlyConfigured(f"{name} must name the bucket, as MEDIA_STORAGE is s3.")


def in_bucket(bucket: str, location: str, **options) -> dict:
    """The usual variables of AWS, or the role of the machine, hold the keys."""
    endpoint = env.url("S3_ENDPOINT_URL")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": location.strip("/"),
            "endpoint_url": endpoint or None,
            "region_name": env.text("S3_REGION") or None,
            "addressing_style": "path" if endpoint else "auto",  # a server of one's own has one host name
            "file_overwrite": True,
            **options,
        },
    }
