"""A line of an import becomes a draft, or is refused with all reasons."""

from datetime import UTC, datetime

import orjson
import pytest

from articles.importing import jsonl, marks, run

GOOD = {"title": "Rain at last", "body_html": "<p>It rains.</p>", "language": "en"}


def read(line=None, *, strip_hostile=False, **fields):
    rules = run.rules(strip_hostile)
    return jsonl.read(1, orjson.dumps(GOOD | fields) if line is None else line, rules)


def draft(**fields):
    reading = read(**fields)
    assert reading.reasons == []
    return reading.draft


def test_all_that_a_line_may_have_is_in_the_draft():
    line = {
        "external_id": 12,
        "story": 7,
        "slug": "rain-2025",
        "summary": "  It\trains. ",
        "section": "Weather",
        "tags": ["Rain", "", "Rain", "Fergana"],
        "authors": ["Dilnoza Karimova"],
        "image": {
            "url": "https://pictures.example/1.jpg",
            "alt": "Rain",
            "caption": "Wet",
            "credit": "A. Photo",
        },
        "source": {"name": "Agency", "url": "https://agency.example/"},
        "published_at": "2025-03-14T12:05:00+05:00",
        "is_breaking": True,
        "is_featured": True,
        "views": 131,
    }

    made = draft(**line)

    assert (made.external_id, made.story, made.slug, made.language) == ("12", "7", "rain-2025", "en")
    assert (made.title, made.summary, made.body_html) == ("Rain at last", "It rains.", "<p>It rains.</p>")
    assert (made.section, made.tags, made.authors) == ("Weather", ("Rain", "Fergana"), ("Dilnoza Karimova",))
    assert (made.picture.url, made.picture.alt) == ("https://pictures.example/1.jpg", "Rain")
    assert (made.picture.caption, made.picture.credit) == ("Wet", "A. Photo")
    assert (made.source_name, made.source_url) == ("Agency", "https://agency.example/")
    assert made.published_at == datetime(2025, 3, 14, 7, 5, tzinfo=UTC)
    assert (made.is_breaking, made.is_featured, made.views) == (True, True, 131)


def test_null_is_the_same_as_missing():
    names = [name for name in jsonl.FIELDS if name not in GOOD]

    assert draft(**dict.fromkeys(names)) == draft()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"title": ', "broken JSON: unexpected end of data: line 1 column 11 (char 10)"),
        (b"[1, 2]", "the line is JSON, but no object"),
        (b'{"title": "a\0b"}', "the line holds a NUL byte"),
        (None, "the line is longer than 16 MB"),
    ],
)
def test_what_is_no_json_object_is_refused(line, reason):
    reading = jsonl.read(1, line, run.rules(strip_hostile=False))

    assert reading.reasons == [reason]


@pytest.mark.parametrize(
    "line", [b'{"title": "\\ud800"}', b'{"title": "\xff"}', b'{"views": NaN}', b"[" * 9_000]
)
def test_json_that_no_parser_should_take_is_refused(line):
    reading = read(line)

    assert [reason.partition(":")[0] for reason in reading.reasons] == ["broken JSON"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": None}, "title is missing"),
        ({"title": " \u200b "}, "title is missing"),
        ({"title": 5}, "title must be text, not a number"),
        ({"title": "a\0b"}, "title holds a NUL character"),
        ({"summary": "s" * 1_001}, "summary has 1,001 characters; at most 1,000 are taken"),
        ({"body_html": None}, "body_html is missing"),
        ({"body_html": "<p> </p><div></div>"}, "body_html has nothing to read in it"),
        ({"body_html": ["<p>One</p>"]}, "body_html must be text, not a list"),
        ({"body_html": "a\0b"}, "body_html holds a NUL character"),
        ({"body_html": "a" * 1_000_001}, "body_html has 1,000,001 characters; at most 1,000,000 are taken"),
        ({"language": "de"}, "language must be one of uz, uz-Cyrl, ru, en, not 'de'"),
        ({"language": 1}, "language must be text, not a number"),
        ({"external_id": 1.5}, "external_id must be text or a whole number of at most 19 digits"),
        ({"external_id": True}, "external_id must be text, not true or false"),
        ({"external_id": "x" * 201}, "external_id has 201 characters; at most 200 are taken"),
        ({"story": "x" * 101}, "story has 101 characters; at most 100 are taken"),
        ({"tags": "rain"}, "tags must be a list, not text"),
        ({"tags": ["rain", 5]}, "tags must be a list of text only"),
        ({"tags": ["rain"] * 51}, "tags has 51 entries; at most 50 are taken"),
        ({"authors": ["a" * 151]}, "authors has 151 characters; at most 150 are taken"),
        ({"tags": ["a\0b"]}, "tags holds a NUL character"),
        ({"is_breaking": "true"}, "is_breaking must be true or false, not text"),
        ({"is_featured": 1}, "is_featured must be true or false, not a number"),
        ({"views": -1}, "views must be a whole number from 0 to 9223372036854775807"),
        ({"views": 2**63}, "views must be a whole number from 0 to 9223372036854775807"),
        ({"views": 1.5}, "views must be a whole number from 0 to 9223372036854775807"),
        ({"views": True}, "views must be a whole number from 0 to 9223372036854775807"),
        ({"image": "https://pictures.example/1.jpg"}, "image must be an object, not text"),
        ({"image": {}}, "image.url is missing"),
        ({"image": {"url": "/1.jpg"}}, "image.url is no absolute http(s) address: '/1.jpg'"),
        ({"image": {"url": "https://a.example/" + "x" * 990}}, "image.url is longer than 1,000 bytes"),
        ({"image": {"url": "https://a.example/", "alt": 5}}, "image.alt must be text, not a number"),
        (
            {"source": {"url": "ftp://a.example/"}},
            "source.url is no absolute http(s) address: 'ftp://a.example/'",
        ),
    ],
)
def test_a_bad_value_is_refused_with_the_name_of_its_field(fields, reason):
    reading = read(**fields)

    assert (reading.draft, reading.reasons) == (None, [reason])


