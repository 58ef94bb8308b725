from pathlib import Path

import pytest

from articles.body import compose, excerpt
from tests.articles.whole_bodies import is_whole


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2>\n<h4>b</h4>\n<h4>c</h4>"),
        ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("a<div>b<section>c</section>d</div>e", "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>\n<p>e</p>"),
        ("<span>a</span><font>b</font>", "<p>ab</p>"),
        ("<p>a<br>b<br><br>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<h2>a<br>b</h2>", "<h2>a b</h2>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p>\n<p>b</p>"),
        ("<pre>a\n  b</pre><code>c</code>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<p> a \n b<b> c </b> d</p>", "<p>a b <strong>c</strong> d</p>"),
        ("<p>&nbsp;</p><p></p><p><b> </b></p><h2></h2><ul><li></ul>", ""),
        ("<p>10&nbsp;000</p>", "<p>10&nbsp;000</p>"),
        ("<p>10<sup>3</sup> <q>a</q> CO<sub>2</sub></p>", "<p>10³ “a” CO2</p>"),
        ("<p>a<p>b", "<p>a</p>\n<p>b</p>"),
        ("<b>a<i>b</b>c</i>", "<p><strong>a<em>b</em></strong><em>c</em></p>"),
        ("<h2>a<p>b", "<h2>a</h2>\n<p>b</p>"),
        ("a &lt; b < c <3 &amp;amp;", "<p>a &lt; b &lt; c &lt;3 &amp;amp;</p>"),
        ("a<!-- <p>b</p> -->c<![CDATA[d]]>e<?xml?>f</>g", "<p>acefg</p>"),
        ("a<svg><p>b</p><svg></svg></svg>c<select><option>d</select>e", "<p>ace</p>"),
        ("a<script>'<p>b</p>'</script><style>p{}</style><template>c</template>d", "<p>ad</p>"),
        ("a<script>b", "<p>a</p>"),
        ("a<button>b", "<p>ab</p>"),
    ],
)
def test_maps_what_it_gets_to_what_it_keeps(source, html):
    body = compose(source)

    assert body.html == html


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://e.uz/?a=1&copy=2", "https://e.uz/?a=1&amp;copy=2"),
        ("//e.uz/a", "https://e.uz/a"),
        ("/a", "/a"),
        ("mailto:a@e.uz", "mailto:a@e.uz"),
        ("tel:+998", "tel:+998"),
        ("https://e.uz/a b", "https://e.uz/a%20b"),
        ("https://e.uz/ў", "https://e.uz/ў"),
    ],
)
def test_keeps_links(address, kept):
    body = compose(f'<a href="{address}" class="x" onclick="y()" target="_blank">a</a>')

    assert body.html == f'<p><a href="{kept}" rel="noopener noreferrer">a</a></p>'


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:x",
            "JaVa&#10;script:x",
            " &#1;javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "ftp://e.uz",
        ),
        *("#a", "a.html", "?a", "", "https://", "https:///a", "https://[", "https://a..b:99999/"),
        "https://e.uz/" + "a" * 3000,
    ],
)
def test_drops_other_links_but_not_their_text(address):
    body = compose(f'<p>a <a href="{address}">b</a></p>')

    assert body.html == "<p>a b</p>"


def test_ends_a_link_with_its_paragraph():
    body = compose('<a href="/a"><div>b</div><div>c</div>')

    assert body.html == '<p><a href="/a" rel="noopener noreferrer">b</a></p>\n<p>c</p>'


def test_makes_paragraphs_and_headings():
    body = compose('<h3>a <b>b</b></h3><p>c &amp; <a href="/d"><em>e</em></a></p>')

    html = 'c &amp; <a href="/d" rel="noopener noreferrer"><em>e</em></a>'
    assert body.blocks == [
        {"type": "heading", "level": 3, "text": "a b"},
        {"type": "paragraph", "text": "c & e", "html": html},
    ]
    assert body.text == "a b\n\nc & e"


def test_makes_one_list_of_nested_lists():
    body = compose("<ol><li>a<ul><li><b>b</b></ul>c<li><p>d</p><p>e</p></ol>")

    assert body.html == "<ol><li>a<ul><li><strong>b</strong></li></ul></li><li>c</li><li>d e</li></ol>"
    assert body.blocks == [
        {
            "type": "list",
            "ordered": True,
            "items": [
                {"text": "a", "html": "a", "level": 0},
                {"text": "b", "html": "<strong>b</strong>", "level": 1},
                {"text": "c", "html": "c", "level": 0},
                {"text": "d e", "html": "d e", "level": 0},
            ],
        }
    ]
    assert body.text == "a\nb\nc\nd e"


