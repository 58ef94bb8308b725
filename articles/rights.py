"""What each role of the newsroom may do, and in which sections: one table, asked by every page and act."""

from django.contrib.auth.backends import BaseBackend

from articles.models import Article, Membership

Role = Membership.Role


def on(model: str, *verbs: str) -> set[str]:
    app, _, name = model.partition(".")
    return {f"{app}.{verb}_{name}" for verb in verbs}


READ = set().union(
    *(on(f"articles.{name}", "view") for name in ("article", "section", "tag", "author", "image", "revision"))
)
WRITE = (
    READ | on("articles.article", "add", "change") | on("articles.image", "add") | on("newsapi.purge", "view")
)
EDIT = (
    WRITE
    | on("newsapi.purge", "change")  # tells caches once more
    | on("articles.article", "delete")
    | on("articles.image", "change")  # readers see that at once
    | on("articles.tag", "add", "change")
    | on("articles.author", "add", "change")
    | on("articles.trashedarticle", "view")
    | on("articles.viewtotal", "view")
    | on("articles.hourlyviews", "view")
)
WEATHER = set().union(
    *(on(f"weather.{name}", "view", "add", "change", "delete") for name in ("place", "snapshot"))
)
PERMISSIONS: dict[str, set[str]] = {
    Role.REPORTER: WRITE,
    Role.EDITOR: EDIT,
    Role.CHIEF_EDITOR: EDIT
    | WEATHER
    | set().union(
        *(
            on(f"articles.{name}", "view", "add", "change", "delete")
            for name in ("section", "tag", "author", "image", "formerslug")
        )
    )
    | on("auth.user", "view", "add", "change")
    | on("newsapi.joberror", "view", "change"),
    Role.PHOTO_DESK: READ | on("articles.image", "add", "change", "delete"),
    Role.WEATHER_DESK: WEATHER,
}
PUBLISHERS = {Role.EDITOR, Role.CHIEF_EDITOR}
WRITERS = {Role.REPORTER, *PUBLISHERS}
IN_SECTIONS = {Role.REPORTER, Role.EDITOR}  # whose rights end where their sections do


class RoleBackend(BaseBackend):
    """Gives members of the newsroom the permissions of their role."""

    def get_all_permissions(self, user, obj=None):
        role = role_of(user)
        return PERMISSIONS.get(role, set()) if role and obj is None else set()

    def has_perm(self, user, perm, obj=None):
        return perm in self.get_all_permissions(user, obj)

    def has_module_perms(self, user, app_label):
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user))


def role_of(user) -> str | None:
    """The role of a person who may sign in; None for anybody else."""
    if not user.is_active or not user.is_staff:
        return None
    if user.is_superuser:
        return Role.CHIEF_EDITOR
    return user.membership.role if hasattr(user, "membership") else None


def sections_of(user) -> frozenset[int] | None:
    """The ids of the sections that the user works in; None: all."""
    if role_of(user) == Role.CHIEF_EDITOR:
        return None
    if not hasattr(user, "membership"):
        return frozenset()
    if not hasattr(user, "section_ids"):
        user.section_ids = frozenset(user.membership.sections.values_list("pk", flat=True))
    return user.section_ids


def works_in(user, section_id: int | None) -> bool:
    sections = sections_of(user)
    return sections is None or section_id in sections


def may_write(user, article: Article) -> bool:
    """Text, of a draft or of the next version of what readers see."""
    return role_of(user) in WRITERS and works_in(user, article.section_id)


def may_add_to(user, story: str) -> bool:
    """One more edition: of a story that is new, or of which the user may write another."""
    editions = list(Article.objects.filter(story=story).only("section_id"))
    return not editions or any(may_write(user, edition) for edition in editions)


def may_publish(user, article: Article) -> bool:
    """Everything that readers notice: publish, schedule, withdraw, correct, put into the trash."""
    return role_of(user) in PUBLISHERS and works_in(user, article.section_id)
