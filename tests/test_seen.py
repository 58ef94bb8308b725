"""Two people have one page of the admin open: neither undoes unseen what the other has stored."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse
from lxml import html

from articles import photo_desk
from articles.models import Section
from tests.builders import a_section, a_tag, an_author, an_image
from tests.people import a_person, a_superuser, signed_in
from tests.pictures import a_picture_of_ours, halves
from tests.waiting import WAIT_UNTIL_SOMEBODY_WAITS
from tests.weather.builders import a_place, a_snapshot

CHANGED = (
    "Somebody else has changed this since you opened it. "
    "Saving again puts what you see here in the place of what is stored: "
)
DELETED = "Somebody else has deleted this since you opened it."


def page_of(entry) -> str:
    return reverse(f"admin:{entry._meta.label_lower.replace('.', '_')}_change", args=[entry.pk])


def sent(page, **changes) -> dict:
    """What a browser sends of the page."""
    [form] = html.fromstring(page.text).xpath(f"//form[@id='{page.context['opts'].model_name}_form']")
    return {**dict(form.form_values()), "_save": "Save", **changes}


def refusals(page) -> list[str]:
    return page.context["adminform"].form.non_field_errors()


@pytest.fixture
def client(db):
    return signed_in(a_superuser())


@pytest.fixture
def section(db):
    return a_section("world", name_en="World", name_ru="", name_uz="")


def test_the_second_is_told_what_the_first_stored(client, section):
    seen = client.get(page_of(section))
    Section.objects.update(name_en="The world", name_ru="Мир")

    page = client.post(page_of(section), sent(seen, name_en="Abroad", position="7"))

    assert refusals(page) == [f"{CHANGED}Name in Russian: Мир; Name in English: The world; Position: 100"]
    assert (page.status_code, Section.objects.get().name_en) == (200, "The world")


def test_of_two_who_say_the_same_both_have_saved_it(client, section):
    seen = client.get(page_of(section))
    Section.objects.update(name_en="Abroad")

    answer = client.post(page_of(section), sent(seen, name_en="Abroad"))

    assert (answer.status_code, Section.objects.get().name_en) == (302, "Abroad")


def test_a_picture_that_was_replaced_by_another_file_is_told_of(client, media):
    image = a_picture_of_ours(halves(1_200, 400))
    seen = client.get(page_of(image))
    photo_desk.replace(image, halves(800, 800), "square.png")

    page = client.post(page_of(image), sent(seen, focal_x="0.1"))

    image.refresh_from_db()
    assert refusals(page) == [f"{CHANGED}Focal point across: 0.5; File: {image.file}"]
    assert image.focal_x == 0.5


def test_what_was_typed_is_still_there_and_stored_when_it_is_sent_again(client, section):
    seen = client.get(page_of(section))
    Section.objects.update(name_en="The world", name_ru="Мир")
    again = client.post(page_of(section), sent(seen, name_en="Abroad"))

    answer = client.post(page_of(section), sent(again))

    stored = Section.objects.get()
    assert (answer.status_code, stored.name_en, stored.name_ru) == (302, "Abroad", "")


def test_the_second_is_told_once_more_of_what_was_stored_since(client, section):
    seen = client.get(page_of(section))
    Section.objects.update(name_en="The world")
    again = client.post(page_of(section), sent(seen, name_en="Abroad"))
    Section.objects.update(name_en="Elsewhere")

    page = client.post(page_of(section), sent(again))

    assert refusals(page) == [f"{CHANGED}Name in English: Elsewhere"]


@pytest.mark.parametrize(
    ("entry", "theirs", "mine", "told"),
    [
        (a_tag, {"name_en": "Trips"}, {"name_en": "Travel"}, "Name in English: Trips"),
        (an_author, {"name_uz": "Dilnoza K."}, {"name_uz": ""}, "Name in Uzbek: Dilnoza K."),
        (an_image, {"caption_ru": "Поезд"}, {"caption_ru": "Вокзал"}, "Caption, Russian: Поезд"),
        (a_place, {"timezone": "Asia/Bishkek"}, {"position": "3"}, "Time zone: Asia/Bishkek; Position: 100"),
        (
            lambda: a_snapshot(a_place()),
            {"condition_code": "snow"},
            {"condition_code": "rain"},
            "Condition: snow",
        ),
    ],
    ids=["tag", "author", "image", "place", "snapshot"],
)
def test_holds_for_all_that_the_newsroom_describes(client, entry, theirs, mine, told):
    entry = entry()
    seen = client.get(page_of(entry))
    type(entry).objects.update(**theirs)

    page = client.post(page_of(entry), sent(seen, **mine))

    assert refusals(page) == [CHANGED + told]


@pytest.mark.parametrize(
    "entry",
    [a_section, a_tag, an_author, an_image, a_place, lambda: a_snapshot(a_place())],
    ids=["section", "tag", "author", "image", "place", "snapshot"],
)
def test_whoever_was_alone_saves_as_before(client, entry):
    entry = entry()

    answer = client.post(page_of(entry), sent(client.get(page_of(entry))))

    assert answer.status_code == 302


@pytest.mark.parametrize("nonsense", ["x" * 101, "\0", "0123"])
def test_a_mark_that_no_page_has_is_not_believed(client, section, nonsense):
    page = client.post(page_of(section), sent(client.get(page_of(section)), name_en="X", seen=nonsense))

    assert (page.status_code, Section.objects.get().name_en) == (200, "World")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_one_moment_the_second_waits_and_is_told(client, section):
    seen = client.get(page_of(section))
    pages = []

    with transaction.atomic():
        Section.objects.update(name_en="The world")
        second = threading.Thread(target=lambda: pages.append(save(client, section, seen)))
        second.start()
        with connection.cursor() as cursor:
            cursor.execute(WAIT_UNTIL_SOMEBODY_WAITS)
    second.join()

    assert refusals(pages[0]) == [f"{CHANGED}Name in English: The world"]


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_deletes_at_that_moment_does_not_come_back(client, section):
    seen = client.get(page_of(section))
    pages = []

    with transaction.atomic():
        Section.objects.all().delete()
        second = threading.Thread(target=lambda: pages.append(save(client, section, seen)))
        second.start()
        with connection.cursor() as cursor:
            cursor.execute(WAIT_UNTIL_SOMEBODY_WAITS)
    second.join()

    assert refusals(pages[0]) == [DELETED]
    assert Section.objects.count() == 0


def save(client, section, seen):
    try:
        return client.post(page_of(section), sent(seen, name_en="Abroad"))
    finally:
        connection.close()


def test_whoever_may_only_look_is_shown_no_mark(section):
    reporter = signed_in(a_person("reporter", "reporter", [section]))

    page = reporter.get(page_of(section))

    assert page.status_code == 200
    assert 'name="seen"' not in page.text
    assert "Seen" not in page.text
