"""What works on a laptop and must not be deployed; `deploy/check` asks Django's checks and these."""

from django.conf import settings
from django.core import checks
from django.core.checks import Tags, register

LOCAL = {"localhost", "127.0.0.1", "[::1]"}


@register(Tags.security, deploy=True)
def hosts_are_public(app_configs, **options):
    if set(settings.ALLOWED_HOSTS) <= LOCAL or "*" in settings.ALLOWED_HOSTS:
        return [
            checks.Warning(
                "ALLOWED_HOSTS must name the hosts that are served, and no others.", id="newsapi.W001"
            )
        ]
    return []


@register(Tags.security, deploy=True)
def clients_are_told_apart(app_configs, **options):
    if settings.HTTPS and not settings.CLIENT_ADDRESS_HEADER:
        return [
            checks.Warning(
                "HTTPS says that a proxy stands before the server, but CLIENT_ADDRESS_HEADER does not say "
                "where the proxy names the client: limits would count all clients as one.",
                hint="For example X-Forwarded-For or X-Real-IP, whichever the proxy sets.",
                id="newsapi.W002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def the_website_is_named(app_configs, **options):
    if settings.WEB_URL_PATTERN.startswith("https://news.example/"):
        return [
            checks.Warning("WEB_URL_PATTERN must say where articles are on the website.", id="newsapi.W003")
        ]
    return []


@register(Tags.security, deploy=True)
def data_survive_a_power_cut(app_configs, **options):
    if not settings.DATABASES["default"].get("DURABLE", True):
        return [
            checks.Warning(
                "POSTGRES_FSYNC is false, so a power cut may cost the database.", id="newsapi.W004"
            )
        ]
    return []


@register(Tags.security, deploy=True)
def originals_are_apart(app_configs, **options):
    public, originals = (
        settings.STORAGES[name]["OPTIONS"].get("bucket_name") for name in ("default", "originals")
    )
    if public and public == originals:
        return [
            checks.Error(
                "S3_ORIGINALS_BUCKET must name another bucket than S3_BUCKET, one without public access: "
                "originals are not for readers.",
                id="newsapi.E001",
            )
        ]
    return []
