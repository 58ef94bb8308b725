"""Everybody's own page of their password, which asks for the old one as strictly as the door does."""

from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from unfold.forms import AdminOwnPasswordChangeForm

from newsapi import attempts


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    def __init__(self, request, *args, **options):
        super().__init__(*args, **options)
        self.request = request

    def clean_old_password(self):
        if not attempts.is_own_password(self.request, self.cleaned_data["old_password"]):
            raise ValidationError(self.error_messages["password_incorrect"], "password_incorrect")
        return self.cleaned_data["old_password"]


class OwnPassword(PasswordChangeView):
    form_class = OwnPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def post(self, request, *args, **options):
        with attempts.one_by_one(request, request.user.get_username()):
            return super().post(request, *args, **options)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **context):
        return {**super().get_context_data(**context), **admin.site.each_context(self.request)}