def test_a_title_longer_than_its_column_is_refused():
    longest = run.rules(strip_hostile=False).longest["title"]

    reading = read(title="t" * (longest + 1))

    assert reading.reasons == [f"title has {longest + 1:,} characters; at most {longest:,} are taken"]


@pytest.mark.parametrize("slug", ["Rain", "rain_2", "rain--2", "-rain", "2025", "20-25", "дождь", "r" * 201])
def test_a_slug_that_could_not_stand_in_a_url_is_refused(slug):
    reading = read(slug=slug)

    assert [reason.split()[0] for reason in reading.reasons] == ["slug"] * len(reading.reasons) != []


@pytest.mark.parametrize(
    "moment",
    [
        "yesterday",
        "2025-02-30",
        "2025-03-14T12:05:00",
        "2025-03-14T25:00:00Z",
        "2025-W11-5",
        "20250314T120500Z",
        "1599-12-31",
        "1600-01-01",
        "9000-01-01",
        "0001-01-01T00:00:00+05:00",
        "２０２５-03-14",
    ],
)
def test_a_date_that_is_none_is_refused(moment):
    reading = read(published_at=moment)

    assert [reason.split()[0] for reason in reading.reasons] == ["published_at"]


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2025-03-14", datetime(2025, 3, 13, 19, tzinfo=UTC)),
        ("2025-03-14T12:05Z", datetime(2025, 3, 14, 12, 5, tzinfo=UTC)),
        ("2025-03-14t12:05:00.25-03:30", datetime(2025, 3, 14, 15, 35, 0, 250_000, tzinfo=UTC)),
        ("2025-03-14 12:05:00+05:00", datetime(2025, 3, 14, 7, 5, tzinfo=UTC)),
        ("1881-02-27", datetime(1881, 2, 26, 19, 22, 49, tzinfo=UTC)),
        (None, None),
    ],
)
def test_a_date_may_have_any_offset_or_be_a_day_of_the_site(given, moment):
    assert draft(published_at=given).published_at == moment


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"body_html": "<p>A</p><script>x()</script>"}, "body_html holds a script element"),
        ({"body_html": "<p>A</p><SCRIPT src='//x.example/x.js'>"}, "body_html holds a script element"),
        ({"body_html": "<p>A</p><img src=x.jpg onerror=alert(1)>"}, "body_html holds an onerror handler"),
        ({"body_html": "<p>A</p><svg/onload=alert(1)>"}, "body_html holds an onload handler"),
        ({"body_html": '<a href=" java&#115;cript:alert(1)">A</a>'}, "body_html holds a javascript: address"),
        ({"body_html": "<a href='java\tscript:alert(1)'>A</a>"}, "body_html holds a javascript: address"),
        ({"body_html": "<a href='vbscript:x'>A</a>"}, "body_html holds a vbscript: address"),
        ({"body_html": "<a href='data:text/html,x'>A</a>"}, "body_html holds a data: address"),
        ({"title": "Rain<script>x()</script>"}, "title holds a script element"),
        ({"summary": "<b onclick=x()>Rain</b>"}, "summary holds an onclick handler"),
    ],
)
def test_hostile_markup_is_refused_by_name(fields, reason):
    assert read(**fields).reasons == [reason]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Write &lt;script&gt; to begin a script: data: onload=x</p>",
        "<img src='data:image/png;base64,AAAA' alt='javascript: the good parts'><p>A</p>",
        "<p>1 <2 and on=3 onclick=4</p>",
        "<!-- <script> --><p>A</p>",
    ],
)
def test_talk_of_markup_is_not_hostile(body):
    assert read(body_html=body).reasons == []


