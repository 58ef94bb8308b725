"""The second factor of an account: codes of an authenticator app, and recovery codes for when it is lost."""

import re
import secrets
import time

import django_otp
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode import QRCode
from qrcode.image.svg import SvgPathImage

RECOVERY_CODES = 10
KEY_BYTES = 20


def is_on(user) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def new_key() -> str:
    return secrets.token_hex(KEY_BYTES)


def switch_on(user, key: str, code: str) -> Device | None:
    """The new device, if the code comes from the key; it takes the place of any older one."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    code = plain(code)
    if not is_of_app(code) or not totp.verify(int(code), tolerance=1):
        return None
    with transaction.atomic():
        switch_off(user)
        # The code that has just been used is not good for signing in.
        return TOTPDevice.objects.create(user=user, name="app", key=key, last_t=totp.t(), drift=totp.drift)


def switch_off(user) -> None:
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def new_recovery_codes(user) -> list[str]:
    """Each good for one sign-in; those of before are good for nothing."""
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery")
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def match(user, code: str) -> Device | None:
    """The device that the code is of. A code is good once, and after wrong ones there is a pause."""
    code = plain(code)
    devices = TOTPDevice.objects if is_of_app(code) else StaticDevice.objects
    with transaction.atomic():
        device = devices.select_for_update().filter(user=user, confirmed=True).first()
        return device if device and device.verify_token(code) else None


def end_pause(user) -> None:
    for devices in (TOTPDevice.objects, StaticDevice.objects):
        devices.filter(user=user).update(throttling_failure_count=0, throttling_failure_timestamp=None)


def plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).lower()


def is_of_app(code: str) -> bool:
    return re.fullmatch(r"[0-9]{6}", code) is not None


def address(user, key: str) -> str:
    """What an authenticator app reads from the picture."""
    return TOTPDevice(user=user, key=key).config_url


def picture(address: str) -> SafeString:
    """The address as a QR code, in SVG that stands in a page."""
    code = QRCode(image_factory=SvgPathImage, box_size=12, border=2)
    code.add_data(address)
    return mark_safe(code.make_image().to_string(encoding="unicode"))  # noqa: S308, made of squares


def remember(request, device: Device) -> None:
    """The session counts as one that was begun with the second factor."""
    django_otp.login(request, device)
