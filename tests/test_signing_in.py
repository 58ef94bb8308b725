from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from newsapi.signing_in import SignIn
from newsapi.throttling import Limit
from tests.people import PASSWORD, a_person, signed_in

SIGN_IN = "/admin/login/"


@pytest.fixture(autouse=True)
def nobody_has_tried(db):
    if SignIn.limit:
        SignIn.limit.counts.clear()


def give(client, name="reporter", password=PASSWORD, **options):
    return client.post(SIGN_IN, {"username": name, "password": password}, **options)


def guess(client, times, **options):
    return [give(client, password=f"guess {number}", **options).status_code for number in range(times)]


def change_password(client, **typed):
    new = f"{PASSWORD} 2"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    return client.post("/admin/password_change/", {**fields, **typed})


def look_every_ten_hours(client, since, days):
    for hours in range(10, days * 24 + 10, 10):
        with time_machine.travel(since + timedelta(hours=hours)):
            client.get("/admin/")


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


class TestPassword:
    def test_the_right_password_opens_the_page_that_was_asked_for(self, client):
        a_person()

        answer = give(client, QUERY_STRING="next=/admin/articles/tag/")

        assert (answer.status_code, answer["Location"]) == (302, "/admin/articles/tag/")
        assert is_signed_in(client)

    def test_a_page_of_another_site_is_not_opened(self, client):
        a_person()

        answer = give(client, QUERY_STRING="next=https://evil.example/")

        assert answer["Location"] == "/admin/"

    @pytest.mark.parametrize(
        ("name", "password"),
        [
            ("reporter", "wrong"),
            ("nobody", PASSWORD),
            ("Reporter", PASSWORD),
            ("reporter", f" {PASSWORD}"),
            ("", PASSWORD),
            ("reporter", ""),
            ("x" * 100_000, PASSWORD),
            ("repor\0ter", PASSWORD),
            ("reporter", "\0"),
            ("\ud800".encode("utf-8", "surrogatepass"), PASSWORD),
        ],
    )
    def test_wrong_ones_are_refused_in_words(self, client, name, password):
        a_person()

        answer = give(client, name, password)

        assert answer.status_code == 200
        assert "errornote" in answer.content.decode()
        assert not is_signed_in(client)

    def test_somebody_who_was_deactivated_cannot_sign_in_and_is_signed_out(self, client):
        user = a_person()
        give(client)

        User.objects.filter(pk=user.pk).update(is_active=False)

        assert not is_signed_in(client)
        assert "errornote" in give(client).content.decode()

    def test_whoever_is_signed_in_needs_no_form(self):
        client = signed_in(a_person())

        assert client.get(SIGN_IN)["Location"] == "/admin/"

    def test_an_older_password_is_kept_anew_in_the_costly_way(self, client):
        user = a_person()
        user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
        user.save()

        give(client)

        user.refresh_from_db()
        assert user.password.startswith("scrypt$16384$")

    @pytest.mark.parametrize("password", ["too short 1", "123456789012345", "administrator", "reporter2030"])
    def test_an_easy_password_is_refused(self, password):
        client = signed_in(a_person())

        answer = change_password(client, new_password1=password, new_password2=password)

        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {"new_password2"}

    def test_old_passwords_are_guessed_as_seldom_as_at_the_door(self, client):
        inside = signed_in(a_person())

        statuses = [
            change_password(inside, old_password=f"guess {number}").status_code for number in range(6)
        ]
        refused = change_password(inside)

        assert statuses == [200, 200, 200, 200, 429, 429]
        assert refused.status_code == 429
        assert "Too many tries" in refused.content.decode()
        assert give(client).status_code == 429
        assert AccessAttempt.objects.get().failures_since_start == 5

    def test_a_wrong_old_password_is_told_in_words_and_changes_nothing(self):
        user = a_person()

        answer = change_password(signed_in(user), old_password="guess")

        assert answer.context["form"].errors == {
            "old_password": ["Your old password was entered incorrectly. Please enter it again."]
        }
        assert User.objects.get().password == user.password

    def test_the_right_old_password_forgets_no_wrong_ones(self):
        inside = signed_in(a_person())
        change_password(inside, old_password="guess")

        change_password(inside)

        assert AccessAttempt.objects.get().failures_since_start == 1

    def test_a_changed_password_ends_the_sessions_of_other_browsers(self):
        user = a_person()
        here, elsewhere = signed_in(user), signed_in(user)

        change_password(here)

        assert is_signed_in(here)
        assert not is_signed_in(elsewhere)


