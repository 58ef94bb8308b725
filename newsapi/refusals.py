"""What editors read instead of a page that is refused to them."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from newsapi import errors


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return errors.of_status(request, 403)
    return refusal(request, _("Not for you"), _("Your role or your sections do not include this."))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page that this browser has open now."""
    return refusal(
        request,
        _("The page is out of date"),
        _("Somebody has signed in or out here since it was opened. Go back, reload it, and try again."),
    )


def refusal(request: HttpRequest, title: str, words: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "words": words}
    return render(request, "refusal.html", context, status=403)