def test_makes_one_quote_of_its_paragraphs():
    body = compose("<blockquote>a<p><i>b</i></p></blockquote><blockquote>c</blockquote>")

    assert (
        body.html == "<blockquote><p>a</p><p><em>b</em></p></blockquote>\n<blockquote><p>c</p></blockquote>"
    )
    assert body.blocks == [
        {"type": "quote", "text": "a\nb", "html": "a\n<em>b</em>"},
        {"type": "quote", "text": "c", "html": "c"},
    ]


def test_makes_images_with_their_captions():
    body = compose(
        '<p>a<img src="//e.uz/a.jpg" width="640" height="50%" style="x" onerror="y()">b</p>'
        '<figure><a href="/c"><img data-src="/c.jpg" src="data:x" alt="&quot;c&quot;"></a>'
        "<figcaption>d <b>e</b></figcaption></figure>"
    )

    assert body.html == (
        '<p>a</p>\n<figure><img src="https://e.uz/a.jpg" alt="" width="640"></figure>\n<p>b</p>\n'
        '<figure><img src="/c.jpg" alt="&quot;c&quot;"><figcaption>d <strong>e</strong></figcaption></figure>'
    )
    nothing = {"credit": None, "width": None, "height": None}
    assert body.blocks[1] == {
        **{"type": "image", "url": "https://e.uz/a.jpg", "alt": "", "caption": None},
        **{"credit": None, "width": 640, "height": None},
    }
    assert body.blocks[3] == {"type": "image", "url": "/c.jpg", "alt": '"c"', "caption": "d e", **nothing}
    assert body.text == "a\n\nb\n\nd e"


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("The lake", "The lake", None),
        ("The lake <em>Aziza &amp; Co.</em>", "The lake", "Aziza & Co."),
        ("<em>Aziza</em>", None, "Aziza"),
        ("The <em>new</em> lake", "The new lake", None),
        ("The <em>new</em> lake <em>Aziza <strong>K.</strong></em>", "The new lake", "Aziza K."),
        ("<strong>The lake <em>today</em></strong>", "The lake today", None),
    ],
)
def test_the_maker_of_a_picture_is_what_its_caption_stresses_at_the_end(caption, words, credit):
    html = f'<figure><img src="image:42" alt="A lake"><figcaption>{caption}</figcaption></figure>'

    body = compose(html)

    assert body.html == html
    assert (body.blocks[0]["url"], body.blocks[0]["caption"], body.blocks[0]["credit"]) == (
        "image:42",
        words,
        credit,
    )


@pytest.mark.parametrize("address", ["image:0", "image:42x", "image:", "IMAGE:42", "image:4/2", "blob:42"])
def test_a_picture_of_ours_is_named_by_its_number_alone(address):
    body = compose(f'<img src="{address}">')

    assert body.html == ""


LEAD = (
    "<h2>Water in the valley</h2>\n<p>The canal was {} in {}, as the{}"
    '<a href="https://news.example/canal" rel="noopener noreferrer">newspaper</a>{}wrote.</p>'
)


@pytest.mark.parametrize(
    ("source", "lead", "kinds"),
    [
        (
            "word",
            LEAD.replace(
                "<h2>Water in the valley</h2>", "<h2><strong>Water in the valley</strong></h2>"
            ).format("<strong>opened</strong>", "<em>May</em>", " ", " "),
            ["heading", *["paragraph"] * 7, "table"],
        ),
        (
            "google_docs",
            LEAD.format("opened", "May", " ", " "),
            ["heading", "paragraph", "list", "paragraph", "paragraph", "table", "image"],
        ),
        (
            "website",
            "<h2>Water in the valley</h2>",
            [
                *("heading", "paragraph", "paragraph", "embed", "quote", "image", "heading", "list", "table"),
                "paragraph",
            ],
        ),
    ],
)
def test_cleans_what_is_copied_from_elsewhere(source, lead, kinds):
    copied = (Path(__file__).parents[1] / "pasted" / f"{source}.html").read_text()

    body = compose(copied)

    assert body.html.startswith(lead)
    assert [block["type"] for block in body.blocks] == kinds
    assert is_whole(copied)


def test_a_link_leads_to_no_picture_of_ours():
    body = compose('<a href="image:42">a</a>')

    assert body.html == "<p>a</p>"


def test_drops_images_that_show_nothing():
    body = compose('<img src="a.jpg"><img alt="b"><img src="https://count.uz/" width="1" height="1">')

    assert body.blocks == []


