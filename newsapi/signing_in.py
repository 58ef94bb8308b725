"""Signing in: name and password, then a code where the account has a second factor."""

import math
import time
from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.views import LoginView, RedirectURLMixin
from django.forms import CharField, Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from newsapi import attempts, second_factor, sessions, throttling
from newsapi.errors import Problem

PASSWORD_GIVEN = "password_given"  # noqa: S105, in the session between password and code
CODE_WITHIN = 300  # seconds
WRONG_CODE = _("This code is wrong or has been used. An app shows a new one every 30 seconds.")


class SignInForm(AuthenticationForm):
    username = UsernameField(max_length=150)


class CodeField(CharField):
    def __init__(self, **options):
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
        widget = UnfoldAdminTextInputWidget(attrs=attrs)
        super().__init__(label=_("Code"), max_length=20, widget=widget, **options)


class CodeForm(Form):
    code = CodeField(help_text=_("Six digits from your authenticator app, or one of your recovery codes."))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs["autofocus"] = True


class SignInPage:
    """What both steps show around their form."""

    def get_context_data(self, **context):
        return {
            **super().get_context_data(**context),
            **admin.site.each_context(self.request),
            "title": _("Sign in"),
            "app_path": self.request.get_full_path(),
        }


class SignIn(SignInPage, LoginView):
    template_name = "admin/login.html"
    authentication_form = SignInForm
    limit = throttling.limit("sign-in", settings.SIGN_IN_RATE)

    def get(self, request, *args, **options):
        if admin.site.has_permission(request):
            return redirect(self.get_success_url())
        return super().get(request, *args, **options)

    def post(self, request, *args, **options):
        try:
            if self.limit:
                self.limit.admit(attempts.address(request))
        except Problem as refusal:
            return wait(request, int(refusal.headers["Retry-After"]))
        name = get_user_model().normalize_username(request.POST.get("username", "").strip())
        with attempts.one_by_one(request, name):
            return super().post(request, *args, **options)

    def form_valid(self, form):
        user = form.get_user()
        if not second_factor.is_on(user):
            sessions.begin(self.request, user)
            return redirect(self.get_success_url())
        self.request.session[PASSWORD_GIVEN] = {
            "user": user.pk,
            "backend": user.backend,
            "hash": user.get_session_auth_hash(),
            "until": int(time.time()) + CODE_WITHIN,
        }
        return with_next("sign-in-code", self.get_redirect_url())


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SignInCode(SignInPage, RedirectURLMixin, FormView):
    template_name = "signing_in/code.html"
    form_class = CodeForm
    next_page = "admin:index"

    def dispatch(self, request, *args, **options):
        self.user = password_given_by(request)
        if self.user is None:
            return with_next("admin:login", self.get_redirect_url())
        with attempts.one_by_one(request, self.user.get_username()):
            return super().dispatch(request, *args, **options)

    def form_valid(self, form):
        name = self.user.get_username()
        if not attempts.may_try(self.request, name):
            return self.form_invalid(form)  # the answer to those who must wait takes its place
        device = second_factor.match(self.user, form.cleaned_data["code"])
        if device is None:
            attempts.count_wrong_code(self.request, name)
            form.add_error("code", WRONG_CODE)
            return self.form_invalid(form)
        del self.request.session[PASSWORD_GIVEN]
        self.user.otp_device = device
        sessions.begin(self.request, self.user)
        return redirect(self.get_success_url())


def password_given_by(request: HttpRequest):
    """Who has just given the right password here, unless it was too long ago or has changed since."""
    given = request.session.get(PASSWORD_GIVEN)
    if given is None or given["until"] < time.time():
        return None
    user = get_user_model().objects.filter(pk=given["user"], is_active=True, is_staff=True).first()
    if user is None or user.get_session_auth_hash() != given["hash"]:
        return None
    user.backend = given["backend"]
    return user


def with_next(page: str, where: str) -> HttpResponseRedirect:
    return redirect(f"{reverse(page)}?{urlencode({'next': where})}" if where else reverse(page))


def locked_out(request: HttpRequest, _response: HttpResponse, credentials: dict) -> HttpResponse:
    """The answer to whoever has given too many wrong passwords or codes."""
    over_at = attempts.over_at(credentials["username"], attempts.address(request))
    return wait(request, max(1, math.ceil((over_at - timezone.now()).total_seconds())))


def wait(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Too many tries"),
        "minutes": math.ceil(seconds / 60),
        "at": timezone.now() + timedelta(seconds=seconds),
    }
    response = render(request, "signing_in/wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response