class TestLimits:
    def test_the_fifth_wrong_password_is_the_last_and_the_right_one_is_refused_too(self, client):
        a_person()

        assert guess(client, 5) == [200, 200, 200, 200, 429]
        assert give(client).status_code == 429
        assert not is_signed_in(client)

    def test_the_answer_says_when_to_try_again(self, client, settings):
        a_person()
        settings.TIME_ZONE = "Asia/Tashkent"
        with time_machine.travel("2030-01-01T10:00:30Z", tick=False):
            guess(client, 5)
        with time_machine.travel("2030-01-01T10:05:00Z", tick=False):
            answer = give(client)

        assert answer["Retry-After"] == "630"
        assert "private" in answer["Cache-Control"]
        assert "The next one is possible at 15:15, in 11 minutes." in answer.content.decode()

    def test_waiting_helps_and_tries_meanwhile_do_not_prolong_it(self, client):
        a_person()
        now = timezone.now()
        with time_machine.travel(now):
            guess(client, 5)
        with time_machine.travel(now + timedelta(minutes=10)):
            guess(client, 3)
        with time_machine.travel(now + timedelta(minutes=16)):
            give(client)
            answer = client.get("/admin/")

        assert answer.status_code == 200
        assert AccessAttempt.objects.count() == 0

    def test_another_name_and_another_address_are_not_locked(self, client):
        a_person()
        a_person("editor")
        guess(client, 5)

        assert give(client, "editor").status_code == 302
        assert give(Client(), REMOTE_ADDR="192.0.2.1").status_code == 302

    def test_other_browsers_at_the_address_count_together(self, client):
        a_person()
        guess(client, 2, headers={"user-agent": "one"})
        guess(client, 2, headers={"user-agent": "two"})

        assert give(client, password="wrong", headers={"user-agent": "three"}).status_code == 429

    def test_signing_in_forgets_wrong_tries(self, client):
        a_person()
        guess(client, 4)
        give(client)

        assert guess(Client(), 4) == [200, 200, 200, 200]

    def test_behind_a_proxy_the_client_counts_and_cannot_choose_its_address(self, client, settings):
        settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
        a_person()
        guess(client, 4, headers={"x-forwarded-for": "203.0.113.1, 198.51.100.7"})

        forged = give(client, password="x", headers={"x-forwarded-for": "203.0.113.2, 198.51.100.7"})
        other = give(client, headers={"x-forwarded-for": "198.51.100.7, 198.51.100.8"})

        assert (forged.status_code, other.status_code) == (429, 302)

    @pytest.mark.parametrize("address", ["", "unknown", "198.51.100.7:4711", "not, an address"])
    def test_a_proxy_that_names_no_address_locks_all_the_same(self, client, settings, address):
        settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
        a_person()

        assert guess(client, 5, headers={"x-forwarded-for": address})[-1] == 429

    @pytest.mark.parametrize(
        ("one", "other", "status"),
        [
            ("2001:db8::1", "2001:db8::ffff:1", 429),
            ("2001:db8::1", "2001:db8:0:1::1", 302),
            ("192.0.2.1", "::ffff:192.0.2.1", 429),
        ],
    )
    def test_a_network_of_ipv6_counts_as_one_address(self, client, one, other, status):
        a_person()
        guess(client, 5, REMOTE_ADDR=one)

        assert give(Client(), REMOTE_ADDR=other).status_code == status

    def test_nothing_secret_is_kept_of_a_wrong_try(self, client):
        a_person()
        client.post(
            SIGN_IN, {"username": "reporter", "password": "almost right", "csrfmiddlewaretoken": "abc"}
        )

        kept = AccessAttempt.objects.get().post_data
        assert "almost right" not in kept
        assert "abc" not in kept

    def test_the_api_knows_nothing_of_it(self, client):
        a_person()
        guess(client, 5)

        assert client.get("/api/v1/articles/").status_code == 200

    def test_one_address_may_not_try_all_names_at_any_speed(self, client, monkeypatch):
        monkeypatch.setattr(SignIn, "limit", Limit("sign-in", (3, 60)))

        with time_machine.travel("2030-01-01T10:00:20Z", tick=False):
            answers = [give(client, f"name-{number}") for number in range(4)]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[3]["Retry-After"] == "41"

    @pytest.mark.django_db(transaction=True)
    def test_a_burst_tries_no_more_passwords_than_patience(self):
        a_person()

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(guess_elsewhere, range(16)))

        assert sorted(answers) == [200] * 4 + [429] * 12
        assert AccessAttempt.objects.get().failures_since_start == 5


def guess_elsewhere(number):
    try:
        return give(Client(), password=f"guess {number}").status_code
    finally:
        connection.close()


class TestSession:
    def test_it_lasts_half_a_day_for_pages_alone(self, client):
        a_person()

        cookie = give(client).cookies["sessionid"]

        assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (43_200, True, "Lax")

    def test_whoever_works_stays_signed_in(self, client):
        a_person()
        now = timezone.now()
        with time_machine.travel(now):
            give(client)
        with time_machine.travel(now + timedelta(hours=11)):
            client.get("/admin/")
        with time_machine.travel(now + timedelta(hours=22)):
            assert is_signed_in(client)

    def test_whoever_does_nothing_for_half_a_day_is_signed_out(self, client):
        a_person()
        now = timezone.now()
        with time_machine.travel(now):
            give(client)
        with time_machine.travel(now + timedelta(hours=12, minutes=1)):
            assert not is_signed_in(client)

    def test_after_a_week_everybody_signs_in_again(self, client):
        a_person()
        now = timezone.now()
        with time_machine.travel(now):
            give(client)
        look_every_ten_hours(client, now, days=7)
        with time_machine.travel(now + timedelta(days=7, hours=20)):
            assert not is_signed_in(client)

    def test_a_page_costs_no_write(self, client, django_assert_num_queries):
        a_person()
        give(client)
        client.get("/admin/password_change/")

        with django_assert_num_queries(2):  # session, user
            client.get("/admin/jsi18n/")