def test_makes_tables():
    body = compose(
        "<figure><table><thead><tr><th>a<th>b</thead><tr><td colspan=2 rowspan=x>c<p><b>d</b></table>"
        "<figcaption>e</figcaption></figure>"
    )

    assert body.html == (
        "<table><caption>e</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
        '<tbody><tr><td colspan="2">c <strong>d</strong></td></tr></tbody></table>'
    )
    assert body.blocks == [{"type": "table", "caption": "e", "header": ["a", "b"], "rows": [["c d"]]}]
    assert body.text == "e\na\tb\nc d"


def test_takes_content_out_of_a_table_that_only_frames_it():
    body = compose("<table><tr><td><p>a</p><p>b</p></td></tr></table>")

    assert body.html == "<p>a</p>\n<p>b</p>"


@pytest.mark.parametrize(
    ("source", "url", "provider"),
    [
        (
            '<iframe src="//www.youtube.com/embed/1?a=1&amp;b">no</iframe>',
            "www.youtube.com/embed/1?a=1&b",
            "youtube.com",
        ),
        ('<p><iframe data-src="http://vimeo.com/1"/></p>', "vimeo.com/1", "vimeo.com"),
        ('<figure><oembed url="https://t.me/a/1"></oembed></figure>', "t.me/a/1", "t.me"),
        ('<video controls><source src="https://e.uz/a.mp4">no</video>', "e.uz/a.mp4", "e.uz"),
        (
            '<blockquote class="twitter-tweet"><p>a <a href="https://t.co/1">b</a></p>c '
            '<a href="https://x.com/c/status/1">d</a></blockquote>',
            *("x.com/c/status/1", "x.com"),
        ),
        (
            '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/1">a</blockquote>',
            "www.tiktok.com/1",
            "tiktok.com",
        ),
        ('<script async data-telegram-post="a/1"></script>', "t.me/a/1", "t.me"),
    ],
)
def test_makes_a_place_for_what_other_sites_show(source, url, provider):
    body = compose(source)

    assert body.blocks == [{"type": "embed", "url": f"https://{url}", "provider": provider}]
    assert body.html == f'<figure class="embed" data-url="https://{url.replace("&", "&amp;")}"></figure>'
    assert body.text == ""


def test_keeps_the_text_around_a_post():
    post = '<blockquote class="twitter-tweet"><a href="https://x.com/b">b</a></blockquote>'

    body = compose(f"<blockquote>a{post}c</blockquote>")

    assert body.text == "a\nb\nc"


@pytest.mark.parametrize(
    "address", ["javascript:x", "/a", "data:x", "https://a@b.uz/", "https://[", "about:blank"]
)
def test_makes_no_place_for_other_addresses(address):
    body = compose(f'<iframe src="{address}">a</iframe><figure class="embed" data-url="{address}"></figure>')

    assert body.html == ""


@pytest.mark.parametrize(
    ("source", "word_count"),
    [
        ("<p>Oʻzbekiston oʼ o‘zbek san’at o'zbek g`alaba</p>", 6),
        ("<p>кто-то — это 2025 год, 3,5 %</p>", 6),
        ("<p>one</p><ul><li>two</li></ul><table><tr><td>three<td>four</table>", 4),
        ("<p>— … !</p>", 0),
    ],
)
def test_counts_words(source, word_count):
    body = compose(source)

    assert body.word_count == word_count


@pytest.mark.parametrize(
    ("text", "limit", "beginning"),
    [
        ("one two", 7, "one two"),
        ("one two three", 7, "one two"),
        ("one two three", 8, "one two"),
        ("one two three", 6, "one"),
        ("one, two", 5, "one"),
        ("one — two", 6, "one"),
        ("one.  two\n\nthree", 9, "one. two"),
        ("one,", 4, "one,"),
        ("Oʻzbekiston", 4, "Oʻzb"),
        ("— Oʻzbekiston", 4, "— Oʻ"),
        ("", 4, ""),
    ],
)
def test_cuts_an_excerpt_at_the_end_of_a_word(text, limit, beginning):
    assert excerpt(text, limit) == beginning


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x01",
        "\x1f",
        "\x7f",
        "\x9f",
        "\ud800",
        "\ufdd0",
        "\uffff",
        "\U0001fffe",
        "&#1;",
        "&#xfffe;",
    ],
)
def test_drops_characters_that_are_none(character):
    body = compose(f'<p>a{character}b</p><img src="/a" alt="c{character}d">')

    assert body.html == '<p>ab</p>\n<figure><img src="/a" alt="cd"></figure>'
    assert body.text == "ab"
