"""What bodies promise for any source: real, random and hostile ones."""

import gzip
import json
import re
import tarfile
import time
from html import unescape
from pathlib import Path

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import MAX_LENGTH, BodyTooLong, compose
from articles.body.markup import DROPPED
from tests.articles.whole_bodies import block_html, faults, is_whole, squeezed

SHARED = Path(__file__).parents[2] / "../shared/data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="The shared data is not beside the checkout.")


def rows(path: str) -> list[dict]:
    with gzip.open(SHARED / path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def html5lib_sources() -> list[str]:
    with tarfile.open(SHARED / "hostile/html5lib-tests.tar.xz") as archive:
        files = [member for member in archive if re.search(r"tree-construction/.*\.dat$", member.name)]
        texts = [archive.extractfile(member).read().decode() for member in files]
    cases = [case for text in texts for case in re.split(r"(?:^|\n\n)#data\n", text)]
    return [re.split(r"\n#(?:new-)?errors\b", case)[0] for case in cases]


@pytest.mark.parametrize("source", ["a" * (MAX_LENGTH + 1), "&" * 300_000])
def test_refuses_what_is_too_long_or_becomes_so(source):
    with pytest.raises(BodyTooLong, match=r"at most 1,000,000 characters"):
        compose(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<div>" * 100_000 + "a", id="deep"),
        pytest.param("<ul><li>" * 50_000 + "a", id="deep lists"),
        pytest.param("<table><td>" * 50_000 + "a", id="deep tables"),
        pytest.param("<blockquote class=twitter-tweet>" * 20_000 + "a", id="deep quotes"),
        pytest.param("<svg>" * 100_000 + "a", id="deep drawings"),
        pytest.param(
            "<p>" + "".join(f"<b id={n}>" for n in range(20_000)) + "<p>a" * 20_000, id="crossed tags"
        ),
        pytest.param('<a href="/' + "a" * 1900 + '">' + "<br>a" * 20_000, id="a link without end"),
        pytest.param("a" + "<" * 200_000, id="brackets"),
        pytest.param("a" + "<a " * 200_000, id="a tag without end"),
        pytest.param("a" + "<!-- " * 150_000, id="a comment without end"),
        pytest.param("<iframe>" * 100_000 + "a", id="frames without end"),
        pytest.param("a<a " + "a='b\" " * 100_000 + ">", id="attributes"),
        pytest.param("a&#" + "9" * 500_000 + ";", id="a large reference"),
        pytest.param("a" + " " * 900_000 + "\n" + "a", id="white space"),
    ],
)
def test_reads_hostile_sources_in_time(source):
    began = time.process_time()

    body = compose(source)

    assert "a" in body.text
    assert time.process_time() - began < 10


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b c",
            " ",
            "\n",
            "&",
            "<",
            ">",
            '"',
            "'",
            "&amp;lt;",
            "&nbsp;",
            "\u2003",
            "\x00",
            "\ud800",
            "&#1;",
            "</",
            "<!--",
        ),
        *(
            "<p>",
            "</p>",
            "<div>",
            "<br>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<sup>",
            "</sup>",
            "<q>",
            "<pre>",
            "</pre>",
        ),
        *(
            "<a href=/a>",
            '<a href="https://[">',
            "<a href='https://a..b:99999/'>",
            '<a href="',
            "</a>",
            "<h2>",
            "</h2>",
        ),
        *(
            "<ul>",
            "<ol>",
            "<li>",
            "</li>",
            "</ul>",
            "<blockquote>",
            '<blockquote class="twitter-tweet">',
            "</blockquote>",
        ),
        *(
            "<figure>",
            "<figcaption>",
            "</figcaption>",
            "</figure>",
            "<img src=/a alt='<'>",
            "<img src=image:7>",
            "<iframe src=//a.uz>",
            "</iframe>",
        ),
        *(
            "<table>",
            "<caption>",
            "<thead>",
            "</thead>",
            "<tr>",
            "<td colspan=2>",
            "<th>",
            "</td>",
            "</tr>",
            "</table>",
        ),
        *("<svg>", "</svg>", "<script>", "</script>", "<template>", "</template>", "<my-tag>", "<title>"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_keeps_its_promises_for_any_markup(source):
    assert is_whole(source)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_keeps_its_promises_for_any_text(source):
    assert is_whole(source)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='java&Tab;script:alert(1)'>a</a>",
        "<a href='&#x6A&#x61vascript:alert(1)'>a</a>",
        "<svg><a xlink:href='javascript:alert(1)'><text>a</text></a></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<iframe src='javascript:alert(1)' srcdoc='<script>alert(1)</script>'></iframe>",
        "<p style='background:url(javascript:alert(1))' id=a class=b onclick=c()>a</p>",
        "<form action='javascript:alert(1)'><input name=a><button formaction='javascript:x'>a</form>",
        "<figure class='embed' data-url='https://a.uz/\"onclick=alert(1)//'></figure>",
        '<img src="/a" alt="\'><script>alert(1)</script>" width=\'1 onload=alert(1)\'>',
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<<img src=/a onerror=alert(1)//>",
        "<table><td colspan='2\" onclick=alert(1)'>a<td>b</table>",
        "<base href='//evil.uz'><meta http-equiv=refresh content='0;//evil.uz'>a",
        '<a href="/a\n/evil" "onclick=alert(1)">a</a>',
    ],
)
def test_lets_nothing_dangerous_through(source):
    body = compose(source)

    assert faults(body.html) == []
    assert faults(block_html(body), {"a", "strong", "em"}) == []


@needs_shared
def test_lets_no_known_attack_through():
    payloads = [row["payload"] for row in rows("hostile/dompurify_expect.jsonl.gz")]

    broken = [payload for payload in payloads if not is_whole(payload)]

    assert len(payloads) == 223
    assert broken == []


@needs_shared
def test_keeps_its_promises_where_parsers_differ():
    sources = html5lib_sources()

    broken = [source for source in sources if not is_whole(source)]

    assert len(sources) > 1700
    assert broken == []


@needs_shared
@pytest.mark.parametrize("path", sorted(path.name for path in SHARED.glob("articles/*.jsonl.gz")))
def test_keeps_every_word_of_real_articles_in_order(path):
    sources = [row["body_html"] for row in rows(f"articles/{path}")]

    shown = [unescape(nh3.clean(source, tags=set(), clean_content_tags=DROPPED)) for source in sources]
    lost = [
        source
        for source, text in zip(sources, shown, strict=True)
        if squeezed(text) != squeezed(compose(source).text) or not is_whole(source)
    ]

    assert lost == []
