"""Who works in the newsroom of the tests."""

from django.contrib.auth.models import User
from django.test import Client

from articles.models import Membership

PASSWORD = "a long enough pass phrase"


def a_person(name="reporter", role="reporter", sections=(), **fields) -> User:
    """Somebody who may sign in with PASSWORD."""
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, **fields)
    Membership.objects.create(user=user, role=role).sections.set(sections)
    return user


def a_superuser(name="root") -> User:
    return User.objects.create_superuser(name, password=PASSWORD)


def signed_in(user: User) -> Client:
    """A browser of somebody who has signed in."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
