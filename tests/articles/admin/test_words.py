"""What the newsroom's pages are called, and what is refused on them, in the language of whoever reads."""

import re

import pytest
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.test import RequestFactory
from django.utils import translation

from articles.models import FormerSlug, Section
from tests.builders import a_section, a_tag, an_article, an_author, an_image, read
from tests.people import a_superuser, signed_in
from tests.weather.builders import a_place, a_snapshot
from weather.models import Place

pytestmark = pytest.mark.django_db
LATIN = re.compile(r"[A-Za-z]{3,}")
SCRIPTS = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
FORM_LABELS = re.compile(r"<label\b[^>]*>(.*?)</label>", re.DOTALL)
COLUMNS = re.compile(r'data-label="([^"]*)"')
TAGS = re.compile(r"<[^>]*>")
OURS = [model for model in admin.site._registry if model._meta.app_label != "auth"]
SECTION = {"slug": "sport", "name_uz": "", "name_ru": "", "name_en": "", "position": "1"}
PLACE = {**SECTION, "latitude": "41", "longitude": "69", "timezone": "Asia/Tashkent"}


@pytest.fixture
def chief():
    return signed_in(a_superuser())


def in_language(language):
    return {"headers": {"accept-language": language}}


def page(client, address, language):
    return client.get(f"/admin/{address}", **in_language(language)).content.decode()


def words(page, pattern):
    """What stands in elements of the page, without their markup."""
    found = (" ".join(TAGS.sub(" ", each).split()) for each in pattern.findall(SCRIPTS.sub("", page)))
    return [each for each in found if each]


def refused(client, address, sent, language):
    """What a form says of all of it, when it is sent in the language."""
    answer = client.post(f"/admin/{address}", sent, **in_language(language))
    return list(answer.context["adminform"].form.errors[NON_FIELD_ERRORS])


def written_by_hand(model):
    """Whether somebody may add or change rows of it in the admin."""
    request = RequestFactory().get("/")
    request.user = a_superuser(f"root-{model._meta.model_name}")
    model_admin = admin.site.get_model_admin(model)
    return model_admin.has_add_permission(request) or model_admin.has_change_permission(request)


class TestNames:
    @pytest.mark.parametrize(("language", "name"), [("en", "World"), ("ru", "Мир"), ("uz", "Dunyo")])
    def test_are_in_the_language_of_the_page(self, chief, language, name):
        world = a_section("world", name_en="World", name_ru="Мир", name_uz="Dunyo")
        an_article("Rain", section=world)

        listed = page(chief, "articles/section/", language)
        articles = page(chief, "articles/article/", language)
        editor = page(chief, "articles/article/add/", language)

        assert f">{name}</a>" in listed
        assert f'<option value="{world.pk}">{name}</option>' in editor
        assert re.search(rf'class="[^"]*field-section[^"]*"[^>]*>\s*{name}\s*<', articles)

    @pytest.mark.parametrize(("kind", "make"), [("tag", a_tag), ("author", an_author)])
    def test_of_tags_and_authors_are_found_and_shown_so_too(self, chief, kind, make):
        make("rain", name_en="Rain", name_ru="Дождь")
        asked = f"autocomplete/?app_label=articles&model_name=article&field_name={kind}s&term=rain"

        found = chief.get(f"/admin/{asked}", **in_language("ru")).json()["results"]

        assert [each["text"] for each in found] == ["Дождь"]

    def test_that_nobody_has_translated_are_those_of_the_sites_next_language(self, chief):
        a_section("world", name_en="World", name_ru="Мир")

        assert ">Мир</a>" in page(chief, "articles/section/", "uz")

    def test_of_places_are_so_too(self, chief):
        a_place("tashkent")

        assert ">Ташкент</a>" in page(chief, "weather/place/", "ru")

    def test_in_the_api_are_as_the_reader_asks(self, api, chief):
        a_section("world", name_en="World", name_ru="Мир", name_uz="Dunyo")
        page(chief, "articles/section/", "ru")

        assert api.get("/sections/world/?locale=en&fields=name") == {"name": "World"}


