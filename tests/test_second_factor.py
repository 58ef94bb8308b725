import re
import time
from base64 import b32decode
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsapi import second_factor
from tests.people import PASSWORD, a_person, signed_in

SIGN_IN, CODE, PAGE = "/admin/login/", "/admin/login/code/", "/admin/second-factor/"
KEY = "00" * 20

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_clock_that_stands():
    with time_machine.travel(timezone.now(), tick=False):
        yield


def code(key=KEY, ahead=0):
    """What an app with the key shows now or some seconds ahead."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + ahead
    return f"{totp.token():06}"


def wrong_code():
    return f"{(int(code()) + 500_000) % 1_000_000:06}"


@pytest.fixture
def careful():
    """Somebody whose app has KEY; none of its codes has been used."""
    user = a_person("careful")
    TOTPDevice.objects.create(user=user, key=KEY)
    return user


def give_password(client, **options):
    return client.post(SIGN_IN, {"username": "careful", "password": PASSWORD}, **options)


def give_code(client, given, **options):
    return client.post(CODE, {"code": given}, **options)


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


class TestSigningIn:
    def test_the_password_leads_to_the_code_and_the_code_to_the_page_asked_for(self, client, careful):
        password = give_password(client, QUERY_STRING="next=/admin/articles/tag/")
        answer = client.post(password["Location"], {"code": code()})

        assert password["Location"] == "/admin/login/code/?next=%2Fadmin%2Farticles%2Ftag%2F"
        assert answer["Location"] == "/admin/articles/tag/"
        assert is_signed_in(client)

    def test_the_password_alone_opens_nothing(self, client, careful):
        give_password(client)

        assert not is_signed_in(client)
        assert client.get(PAGE).status_code == 302

    def test_a_code_without_a_password_opens_nothing(self, client, careful):
        answer = give_code(client, code())

        assert answer["Location"] == SIGN_IN
        assert not is_signed_in(client)

    def test_the_code_may_be_written_with_a_space(self, client, careful):
        give_password(client)
        give_code(client, f"{code()[:3]} {code()[3:]}")

        assert is_signed_in(client)

    @pytest.mark.parametrize("given", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdefgh", "12 34\0", "x" * 1_000])
    def test_what_is_no_code_is_refused_in_words(self, client, careful, given):
        give_password(client)

        answer = give_code(client, given)

        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {"code"}
        assert not is_signed_in(client)

    def test_a_code_is_good_once(self, client, careful):
        used = code()
        give_password(client)
        give_code(client, used)

        other = Client()
        give_password(other)
        answer = give_code(other, used)

        assert "is wrong or has been used" in answer.content.decode()
        assert not is_signed_in(other)

    @pytest.mark.parametrize(("seconds", "is_good"), [(-90, False), (-30, True), (30, True), (90, False)])
    def test_a_clock_may_be_half_a_minute_off(self, client, careful, seconds, is_good):
        give_password(client)
        give_code(client, code(ahead=seconds))

        assert is_signed_in(client) is is_good

    def test_wrong_codes_count_like_wrong_passwords(self, client, careful):
        client.post(SIGN_IN, {"username": "careful", "password": "wrong"})
        client.post(SIGN_IN, {"username": "careful", "password": "wrong"})
        give_password(client)

        answers = [give_code(client, wrong_code()).status_code for _ in range(4)]

        assert answers == [200, 200, 429, 429]
        assert give_password(client).status_code == 429
        assert AccessAttempt.objects.get().failures_since_start == 5

    def test_starting_again_with_the_password_forgets_no_wrong_codes(self, client, careful):
        give_password(client)
        give_code(client, wrong_code())
        give_password(client)

        assert AccessAttempt.objects.get().failures_since_start == 1

    def test_after_a_wrong_code_there_is_a_pause_whatever_the_address(self, client, careful):
        now = timezone.now()
        with time_machine.travel(now, tick=False):
            give_password(client)
            give_code(client, wrong_code())
            give_code(client, wrong_code(), REMOTE_ADDR="192.0.2.1")
            give_code(client, code(), REMOTE_ADDR="192.0.2.2")

        assert not is_signed_in(client)

    def test_the_password_is_forgotten_after_five_minutes(self, client, careful):
        now = timezone.now()
        with time_machine.travel(now):
            give_password(client)
        with time_machine.travel(now + timedelta(minutes=6)):
            answer = give_code(client, code())

        assert answer["Location"] == SIGN_IN

    def test_a_password_that_changes_between_the_steps_counts_no_more(self, client, careful):
        give_password(client)
        careful.set_password("another long pass phrase")
        careful.save()

        assert give_code(client, code())["Location"] == SIGN_IN

    def test_somebody_who_is_deactivated_between_the_steps_stays_outside(self, client, careful):
        give_password(client)
        careful.is_active = False
        careful.save()

        assert give_code(client, code())["Location"] == SIGN_IN

    def test_the_code_of_another_person_is_refused(self, client, careful):
        TOTPDevice.objects.create(user=a_person("other"), key="11" * 20)
        give_password(client)
        give_code(client, code("11" * 20))

        assert not is_signed_in(client)

    def test_a_recovery_code_signs_in_once(self, client, careful):
        recovery = second_factor.new_recovery_codes(careful)[0]
        give_password(client)
        give_code(client, recovery.upper())

        other = Client()
        give_password(other)
        give_code(other, recovery)

        assert is_signed_in(client)
        assert not is_signed_in(other)
        assert second_factor.recovery_codes_left(careful) == 9

    def test_a_code_page_is_kept_nowhere(self, client, careful):
        give_password(client)

        assert client.get(CODE)["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"

    def test_the_session_gets_a_new_name(self, client, careful):
        give_password(client)
        before = client.cookies["sessionid"].value
        give_code(client, code())

        assert client.cookies["sessionid"].value != before


@pytest.fixture
def at_home(client):
    """Somebody who has signed in without a second factor."""
    return signed_in(a_person("careful"))


def new_key(client):
    """The key of the page as an app has it, and as the page sends it back."""
    shown = client.get(PAGE).context
    return b32decode(shown["key"]).hex(), shown["signed_key"]


class TestSwitchingOn:
    def test_a_code_of_the_new_key_switches_it_on_and_recovery_codes_are_shown_once(self, at_home):
        key, signed = new_key(at_home)

        answer = at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key)})

        codes = re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", answer.content.decode())
        assert len(set(codes)) == StaticToken.objects.count() == 10
        assert TOTPDevice.objects.get().key == key
        assert codes[0] not in at_home.get(PAGE).content.decode()

    def test_the_session_goes_on_and_the_next_sign_in_asks_for_a_code_that_is_new(self, at_home, client):
        key, signed = new_key(at_home)
        at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key)})

        give_password(client)
        used = give_code(client, code(key))
        with time_machine.travel(timezone.now() + timedelta(seconds=30)):
            fresh = give_code(client, code(key))

        assert is_signed_in(at_home)
        assert (used.status_code, fresh.status_code) == (200, 302)

    def test_it_ends_the_sessions_of_other_browsers(self, at_home):
        elsewhere = signed_in(User.objects.get())
        key, signed = new_key(at_home)

        at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key)})

        assert is_signed_in(at_home)
        assert not is_signed_in(elsewhere)

    def test_it_ends_a_sign_in_that_has_had_its_password_and_not_its_code(self, at_home, client):
        TOTPDevice.objects.create(user=User.objects.get(), key=KEY)
        give_password(client)
        TOTPDevice.objects.all().delete()
        key, signed = new_key(at_home)

        at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key)})

        assert give_code(client, code(key, ahead=30))["Location"] == SIGN_IN

    def test_what_is_wrongly_confirmed_ends_no_session(self, at_home):
        elsewhere = signed_in(User.objects.get())
        _key, signed = new_key(at_home)

        at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": "000000"})

        assert is_signed_in(elsewhere)

    def test_a_password_that_is_changed_meanwhile_stays_changed(self, at_home, monkeypatch):
        def changed_meanwhile(*args):
            user = User.objects.get()
            user.set_password("another long pass phrase")
            user.save()
            return TOTPDevice.objects.create(user=user, key=KEY)

        monkeypatch.setattr(second_factor, "switch_on", changed_meanwhile)
        key, signed = new_key(at_home)

        at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key)})

        assert User.objects.get().check_password("another long pass phrase")
        assert not is_signed_in(at_home)

    def test_looking_at_the_page_changes_nothing(self, at_home):
        first, second = new_key(at_home), new_key(at_home)

        assert first != second
        assert TOTPDevice.objects.count() == 0

    def test_the_picture_says_what_the_text_says_and_comes_from_nowhere_else(self, at_home):
        page = at_home.get(PAGE)

        assert page.context["picture"].startswith("<svg ")
        assert page.context["key"] in page.content.decode()
        assert "no-store" in page["Cache-Control"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"password": "wrong"}, "password"),
            ({"code": "000000"}, "code"),
            ({"code": ""}, "code"),
            ({"code": "abcdef"}, "code"),
        ],
    )
    def test_a_wrong_confirmation_changes_nothing_and_keeps_the_key(self, at_home, changes, field):
        key, signed = new_key(at_home)

        answer = at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key), **changes})

        assert answer.context["form"].errors.keys() == {field}
        assert b32decode(answer.context["key"]).hex() == key
        assert TOTPDevice.objects.count() == 0

    @pytest.mark.parametrize("key", ["", KEY, "made:up"])
    def test_a_key_that_the_page_has_not_made_is_refused(self, at_home, key):
        answer = at_home.post(PAGE, {"key": key, "password": PASSWORD, "code": code()})

        assert answer["Location"] == PAGE
        assert TOTPDevice.objects.count() == 0

    def test_a_key_of_another_persons_page_is_refused(self, at_home):
        key, signed = new_key(signed_in(a_person("stranger")))

        at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key)})

        assert TOTPDevice.objects.count() == 0

    def test_wrong_passwords_on_the_page_count(self, at_home):
        _key, signed = new_key(at_home)
        answers = [
            at_home.post(PAGE, {"key": signed, "password": f"{number}", "code": "123456"}).status_code
            for number in range(6)
        ]

        assert answers == [200, 200, 200, 200, 429, 429]


@pytest.fixture
def inside(client, careful):
    """Somebody careful who has signed in; the code is used."""
    give_password(client)
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        give_code(client, code())
    return client


class TestSwitchingOff:
    def test_it_takes_password_and_code(self, inside):
        answer = inside.post(PAGE, {"password": PASSWORD, "code": code(), "off": ""})

        assert answer["Location"] == PAGE
        assert TOTPDevice.objects.count() == 0
        assert give_password(Client())["Location"] == "/admin/"

    def test_it_ends_the_sessions_of_other_browsers(self, inside, careful):
        elsewhere = signed_in(careful)

        inside.post(PAGE, {"password": PASSWORD, "code": code(), "off": ""})

        assert is_signed_in(inside)
        assert not is_signed_in(elsewhere)

    @pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"code": "12345"}, {"code": "abcdefgh"}])
    def test_either_alone_does_nothing_and_counts(self, inside, wrong):
        inside.post(PAGE, {"password": PASSWORD, "code": code(), "off": "", **wrong})

        assert TOTPDevice.objects.count() == 1
        assert AccessAttempt.objects.get().failures_since_start == 1

    def test_new_recovery_codes_end_the_older_ones(self, inside, careful):
        older = second_factor.new_recovery_codes(careful)

        answer = inside.post(PAGE, {"password": PASSWORD, "code": code(), "codes": ""})

        assert len(answer.context["codes"]) == 10
        assert second_factor.match(careful, older[0]) is None
        assert second_factor.recovery_codes_left(careful) == 10

    def test_the_page_says_how_many_recovery_codes_are_left(self, inside, careful):
        second_factor.match(careful, second_factor.new_recovery_codes(careful)[0])

        assert "You have 9 recovery codes left" in inside.get(PAGE).content.decode()


class TestRequired:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.REQUIRE_SECOND_FACTOR = True

    @pytest.mark.parametrize("path", ["/admin/", "/admin/password_change/", "/admin/articles/article/add/"])
    def test_whoever_has_none_is_led_to_the_page_first(self, at_home, path):
        assert at_home.get(path)["Location"] == PAGE

    def test_the_page_itself_says_why_and_signing_out_is_possible(self, at_home):
        assert "This newsroom asks everybody for a second factor." in at_home.get(PAGE).content.decode()
        assert at_home.post("/admin/logout/").status_code == 200

    def test_once_it_is_on_all_pages_open(self, at_home):
        key, signed = new_key(at_home)
        at_home.post(PAGE, {"key": signed, "password": PASSWORD, "code": code(key)})

        assert is_signed_in(at_home)

    def test_it_cannot_be_switched_off(self, inside):
        inside.post(PAGE, {"password": PASSWORD, "code": code(), "off": ""})

        assert TOTPDevice.objects.count() == 1

    def test_a_session_of_before_signs_in_anew(self, careful):
        assert signed_in(careful).get("/admin/")["Location"] == PAGE

    def test_readers_notice_nothing(self, client):
        assert client.get("/api/v1/articles/").status_code == 200
        assert client.get(SIGN_IN).status_code == 200
