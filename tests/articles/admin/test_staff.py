import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles import rights
from newsapi import attempts
from tests.builders import a_section
from tests.people import PASSWORD, a_person, a_superuser, signed_in

LIST, ADD = "/admin/auth/user/", "/admin/auth/user/add/"
NEW_PASSWORD = "another long pass phrase"

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return a_person("chief", "chief_editor", first_name="Karima")


@pytest.fixture
def client(chief):
    return signed_in(chief)


@pytest.fixture
def world():
    return a_section("world")


def page_of(person):
    return reverse("admin:auth_user_change", args=[person.pk])


def password_page_of(person):
    return reverse("admin:auth_user_password_change", args=[person.pk])


def sent_for(person, **changes):
    """What the browser sends for the person when nothing but the changes was typed."""
    membership = getattr(person, "membership", None)
    return {
        "username": person.username,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "role": membership.role if membership else "reporter",
        "sections": [section.pk for section in membership.sections.all()] if membership else [],
        "is_active": "on",
        **changes,
    }


def sent_for_new(world, **changes):
    return {
        "username": "nodira",
        "first_name": "Nodira",
        "last_name": "Saidova",
        "email": "nodira@news.example",
        "role": "reporter",
        "sections": [world.pk],
        "password1": PASSWORD,
        "password2": PASSWORD,
        **changes,
    }


class TestAdding:
    def test_a_person_is_added_with_role_and_sections_in_one_form(self, client, world):
        answer = client.post(ADD, sent_for_new(world))

        nodira = User.objects.get(username="nodira")
        assert answer.status_code == 302
        assert (nodira.get_full_name(), nodira.is_staff, nodira.is_superuser) == (
            "Nodira Saidova",
            True,
            False,
        )
        assert rights.role_of(nodira) == "reporter"
        assert rights.sections_of(nodira) == {world.pk}
        assert nodira.check_password(PASSWORD)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"sections": []}, "sections"),
            ({"role": "editor", "sections": []}, "sections"),
            ({"role": "publisher"}, "role"),
            ({"role": ""}, "role"),
            ({"password1": "short", "password2": "short"}, "password2"),
            ({"password2": NEW_PASSWORD}, "password2"),
            ({"password1": "", "password2": ""}, "password1"),
            ({"username": "Chief"}, "username"),
        ],
    )
    def test_a_form_that_says_too_little_adds_nobody(self, client, world, changes, field):
        answer = client.post(ADD, sent_for_new(world, **changes))

        assert answer.status_code == 200
        assert field in answer.context["adminform"].form.errors
        assert User.objects.count() == 1

    @pytest.mark.parametrize("role", ["chief_editor", "photo_desk", "weather_desk"])
    def test_who_works_in_no_section_needs_none(self, client, world, role):
        client.post(ADD, sent_for_new(world, role=role, sections=[]))

        assert rights.role_of(User.objects.get(username="nodira")) == role

    def test_nobody_becomes_a_superuser_by_what_a_browser_sends(self, client, world):
        permission = Permission.objects.first()
        client.post(
            ADD, sent_for_new(world, is_superuser="on", user_permissions=[permission.pk], groups=["1"])
        )

        nodira = User.objects.get(username="nodira")
        assert not nodira.is_superuser
        assert nodira.user_permissions.count() == nodira.groups.count() == 0


