"""Wrong passwords and codes, counted together by name and address: who has given too many must wait."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from newsapi import throttling


def address(request: HttpRequest) -> str:
    """Whose tries count together. A whole network of IPv6 is one customer's, and counts as one."""
    try:
        known = ip_address(throttling.address(request))
    except ValueError:
        return "::"  # a proxy that names nobody
    if known.version == 4:
        return str(known)
    return str(known.ipv4_mapped or IPv6Address(int(known) >> 64 << 64))


@contextmanager
def one_by_one(request: HttpRequest, name: str) -> Iterator[None]:
    """Tries of one name from one address wait for each other, so that a burst is counted like any others."""
    digest = hashlib.sha256(f"{address(request)} {name}".encode()).digest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])
        yield


def may_try(request: HttpRequest, name: str) -> bool:
    """Whether one more code is looked at; `authenticate` asks the same for passwords by itself."""
    if AxesProxyHandler.is_allowed(request, {"username": name}):
        return True
    request.axes_locked_out, request.axes_credentials = True, {"username": name}
    return False


def count_wrong_code(request: HttpRequest, name: str) -> None:
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)


def is_own_password(request: HttpRequest, password: str) -> bool:
    """Whether it is the password of who has signed in; a wrong one counts."""
    return authenticate(request, username=request.user.get_username(), password=password) is not None


def recent():
    return AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME)


def over_at(name: str, from_address: str) -> datetime:
    """When somebody who is locked out may try again."""
    last = recent().filter(username=name, ip_address=from_address).aggregate(last=Max("attempt_time"))["last"]
    return (last + settings.AXES_COOLOFF_TIME) if last else timezone.now()


def is_locked(name: str) -> bool:
    """Whether the name is locked from some address."""
    counts = recent().filter(username=name).values("ip_address").annotate(tries=Sum("failures_since_start"))
    return counts.filter(tries__gte=settings.AXES_FAILURE_LIMIT).exists()


def forget(name: str) -> None:
    AxesProxyHandler.reset_attempts(username=name)