def test_hostile_markup_can_be_stripped_instead():
    made = draft(
        title="Rain <script>x()</script>&amp; wind",
        body_html="<p onclick=x()>A<script>x()</script></p>",
        strip_hostile=True,
    )

    assert (made.title, made.body_html) == ("Rain & wind", "<p>A</p>")


def test_a_title_of_hostile_markup_only_is_missing():
    assert read(title="<script>x()</script>", strip_hostile=True).reasons == ["title is missing"]


def test_all_that_is_wrong_with_a_line_is_told():
    reading = read(title="", body_html="", language="de", views=-1, slug="Ö", image={"url": 1})

    assert [reason.split()[0] for reason in reading.reasons] == [
        *("language", "title", "body_html", "slug", "image.url", "views")
    ]


def test_what_is_not_in_the_format_is_told():
    image = {"url": "https://a.example/", "width": 5}

    reading = read(titel="Rain", image=image, source={"name": "A", "id": 1, "url": "/a"})

    assert reading.reasons == []
    assert reading.ignored == ["titel", "source.id", "image.width", "source.url without a host"]


def test_a_byte_order_mark_is_no_part_of_the_line():
    assert read(b"\xef\xbb\xbf" + orjson.dumps(GOOD)).reasons == []


def test_uzbek_in_cyrillic_letters_becomes_latin():
    made = draft(
        language="uz-Cyrl",
        title="Ёмғир ёғди",
        summary="Ниҳоят",
        body_html="<p>Бугун <b>ёмғир</b> ёғди.<p>Эртага ҳам",
        section="Об-ҳаво",
        tags=["Фарғона"],
        image={"url": "https://a.example/", "alt": "Ёмғир"},
    )

    assert (made.language, made.title, made.summary) == ("uz", "Yomgʻir yogʻdi", "Nihoyat")
    assert made.body_html == "<p>Bugun <strong>yomgʻir</strong> yogʻdi.</p>\n<p>Ertaga ham</p>"
    assert (made.section, made.tags, made.picture.alt) == ("Ob-havo", ("Fargʻona",), "Yomgʻir")
    assert made.slug_words == "yomgir-yogdi"


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("Ўзбекистон: 5 та янгилик", "uz", "ozbekiston-5-ta-yangilik"),
        ("Дождь в Ташкенте", "ru", "dozhd-v-tashkente"),
        ("2025", "en", ""),
        ("雨", "en", ""),
    ],
)
def test_a_slug_is_made_of_the_title(title, language, words):
    assert draft(title=title, language=language).slug_words == words


def test_a_line_without_an_id_has_the_same_one_whenever_it_comes():
    first, again, other = draft(summary="A"), draft(summary="B"), draft(title="Other")

    assert first.external_id == again.external_id != other.external_id


def test_a_slug_identifies_a_line_without_an_id():
    first, again = draft(slug="rain", title="A"), draft(slug="rain", title="B")

    assert first.external_id == again.external_id


@pytest.mark.parametrize(
    ("again", "fields"),
    [
        ({}, set()),
        ({"nonsense": 5}, set()),
        ({"published_at": "2025-03-14T00:00:00+05:00"}, set()),
        ({"views": 2}, {"views"}),
        ({"summary": "Dry."}, {"summary"}),
        ({"source": {"name": "Agency"}}, {"source.name"}),
        ({"image": {"url": "https://a.example/1", "alt": "Rain"}}, {"image.alt"}),
        ({"tags": ["Rain", "Fergana"], "published_at": None}, {"tags", "published_at"}),
        ({"language": "ru"}, marks.EVERY),
    ],
)
def test_marks_tell_which_fields_say_something_else(again, fields):
    picture = {"url": "https://a.example/1"}
    line = {"views": 1, "summary": "Wet.", "tags": ["Rain"], "image": picture, "published_at": "2025-03-14"}

    before, now = draft(**line), draft(**{**line, **again})

    assert marks.differing(now.marks, before.marks) == fields


def test_of_a_line_whose_fields_had_no_marks_yet_every_field_counts_as_changed():
    line = draft()

    assert marks.differing(line.marks, line.former_digest) == marks.EVERY
    assert len(line.former_digest) == 64
