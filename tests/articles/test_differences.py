"""How two versions of an article are compared for people."""

import time

import pytest

from articles.differences import differences

EMPTY = {
    "title": "",
    "slug": "",
    "summary": "",
    "body_html": "",
    "source_name": "",
    "source_url": "",
    "is_breaking": False,
    "is_featured": False,
    "section": "",
    "image": "",
    "tags": [],
    "authors": [],
}


def marked(before, after):
    """Each field that differs as lines in which -words- were deleted and +words+ inserted."""
    marks = {"same": "{}", "deleted": "-{}-", "inserted": "+{}+", "left_out": "…"}
    return {
        difference.field: [
            " ".join(marks[run.kind].format(run.text) for run in line) for line in difference.lines
        ]
        for difference in differences({**EMPTY, **before}, {**EMPTY, **after})
    }


def in_the_body(before, after):
    return marked({"body_html": before}, {"body_html": after}).get("body_html")


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def test_equal_versions_differ_in_nothing():
    text = {"title": "Water", "body_html": "<p>It flows.</p>", "tags": ["River"], "is_breaking": True}

    assert marked(text, text) == {}


def test_words_are_told_apart_in_every_field_in_the_order_of_the_editor():
    before = {"title": "Water in the north", "slug": "north", "summary": "One.", "tags": ["River", "Canal"]}
    after = {"title": "Water in the dry south", "slug": "south", "summary": "", "tags": ["Canal", "Field"]}

    assert marked(before, after) == {
        "title": ["Water in the -north- +dry south+"],
        "slug": ["-north-", "+south+"],
        "summary": ["-One.-"],
        "tags": ["-River-", "Canal", "+Field+"],
    }


def test_the_order_of_authors_is_a_difference():
    assert marked({"authors": ["Anna", "Bek"]}, {"authors": ["Bek", "Anna"]}) == {
        "authors": ["+Bek+", "Anna", "-Bek-"]
    }


def test_marks_are_yes_or_no():
    assert marked({}, {"is_breaking": True}) == {"is_breaking": ["-no-", "+yes+"]}


def test_a_missing_section_or_picture_is_nothing():
    assert marked({"section": None, "image": "A canal"}, {"section": "World", "image": None}) == {
        "section": ["+World+"],
        "image": ["-A canal-"],
    }


class TestBody:
    def test_is_compared_as_text_and_not_as_markup(self):
        before = "<h2>The river</h2><p>It flows to the <strong>north</strong> &amp; on.</p>"
        after = "<h2>The river</h2>\n<p>It flows to the south &amp; on.</p>"

        assert in_the_body(before, after) == ["The river", "It flows to the -north- +south+ & on."]

    def test_shows_of_what_is_the_same_only_what_is_near(self):
        before = paragraphs("One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.")
        after = paragraphs("One.", "Two.", "Three.", "Four!", "Five.", "Six.", "Seven.")

        assert in_the_body(before, after) == ["…", "Three.", "-Four.-", "+Four!+", "Five.", "…"]

    def test_shows_each_of_several_places(self):
        before = paragraphs("A a.", "Two.", "Three.", "Four.", "Five.", "B b.")
        after = paragraphs("A c.", "Two.", "Three.", "Four.", "Five.", "B d.")

        assert in_the_body(before, after) == [
            "A -a.- +c.+",
            "Two.",
            "…",
            "Five.",
            "B -b.- +d.+",
        ]

    def test_finds_a_changed_paragraph_below_a_new_one(self):
        before = paragraphs("The canal was opened on Monday.")
        after = paragraphs("A wholly different beginning.", "The canal was opened on Tuesday.")

        assert in_the_body(before, after) == [
            "+A wholly different beginning.+",
            "The canal was opened on -Monday.- +Tuesday.+",
        ]

    def test_says_where_links_lead(self):
        before = '<p>See <a href="https://old.example/">here</a> now.</p>'
        after = '<p>See <a href="https://new.example/">here</a> now.</p>'

        assert in_the_body(before, after) == [
            "See here -[https://old.example/]- +[https://new.example/]+ now."
        ]

    def test_tells_of_every_kind_of_block(self):
        after = (
            "<h2>Heading</h2><blockquote><p>One</p><p>Two</p></blockquote><ul><li>Item</li></ul>"
            "<ol><li>First</li><li>Second</li></ol>"
            '<figure><img src="image:7" alt="A canal"><figcaption>In May <em>Anna</em></figcaption></figure>'
            "<table><caption>Rain</caption><tr><th>Day</th><th>mm</th></tr><tr><td>1</td><td>5</td></tr></table>"
            '<figure class="embed" data-url="https://video.example/1"></figure>'
        )

        assert in_the_body("", after) == [
            "+Heading+",
            "+One+",
            "+Two+",
            "+• Item+",
            "+1. First+",
            "+2. Second+",
            "+[image:7] A canal — In May — Anna+",
            "+Rain+",
            "+Day | mm+",
            "+1 | 5+",
            "+[https://video.example/1]+",
        ]

    def test_of_which_only_the_markup_is_another_shows_no_lines(self):
        assert in_the_body("<p>Water</p>", "<h2>Water</h2>") == []

    def test_of_a_paragraph_without_end_is_shown_as_a_whole(self):
        long = " ".join(f"word{number}" for number in range(1_001))

        assert in_the_body(paragraphs(long), paragraphs(f"{long} more")) == [f"-{long}- +{long} more+"]

    def test_takes_bounded_time_where_everything_has_changed(self):
        before = paragraphs(*(f"a{number} b{number} the same words" for number in range(5_000)))
        after = paragraphs(*(f"c{number} d{number} the same words" for number in range(5_000)))
        began = time.perf_counter()

        lines = in_the_body(before, after)

        assert len(lines) == 5_000
        assert time.perf_counter() - began < 5


