from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.forms import BooleanField, ChoiceField, ModelForm, ModelMultipleChoiceField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserCreationForm
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanSwitchWidget,
)

from articles import rights
from articles.models import Membership, Section
from newsapi import attempts, second_factor, sessions
from newsapi.admin_pages import BoundedAdmin

for model in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(model)  # the page of a person is all that is needed of them


class RoleForm(ModelForm):
    """A person with their place in the newsroom."""

    role = ChoiceField(
        label=_("Role"),
        choices=Membership.Role,
        initial=Membership.Role.REPORTER,
        widget=UnfoldAdminSelectWidget,
        help_text=Membership._meta.get_field("role").help_text,
    )
    sections = ModelMultipleChoiceField(
        Section.objects,
        label=_("Sections"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=Membership._meta.get_field("sections").help_text,
    )

    def clean(self):
        given = super().clean()
        if given.get("role") in rights.IN_SECTIONS and not given.get("sections"):
            self.add_error("sections", _("A reporter or an editor works in one section at least."))
        return given


class NewPersonForm(RoleForm, UserCreationForm):
    usable_password = None


class PersonForm(RoleForm):
    unlock = BooleanField(
        label=_("Unlock"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("There were too many wrong passwords or codes. The lock also ends by itself."),
    )
    reset_second_factor = BooleanField(
        label=_("Reset the second factor"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_(
            "For somebody who has lost their phone and their recovery codes. Their sessions end everywhere."
        ),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        membership = Membership.objects.filter(user=self.instance).first()
        if membership:
            self.initial["role"] = membership.role
            self.initial["sections"] = membership.sections.all()


NAME = ["username", "first_name", "last_name", "email"]
PLACE = ["role", "sections"]
HELP = ["unlock", "reset_second_factor"]


@admin.register(User)
class PeopleAdmin(BoundedAdmin, UserAdmin, ModelAdmin):
    """Who may sign in, and as what. Superusers are made and unmade on the server alone."""

    form, add_form, change_password_form = PersonForm, NewPersonForm, AdminPasswordChangeForm
    list_display = ["username", "name", "role", "sections", "last_login", "has_second_factor", "is_active"]
    list_filter = ["membership__role", "is_active"]
    list_select_related = ["membership"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    actions = None
    add_form_template = None

    def get_queryset(self, request):
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        people = super().get_queryset(request).annotate(uses_second_factor=Exists(apps))
        return people.prefetch_related("membership__sections")

    def has_change_permission(self, request, obj=None):
        is_out_of_reach = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_out_of_reach

    def has_delete_permission(self, request, obj=None):
        return False  # what somebody has done keeps their name

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            signing_in = ["password1", "password2"]
        else:
            signing_in = ["is_active", "last_login", "has_second_factor", *self.help_for(request, obj)]
        return [
            (None, {"fields": NAME}),
            (_("Place in the newsroom"), {"fields": PLACE}),
            (_("Signing in"), {"fields": signing_in}),
        ]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        offered = self.help_for(request, obj)
        fields = ["last_login", "has_second_factor", "new_password"]
        fields += [name for name in HELP if name not in offered]
        if obj == request.user:
            fields += [*PLACE, "is_active"]
        elif obj.is_superuser:
            fields += PLACE
        return fields

    def help_for(self, request, person) -> list[str]:
        """What can be done for somebody who cannot sign in; one's own account has its own pages."""
        if person == request.user or not self.has_change_permission(request, person):
            return []
        offered = {
            "unlock": attempts.is_locked(person.username),
            "reset_second_factor": person.uses_second_factor,
        }
        return ["new_password", *(name for name in HELP if offered[name])]

    def save_model(self, request, person, form, change):
        given = form.cleaned_data
        if given.get("unlock"):
            attempts.forget(form.initial["username"])
            second_factor.end_pause(person)
        if given.get("reset_second_factor"):
            second_factor.switch_off(person)
            sessions.end_all(person)
        person.is_staff = True
        super().save_model(request, person, form, change)
        if "role" in given:
            membership, _made = Membership.objects.update_or_create(
                user=person, defaults={"role": given["role"]}
            )
            membership.sections.set(given["sections"])

    def user_change_password(self, request, id, form_url=""):  # noqa: A002, Django names it
        if self.get_object(request, unquote(id)) == request.user:
            raise PermissionDenied  # one's own is changed by whoever knows it
        return super().user_change_password(request, id, form_url)

    @display(description=_("name"), ordering="first_name")
    def name(self, person):
        return person.get_full_name()

    @display(description=_("role"))
    def role(self, person):
        if person.is_superuser:
            return _("superuser")
        return person.membership.get_role_display() if hasattr(person, "membership") else None

    @display(description=_("sections"))
    def sections(self, person):
        if person.is_superuser or not hasattr(person, "membership"):
            return None
        return ", ".join(str(section) for section in person.membership.sections.all())

    @display(description=_("second factor"), boolean=True)
    def has_second_factor(self, person):
        return person.uses_second_factor

    @display(description=_("password"))
    def new_password(self, person):
        address = reverse("admin:auth_user_password_change", args=[person.pk])
        return format_html(
            '<a class="text-primary-600 underline" href="{}">{}</a>', address, _("Give a new one")
        )
