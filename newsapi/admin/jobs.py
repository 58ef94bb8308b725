import json

import procrastinate.contrib.django.admin  # noqa: F401, registers a list of jobs that ours replaces
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.views import ChangeList

from newsapi.admin_pages import BoundedAdmin
from newsapi.jobs import try_again
from newsapi.models import Job
from newsapi.navigation import asked_state

admin.site.unregister(ProcrastinateJob)

STATES = {
    "todo": _("waiting"),
    "doing": _("running"),
    "failed": _("failed"),
    "succeeded": _("done"),
    "cancelled": _("cancelled"),
    "aborted": _("dropped"),
}
EVENTS = {
    "deferred": _("queued"),
    "scheduled": _("put off until this time"),
    "started": _("begun"),
    "deferred_for_retry": _("to be tried again"),
    "retried": _("queued again"),
    "failed": _("failed"),
    "succeeded": _("done"),
    "cancelled": _("cancelled"),
    "abort_requested": _("asked to end"),
    "aborted": _("dropped"),
}


class JobList(ChangeList):
    """The jobs of one state, which the tabs above choose."""

    def get_filters_params(self, params=None):
        return {name: value for name, value in super().get_filters_params(params).items() if name != "state"}

    def get_queryset(self, request, exclude_parameters=None):
        return getattr(super().get_queryset(request, exclude_parameters), asked_state(request))()


class EventInline(TabularInline):
    """What has happened to a job."""

    model = ProcrastinateEvent
    fields = readonly_fields = ["at", "what"]
    extra = 0
    hide_title = True
    verbose_name_plural = _("history")

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("pk")

    @admin.display(description=_("what"))
    def what(self, event):
        return EVENTS.get(event.type, event.type)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("newsapi.view_joberror")

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Job)
class JobAdmin(BoundedAdmin, ModelAdmin):
    """Jobs are looked at here, and tried again; the worker alone changes them."""

    list_display = ["__str__", "given", "state", "tried", "at", "reason"]
    actions = ["try_again"]
    fields = readonly_fields = ["plain_state", "given", "tried", "not_before", "called", "full_error"]
    inlines = [EventInline]
    change_form_outer_before_template = "admin/newsapi/job/try_again.html"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("newsapi.view_joberror")

    def has_retry_permission(self, request, obj=None):
        return request.user.has_perm("newsapi.change_joberror")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_changelist(self, request, **kwargs):
        return JobList

    def get_queryset(self, request):
        return super().get_queryset(request).with_last_event()

    def get_urls(self):
        again = path(
            "<int:job_id>/again/", self.admin_site.admin_view(self.again_view), name="newsapi_job_again"
        )
        return [again, *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        may_try_again = (
            self.has_retry_permission(request) and Job.objects.failed().filter(pk=object_id).exists()
        )
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), "may_try_again": may_try_again}
        )

    def again_view(self, request, job_id):
        return require_POST(self.again)(request, job_id)

    def again(self, request, job_id):
        if not self.has_retry_permission(request):
            raise PermissionDenied
        self.try_again(request, Job.objects.filter(pk=job_id))
        return HttpResponseRedirect(reverse("admin:newsapi_job_change", args=[job_id]))

    @admin.action(description=_("Try again"), permissions=["retry"])
    def try_again(self, request, jobs):
        count = try_again(Job.objects.filter(pk__in=jobs.values("pk")))
        if count:
            told = ngettext("%d job will be tried again.", "%d jobs will be tried again.", count) % count
            self.message_user(request, told)
        else:
            told = _("Nothing is left to be tried again: it runs, it has succeeded, or the same work waits.")
            self.message_user(request, told, messages.WARNING)

    @display(
        description=_("state"),
        label={"todo": "info", "doing": "warning", "failed": "danger", "succeeded": "success"},
    )
    def state(self, job):
        return job.status, STATES.get(job.status, job.status)

    @admin.display(description=_("state"))
    def plain_state(self, job):
        return STATES.get(job.status, job.status)

    @admin.display(description=_("times tried"))
    def tried(self, job):
        return job.attempts

    @admin.display(description=_("not before"))
    def not_before(self, job):
        return job.scheduled_at

    @admin.display(description=_("function"))
    def called(self, job):
        return job.task_name

    @admin.display(description=_("works on"))
    def given(self, job):
        given = {name: value for name, value in job.args.items() if name != "timestamp"}
        words = ", ".join(f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in given.items())
        return words if len(words) <= 200 else f"{words[:200]}…"

    @admin.display(description=_("last event"))
    def at(self, job):
        return job.at and gettext("%s ago") % timesince(job.at)

    @admin.display(description=_("error"))
    def reason(self, job):
        return job.reason[:200]

    @admin.display(description=_("error"))
    def full_error(self, job):
        return format_html('<pre class="job-error">{}</pre>', job.error) if job.error else "–"
