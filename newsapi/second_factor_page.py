"""Everybody's own page of their second factor: switched on with an app, switched off, new recovery codes."""

from base64 import b32encode

from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms import CharField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from unfold.widgets import UnfoldAdminPasswordWidget

from newsapi import attempts, second_factor, sessions
from newsapi.signing_in import WRONG_CODE, CodeField

KEY_WITHIN = 3_600  # seconds in which an app must have been given the new key


class ConfirmForm(Form):
    """That it is the person, and not merely somebody at their screen."""

    password = CharField(
        label=_("Your password"),
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
    )
    code = CodeField()

    def __init__(self, request, *args, **options):
        super().__init__(*args, **options)
        self.request = request

    def clean_password(self):
        if not attempts.is_own_password(self.request, self.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."))
        return self.cleaned_data["password"]


@sensitive_post_parameters()
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = ConfirmForm(request)
        return (
            switched_on(request, form) if second_factor.is_on(request.user) else switched_off(request, form)
        )
    with attempts.one_by_one(request, request.user.get_username()):
        form = ConfirmForm(request, data=request.POST)
        return change(request, form) if second_factor.is_on(request.user) else switch_on(request, form)


def switched_off(request: HttpRequest, form: ConfirmForm, key: str = "") -> HttpResponse:
    """The page with a key to give to an app. Only the page knows the key until a code of it comes back."""
    key = key or second_factor.new_key()
    return show(
        request,
        "signing_in/second_factor_off.html",
        form=form,
        key=b32encode(bytes.fromhex(key)).decode(),
        signed_key=signing.dumps(key, salt=salt(request)),
        picture=second_factor.picture(second_factor.address(request.user, key)),
    )


def switch_on(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    try:
        key = signing.loads(request.POST.get("key", ""), salt=salt(request), max_age=KEY_WITHIN)
    except signing.BadSignature:
        messages.error(request, _("The page was open for too long. Give the app the new key."))
        return redirect("second-factor")
    if not form.is_valid():
        return switched_off(request, form, key)
    device = second_factor.switch_on(request.user, key, form.cleaned_data["code"])
    if device is None:
        form.add_error("code", WRONG_CODE)
        return switched_off(request, form, key)
    second_factor.remember(request, device)
    sessions.end_others(request, form.cleaned_data["password"])
    return show_codes(request)


def salt(request: HttpRequest) -> str:
    return f"second-factor-{request.user.pk}"


def switched_on(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    left = second_factor.recovery_codes_left(request.user)
    return show(
        request,
        "signing_in/second_factor_on.html",
        form=form,
        left=left,
        may_switch_off=not settings.REQUIRE_SECOND_FACTOR,
    )


def change(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    """New recovery codes or none of it any more, for a password and a code."""
    name = request.user.get_username()
    if not form.is_valid() or not attempts.may_try(request, name):
        return switched_on(request, form)
    if second_factor.match(request.user, form.cleaned_data["code"]) is None:
        attempts.count_wrong_code(request, name)
        form.add_error("code", WRONG_CODE)
        return switched_on(request, form)
    if "off" not in request.POST or settings.REQUIRE_SECOND_FACTOR:
        return show_codes(request)
    second_factor.switch_off(request.user)
    sessions.end_others(request, form.cleaned_data["password"])
    messages.success(request, _("The second factor is off. Signing in asks for your password alone."))
    return redirect("second-factor")


def show_codes(request: HttpRequest) -> HttpResponse:
    codes = second_factor.new_recovery_codes(request.user)
    return show(request, "signing_in/recovery_codes.html", codes=codes)


def show(request: HttpRequest, template: str, **context) -> HttpResponse:
    title = {"title": _("Second factor"), "is_required": settings.REQUIRE_SECOND_FACTOR}
    return render(request, template, {**admin.site.each_context(request), **title, **context})


def required(get_response):
    """Middleware: where a second factor is required, whoever has none finds this page and no other."""

    def middleware(request):
        if (
            settings.REQUIRE_SECOND_FACTOR
            and request.path.startswith(reverse("admin:index"))
            and request.path not in open_pages()
            and request.user.is_authenticated
            and not request.user.is_verified()
        ):
            return redirect("second-factor")
        return get_response(request)

    return middleware


def open_pages() -> set[str]:
    return {
        reverse(name)
        for name in (
            "second-factor",
            "sign-in-code",
            "set_language",
            "admin:login",
            "admin:logout",
            "admin:jsi18n",
        )
    }
