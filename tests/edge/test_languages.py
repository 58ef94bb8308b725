"""Whatever a browser says of its languages, the edge brings it down to what the origin makes of it."""

import string
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsapi import locales
from tests.edge.varnish import NEEDS_VARNISH

pytestmark = NEEDS_VARNISH
numbers = count(1)
TAGS = [
    *(
        "uz",
        "ru",
        "en",
        "uz-UZ",
        "uz-Cyrl",
        "uz-Cyrl-UZ",
        "uz-latn-uz-cyrl",
        "ru-RU",
        "RU",
        "en-US",
        "en-001",
    ),
    *(
        "ru-Cyrl",
        "de",
        "de-DE",
        "zh-Hans-CN",
        "*",
        "uzb",
        "english",
        "sr-Cyrl",
        "tg",
        "e",
        "r-u",
        "en-*",
        "",
        "-uz",
        "ru_RU",
    ),
]
QUALITIES = [
    *("", ";q=1", ";q=1.0", ";q=0", ";q=0.0", ";q=0.", ";q=0.9", ";q=0.8", ";q=0.3", ";q=0.1"),
    *(" ; q=0.5", ";q=0.85", ";q=0.123", ";q=2", ";q=0.1234", ";Q=0.7", ";level=1", ";q=0.05"),
]
PARTS = st.builds(str.__add__, st.sampled_from(TAGS), st.sampled_from(QUALITIES))
LISTS = st.builds(
    lambda separator, parts: separator.join(parts),
    st.sampled_from([",", ", ", " , ", ",,", ", ,", ";"]),
    st.lists(PARTS, min_size=1, max_size=5),
)
TEXTS = st.text(string.ascii_letters + string.digits + "-;,=.* _q", min_size=1, max_size=40)


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.one_of(LISTS, TEXTS))
@example("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7")
@example("de-DE,en;q=0.5,ru;q=0.8")
@example("de,uz-Cyrl;q=0.8,ru;q=0.8")
@example(", ".join(["de"] * 200 + ["ru"]))
@example("en," + "ru," * 130 + "uz;q=0")
@example("en-US,en;q=0.5")
@example("en,ru;q=0.9,en-US;q=0.8")
@example(",ru")
@example("ru, ,en")
@example("de,,en;q=0.3,")
@example("en;q=0.2,bad;q=x")
@example("*")
@example("*;q=0.5,ru;q=0.1")
@example("en;q=0.5, *;q=0.5, ru;q=0.5")
@example("uz;q=0,*")
@example("uz;q=0")
@example("de,uz;q=0.0")
@example("uz;q=0,uz-Cyrl;q=0.1")
@example("ru;q=0,ru-RU;q=0.1")
def test_the_origin_chooses_as_it_would_have_without_the_edge(before_scripted, scripted, header):
    path = f"/{next(numbers)}/"

    before_scripted.ask(path, Accept_Language=header.strip() or "ru")

    passed_on = scripted.seen[-1].headers["Accept-Language"]
    assert locales.accepted(passed_on or "") == locales.accepted(header.strip() or "ru")


def test_all_that_mean_one_language_become_one_word(before_scripted, scripted):
    headers = ["ru", "RU-ru", "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "de, en;q=0.4, ru;q=0.8", "ru;q=0.7"]

    for number, header in enumerate(headers):
        before_scripted.ask(f"/{number}/", Accept_Language=header)

    assert [each.headers["Accept-Language"] for each in scripted.seen] == ["ru"] * len(headers)


def test_what_browsers_send_becomes_the_locale_that_they_prefer(before_scripted, scripted):
    headers = ["en-US,en;q=0.5", "ru-RU,ru;q=0.8,en-US;q=0.5,en;q=0.3", "uz-Cyrl-UZ,uz;q=0.9,ru;q=0.8"]

    for number, header in enumerate(headers):
        before_scripted.ask(f"/{number}/", Accept_Language=header)

    assert [each.headers["Accept-Language"] for each in scripted.seen] == ["en", "ru", "uz-cyrl"]


def test_what_prefers_no_language_of_the_site_becomes_nothing(before_scripted, scripted):
    headers = ["*", "de-DE,de;q=0.9", "kk"]

    for number, header in enumerate(headers):
        before_scripted.ask(f"/{number}/", Accept_Language=header)

    assert [each.headers["Accept-Language"] for each in scripted.seen] == [None] * len(headers)
