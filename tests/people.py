"""Who works in the newsroom of the tests."""

from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Membership

PASSWORD = "a long enough pass phrase"


@cache
def kept_password() -> str:
    """PASSWORD as accounts keep it, which is costly to make."""
    return make_password(PASSWORD)


def a_person(name="reporter", role="reporter", sections=(), **fields) -> User:
    """Somebody who may sign in with PASSWORD."""
    user = User.objects.create(username=name, password=kept_password(), is_staff=True, **fields)
    Membership.objects.create(user=user, role=role).sections.set(sections)
    return user


def a_superuser(name="root") -> User:
    return User.objects.create(username=name, password=kept_password(), is_staff=True, is_superuser=True)


def signed_in(user: User) -> Client:
    """A browser of somebody who has signed in."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