class TestChanging:
    def test_a_new_role_is_kept_and_told_in_the_history(self, client, world):
        person = a_person("nodira", "reporter", [world])

        client.post(page_of(person), sent_for(person, role="editor"))

        assert rights.role_of(User.objects.get(pk=person.pk)) == "editor"
        assert "Role" in LogEntry.objects.get().get_change_message()

    def test_a_form_sent_as_it_was_changes_nothing(self, client, world):
        person = a_person("nodira", "editor", [world])

        client.post(page_of(person), sent_for(person))

        again = User.objects.get(pk=person.pk)
        assert rights.role_of(again) == "editor"
        assert rights.sections_of(again) == {world.pk}
        assert again.check_password(PASSWORD)
        assert LogEntry.objects.get().get_change_message() == "No fields changed."

    def test_somebody_without_a_role_is_given_one(self, client, world):
        person = a_person("nodira")
        person.membership.delete()

        client.post(page_of(person), sent_for(User.objects.get(pk=person.pk), sections=[world.pk]))

        assert rights.role_of(User.objects.get(pk=person.pk)) == "reporter"

    def test_whoever_leaves_is_deactivated_and_loses_the_open_session(self, client, world):
        person = a_person("nodira", "reporter", [world])
        theirs = signed_in(person)
        sent = sent_for(person)
        del sent["is_active"]

        client.post(page_of(person), sent)

        assert theirs.get("/admin/").status_code == 302
        assert User.objects.filter(pk=person.pk, is_active=False).exists()

    def test_nobody_is_deleted(self, client, world):
        person = a_person("nodira", "reporter", [world])

        page = client.post(reverse("admin:auth_user_delete", args=[person.pk]), {"post": "yes"})
        client.post(LIST, {"action": "delete_selected", "_selected_action": person.pk, "post": "yes"})

        assert page.status_code == 403
        assert User.objects.filter(pk=person.pk).exists()

    def test_a_superuser_deletes_nobody_either(self, world):
        person = a_person("nodira", "reporter", [world])

        page = signed_in(a_superuser()).post(
            reverse("admin:auth_user_delete", args=[person.pk]), {"post": "yes"}
        )

        assert page.status_code == 403

    def test_extra_fields_make_no_superuser_of_anybody(self, client, world):
        person = a_person("nodira", "reporter", [world])

        client.post(
            page_of(person),
            sent_for(
                person, is_superuser="on", is_staff="", groups=["1"], password="x", user_permissions=["1"]
            ),
        )

        again = User.objects.get(pk=person.pk)
        assert (again.is_superuser, again.is_staff) == (False, True)
        assert again.user_permissions.count() == 0
        assert again.check_password(PASSWORD)