def words(*repeated, times):
    return " ".join(repeated * times)


class TestHostileBodies:
    """Of some texts, finding all that is the same takes hours."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (["a"] * 1_000, ["b", "a"] * 500),
            (["a"] * 20_000, ["a"] * 19_000 + ["b"]),
            (["a", "b"] * 10_000, ["b", "a"] * 10_000),
            ([f"a{number}" for number in range(20_000)], [f"b{number}" for number in range(20_000)]),
            ([f"a{number}" for number in range(20_000)], [f"a{number}" for number in range(20_000, 0, -1)]),
            ([f"a b{number}" for number in range(20_000)], [f"a c{number}" for number in range(20_000)]),
            ([words("a", times=1_000)], [words("a", "b", times=500)]),
            ([words("a", times=1_000)] * 400, [words("a", "b", times=500)] * 400),
            ([words("a", times=490_000)], [words("b", "a", times=240_000)]),
            (["x y z"] * 20_000, [words("a", "x", times=30_000)] * 8),
        ],
        ids=[
            "equal and alternating lines",
            "equal lines",
            "alternating lines",
            "short lines",
            "reversed lines",
            "lines that are alike",
            "equal and alternating words",
            "many paragraphs of equal words",
            "half a million equal words",
            "small and huge paragraphs",
        ],
    )
    def test_take_bounded_time(self, before, after):
        before, after = paragraphs(*before), paragraphs(*after)
        began = time.process_time()

        lines = in_the_body(before, after)

        assert time.process_time() - began < 3  # most of it for reading the HTML
        assert lines

    def test_still_show_what_is_the_same_at_their_ends_and_nearby(self):
        before = paragraphs("One.", *["a"] * 3_000, "End.")
        after = paragraphs("One.", *["b", "a"] * 1_500, "End.")

        lines = in_the_body(before, after)

        assert lines == ["One.", *["+b+", "a"] * 1_499, *["-a-"] * 1_500, "+b+", "a", "…"]


def test_news_of_two_hundred_paragraphs_are_compared_word_by_word():
    before = [f"The council of town {number} met on Monday and heard the mayor." for number in range(200)]
    after = [text.replace("Monday", "Tuesday") for text in before]

    lines = in_the_body(paragraphs(*before), paragraphs(*after))

    assert lines == [
        f"The council of town {number} met on -Monday- +Tuesday+ and heard the mayor."
        for number in range(200)
    ]
