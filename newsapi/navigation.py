"""The newsroom's menu: everybody sees what they may open, and nothing else."""

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

OVERVIEW = {"title": _("Overview"), "icon": "space_dashboard"}
GROUPS = [
    (
        _("Newsroom"),
        [
            (_("Articles"), "article", "articles.Article"),
            (_("Pictures"), "photo_library", "articles.Image"),
            (_("Trash"), "delete", "articles.TrashedArticle"),
        ],
    ),
    (
        _("Filed under"),
        [
            (_("Sections"), "newspaper", "articles.Section"),
            (_("Tags"), "sell", "articles.Tag"),
            (_("Authors"), "ink_pen", "articles.Author"),
            (_("Former addresses"), "alt_route", "articles.FormerSlug"),
        ],
    ),
    (
        _("Readers"),
        [
            (_("Readings of articles"), "visibility", "articles.ViewTotal"),
            (_("Readings by hour"), "bar_chart", "articles.HourlyViews"),
        ],
    ),
    (
        _("Weather"),
        [
            (_("Places"), "location_on", "weather.Place"),
            (_("Snapshots"), "partly_cloudy_day", "weather.Snapshot"),
        ],
    ),
    (_("People"), [(_("Members"), "group", "auth.User")]),
    (
        _("System"),
        [
            (_("Caches"), "cached", "newsapi.Purge"),
            (_("Background jobs"), "schedule", "newsapi.Job"),
        ],
    ),
]


def menu(request) -> list[dict]:
    """What the sidebar shows; `newsapi.settings` names this function."""
    groups = [
        {"title": title, "items": [link(*entry) for entry in entries if may_open(request, entry[2])]}
        for title, entries in GROUPS
    ]
    groups[0]["items"].insert(0, {**OVERVIEW, "link": reverse("admin:index")})
    return [group for group in groups if group["items"]]


def link(title: str, icon: str, model: str) -> dict:
    name = f"admin:{model.lower().replace('.', '_')}_changelist"
    return {"title": title, "icon": icon, "link": reverse(name)}


def may_open(request, label: str) -> bool:
    model = apps.get_model(label)
    if not admin.site.is_registered(model):
        return False
    model_admin = admin.site.get_model_admin(model)
    return model_admin.has_view_or_change_permission(request)


# The states of background jobs, by the name of the queryset that has them.
JOB_STATES = {"failed": _("Failed"), "waiting": _("Waiting"), "running": _("Running"), "finished": _("Done")}


def tabs(request) -> list[dict]:
    """What stands above lists; `newsapi.settings` names this function."""
    jobs, asked = reverse("admin:newsapi_job_changelist"), asked_state(request)
    states = [
        {"title": title, "link": f"{jobs}?state={state}", "active": state == asked}
        for state, title in JOB_STATES.items()
    ]
    return [{"models": ["newsapi.job"], "items": states}]


def asked_state(request) -> str:
    asked = request.GET.get("state")
    return asked if asked in JOB_STATES else "failed"