class TestOneself:
    def test_nobody_changes_their_own_role_sections_or_access(self, client, chief, world):
        sent = sent_for(chief, role="photo_desk", sections=[world.pk], first_name="Karima Z.")
        del sent["is_active"]

        client.post(page_of(chief), sent)

        again = User.objects.get(pk=chief.pk)
        assert rights.role_of(again) == "chief_editor"
        assert again.membership.sections.count() == 0
        assert again.first_name == "Karima Z."

    def test_ones_own_password_and_second_factor_are_not_reset_here(self, client, chief):
        TOTPDevice.objects.create(user=chief)

        client.post(page_of(chief), sent_for(chief, reset_second_factor="on", unlock="on"))
        answer = client.post(password_page_of(chief), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        other_spelling = client.post(
            f"/admin/auth/user/0{chief.pk}/password/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        )

        assert (answer.status_code, other_spelling.status_code) == (403, 403)
        assert TOTPDevice.objects.filter(user=chief).exists()
        assert User.objects.get(pk=chief.pk).check_password(PASSWORD)

    @pytest.mark.parametrize("role", ["reporter", "editor", "photo_desk", "weather_desk"])
    def test_other_roles_do_not_reach_the_page_of_anybody(self, role, world):
        somebody = a_person("somebody", role, [world])
        client = signed_in(somebody)

        pages = [LIST, ADD, page_of(somebody), password_page_of(somebody)]

        assert [client.get(page).status_code for page in pages] == [403] * 4
        assert [client.post(page, sent_for(somebody, role="chief_editor")).status_code for page in pages] == [
            403
        ] * 4
        assert rights.role_of(User.objects.get(pk=somebody.pk)) == role


class TestSuperusers:
    @pytest.fixture
    def root(self):
        return a_superuser("root")

    def test_a_chief_editor_sees_them_and_changes_nothing(self, client, root):
        TOTPDevice.objects.create(user=root)

        page = client.get(page_of(root))
        answer = client.post(
            page_of(root),
            sent_for(root, username="mine", email="mine@evil.example", reset_second_factor="on"),
        )

        assert (page.status_code, answer.status_code) == (200, 403)
        assert page.context["has_change_permission"] is False
        assert "/password/" not in page.content.decode()
        assert User.objects.filter(username="root", email="").exists()
        assert TOTPDevice.objects.filter(user=root).exists()

    def test_a_chief_editor_cannot_take_over_their_account(self, client, root):
        answer = client.post(password_page_of(root), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

        assert answer.status_code == 403
        assert User.objects.get(pk=root.pk).check_password(PASSWORD)

    def test_another_superuser_may_help_them(self, root):
        other = signed_in(a_superuser("other"))

        answer = other.post(password_page_of(root), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

        assert answer.status_code == 302
        assert User.objects.get(pk=root.pk).check_password(NEW_PASSWORD)

    def test_their_page_gives_them_no_role(self, root):
        other = signed_in(a_superuser("other"))

        other.post(page_of(root), sent_for(root, role="reporter", first_name="Root"))

        again = User.objects.get(pk=root.pk)
        assert (again.first_name, again.is_superuser, hasattr(again, "membership")) == ("Root", True, False)


class TestHelp:
    def test_a_new_password_signs_the_person_out_everywhere(self, client, world):
        person = a_person("nodira", "reporter", [world])
        theirs = signed_in(person)

        client.post(password_page_of(person), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

        assert theirs.get("/admin/").status_code == 302
        assert User.objects.get(pk=person.pk).check_password(NEW_PASSWORD)

    def test_an_easy_password_is_refused(self, client, world):
        person = a_person("nodira", "reporter", [world])

        answer = client.post(password_page_of(person), {"password1": "short", "password2": "short"})

        assert answer.status_code == 200
        assert "at least 12 characters" in answer.content.decode()

    def test_a_second_factor_that_is_lost_is_reset(self, client, world):
        person = a_person("nodira", "reporter", [world])
        TOTPDevice.objects.create(user=person)

        offered = "Reset the second factor" in client.get(page_of(person)).content.decode()
        client.post(page_of(person), sent_for(person, reset_second_factor="on"))

        assert offered
        assert TOTPDevice.objects.count() == 0
        assert "Reset the second factor" not in client.get(page_of(person)).content.decode()

    def test_whoever_has_the_lost_phone_is_signed_out(self, client, world):
        person, other = a_person("nodira", "reporter", [world]), a_person("aziz", "reporter", [world])
        TOTPDevice.objects.create(user=person)
        phone, colleague = signed_in(person), signed_in(other)

        client.post(page_of(person), sent_for(person, first_name="Nodira"))
        assert phone.get("/admin/").status_code == 200
        client.post(page_of(person), sent_for(person, reset_second_factor="on"))

        assert phone.get("/admin/").status_code == 302
        assert (colleague.get("/admin/").status_code, client.get("/admin/").status_code) == (200, 200)

    def test_somebody_who_is_locked_out_is_let_in_again(self, client, world):
        person = a_person("nodira", "reporter", [world])
        nodira = signed_in(a_person("nobody"))
        nodira.logout()
        for number in range(5):
            nodira.post("/admin/login/", {"username": "nodira", "password": f"guess {number}"})

        offered = "Unlock" in client.get(page_of(person)).content.decode()
        client.post(page_of(person), sent_for(person, unlock="on"))

        assert offered
        assert not attempts.is_locked("nodira")
        assert nodira.post("/admin/login/", {"username": "nodira", "password": PASSWORD}).status_code == 302

    def test_there_is_nothing_to_unlock_or_reset_for_most(self, client, world):
        page = client.get(page_of(a_person("nodira", "reporter", [world]))).content.decode()

        assert "Unlock" not in page
        assert "Reset the second factor" not in page


class TestList:
    def test_it_shows_who_is_what(self, client, world):
        nodira = a_person("nodira", "reporter", [world, a_section("sport", position=1)], first_name="Nodira")
        TOTPDevice.objects.create(user=nodira)
        a_superuser("root")

        page = client.get(LIST)

        admin, people = page.context["cl"].model_admin, page.context["cl"].result_list
        assert [
            (
                person.username,
                str(admin.role(person)),
                admin.sections(person),
                admin.has_second_factor(person),
            )
            for person in people
        ] == [
            ("chief", "chief editor", "", False),
            ("nodira", "reporter", "Sport, World", True),
            ("root", "superuser", None, False),
        ]

    def test_it_costs_the_same_however_many_people_there_are(
        self, client, world, django_assert_max_num_queries
    ):
        for number in range(12):
            a_person(f"person-{number}", "reporter", [world])

        with django_assert_max_num_queries(
            10
        ):  # session, me, my role, my rights (2), count, people, sections …
            page = client.get(LIST)

        assert page.status_code == 200

    @pytest.mark.parametrize(("query", "count"), [("q=nodira", 1), ("membership__role__exact=reporter", 1)])
    def test_it_can_be_searched_and_filtered(self, client, world, query, count):
        a_person("nodira", "reporter", [world])

        assert client.get(f"{LIST}?{query}").context["cl"].result_count == count

    @pytest.mark.parametrize("lookup", ["password__startswith=s", "totpdevice__key__startswith=a"])
    def test_secrets_cannot_be_guessed_by_filters(self, client, lookup):
        assert client.get(f"{LIST}?{lookup}").status_code == 400