class TestWords:
    @pytest.mark.parametrize(
        ("language", "address", "said"),
        [
            ("en", "articles/section/", ["Newsroom", "Sections", "position"]),
            ("ru", "articles/section/", ["Разделы", "имя в адресе", "название по-узбекски", "порядок"]),
            ("uz", "articles/section/", ["Boʻlimlar", "manzildagi nom", "oʻzbekcha nomi", "tartib"]),
            ("ru", "articles/tag/add/", ["Темы", "Добавить: тема", "Вид", "общая тема", "организация"]),
            ("uz", "articles/tag/add/", ["Mavzular", "Qoʻshish: mavzu", "Turi", "umumiy mavzu", "tashkilot"]),
            ("ru", "articles/author/add/", ["Должность по-русски", "Кем работает автор, по-русски."]),
            ("uz", "articles/author/add/", ["Ruscha lavozimi", "Muallif kim boʻlib ishlaydi, ruscha."]),
            ("ru", "articles/formerslug/add/", ["Прежние адреса", "Добавить: прежний адрес", "Статья"]),
            ("uz", "articles/formerslug/add/", ["Avvalgi manzillar", "Qoʻshish: avvalgi manzil", "Maqola"]),
            ("ru", "articles/trashedarticle/", ["Редакция", "Статьи в корзине"]),
            ("uz", "articles/trashedarticle/", ["Tahririyat", "Savatdagi maqolalar"]),
            ("ru", "weather/place/", ["Погода", "Места"]),
            ("uz", "weather/place/", ["Ob-havo", "Joylar"]),
            ("ru", "newsapi/purge/", ["Система", "Очистки кэшей"]),
        ],
    )
    def test_of_a_page_are_in_its_language(self, chief, language, address, said):
        a_section()

        shown = page(chief, address, language)

        assert [each for each in said if each not in shown] == []

    @pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
    def test_of_lists_and_forms_are_all_russian_in_russian(self, chief, model):
        article = an_article("Дождь", section=a_section(), tags=[a_tag()], image=an_image())
        FormerSlug.objects.create(article=article, slug="former")
        read(article, times=1)
        an_author()
        a_snapshot(a_place())
        row = model.objects.first()
        address = f"{model._meta.app_label}/{model._meta.model_name}/"

        listed = words(page(chief, address, "ru"), COLUMNS)
        form = words(page(chief, f"{address}{row.pk}/change/" if row else address, "ru"), FORM_LABELS)

        assert [each for each in listed + form if LATIN.search(each) and each != "HTML"] == []

    @pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
    @pytest.mark.parametrize("language", ["ru", "uz"])
    def test_for_each_kind_of_thing_are_translated(self, model, language):
        with translation.override("en"):
            in_english = {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}
        with translation.override(language):
            translated = {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}

        assert in_english.isdisjoint(translated)

    def test_of_what_was_done_fit_every_noun(self, chief):
        sent = {"slug": "rain", "name_ru": "Дождь", "kind": "topic"}

        answer = chief.post("/admin/articles/tag/add/", sent, follow=True, **in_language("ru"))

        assert [TAGS.sub("", str(each)) for each in answer.context["messages"]] == [
            "Добавлено: тема «Дождь»."
        ]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", "Give a name in one language at least."),
            ("ru", "Дайте название хотя бы на одном языке."),
            ("uz", "Kamida bitta tilda nom bering."),
        ],
    )
    @pytest.mark.parametrize(
        ("address", "sent"),
        [
            ("articles/section/add/", SECTION),
            ("articles/tag/add/", {**SECTION, "kind": "topic"}),
            ("articles/author/add/", SECTION),
            ("weather/place/add/", PLACE),
        ],
    )
    def test_without_a_name(self, chief, address, sent, language, told):
        assert refused(chief, address, sent, language) == [told]
        assert not Section.objects.exists()
        assert not Place.objects.exists()

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", "This slug is taken."),
            ("ru", "Это имя в адресе уже занято."),
            ("uz", "Manzildagi bu nom band."),
        ],
    )
    def test_with_a_slug_that_is_taken(self, chief, language, told):
        for make in (a_section, a_tag, an_author, a_place):
            make("sport")
        sent = {**PLACE, "name_en": "Sport", "kind": "topic"}
        addresses = ["articles/section/", "articles/tag/", "articles/author/", "weather/place/"]

        said = [refused(chief, f"{address}add/", sent, language) for address in addresses]

        assert said == [[told]] * 4

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", "This former address leads to an article already."),
            ("ru", "Этот прежний адрес уже ведёт к статье."),
            ("uz", "Bu avvalgi manzil allaqachon bir maqolaga olib boradi."),
        ],
    )
    def test_a_former_address_that_is_known(self, chief, language, told):
        former = FormerSlug.objects.create(article=an_article("Rain"), slug="old-rain")
        other = {"slug": "old-rain", "article": an_article("Snow").pk}
        sent = {**other, "changed_at_0": "2026-01-01", "changed_at_1": "12:00:00"}

        assert refused(chief, "articles/formerslug/add/", sent, language) == [told]
        assert FormerSlug.objects.get() == former

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", "latitude must be from -90 to 90."),
            ("ru", "Допустимо от -90 до 90: широта."),
            ("uz", "-90 dan 90 gacha boʻlishi kerak: kenglik."),
        ],
    )
    def test_a_place_that_is_not_on_earth(self, chief, language, told):
        sent = {**PLACE, "name_en": "Nowhere", "latitude": "91"}

        assert refused(chief, "weather/place/add/", sent, language) == [told]
        assert not Place.objects.exists()

    def test_a_slug_that_no_address_can_have(self, chief):
        sent = {**SECTION, "name_en": "Sport", "slug": "Sport"}

        answer = chief.post("/admin/articles/section/add/", sent, **in_language("ru"))

        told = list(answer.context["adminform"].form.errors["slug"])
        assert told == ["Имя в адресе — из строчных латинских букв, цифр и одиночных дефисов."]

    @pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
    @pytest.mark.parametrize("language", ["ru", "uz"])
    def test_is_told_of_every_promise_that_a_form_may_break(self, model, language):
        promises = model._meta.constraints if written_by_hand(model) else []
        with translation.override("en"):
            in_english = [each.get_violation_error_message() for each in promises]
        with translation.override(language):
            told = [each.get_violation_error_message() for each in promises]

        assert [each.name for each, said in zip(promises, in_english, strict=True) if each.name in said] == []
        assert [each for each, said in zip(told, in_english, strict=True) if each == said] == []
