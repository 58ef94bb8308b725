import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsapi.transliteration import html_to_cyrillic, html_to_latin, slug, to_ascii, to_cyrillic, to_latin

DECLARATION = Path(__file__).parents[1] / "../shared/data/articles/udhr_en_ru_uz.jsonl.gz"

BOTH_WAYS = [
    ("Oʻzbekiston Respublikasi Prezidenti", "Ўзбекистон Республикаси Президенти"),
    ("choʻl, togʻ, shahar, singil, yoʻl", "чўл, тоғ, шаҳар, сингил, йўл"),
    ("yer, qayerda, poyezd, kelgan", "ер, қаерда, поезд, келган"),
    ("eʼlon, aeroport, poema, maestro", "эълон, аэропорт, поэма, маэстро"),
    ("yoz, dunyo, yulduz, oyat, miqyos", "ёз, дунё, юлдуз, оят, миқёс"),
    ("sanʼat, maʼno, maʼyus, qatʼiy", "санъат, маъно, маъюс, қатъий"),
    ("Isʼhoq, asʼhob", "Исҳоқ, асҳоб"),
    ("moʻjiza, moʻtabar, shoʻbasi", "мўъжиза, мўътабар, шўъбаси"),
    ("konstitutsiyaviy, federatsiya, militsiya", "конституциявий, федерация, милиция"),
    ("aksiyadorlar, stansiyada, konsepsiyasi", "акциядорлар, станцияда, концепцияси"),
    ("pensiya, versiya, inersiya, refleksiya", "пенсия, версия, инерция, рефлексия"),
    ("sirk, sirkda, sirka, sex, sexlarning", "цирк, циркда, сирка, цех, цехларнинг"),
    ("ketsin, aytsa, odatsiz, jinsiyat", "кетсин, айтса, одатсиз, жинсият"),
    ("yanvar, aprel, iyun, sentabr, oktabr", "январь, апрель, июнь, сентябрь, октябрь"),
    ("5-aprelda, oktabrdan, rollarini", "5-апрелда, октябрдан, ролларини"),
    ("film, kinofilmlar, albomi, madaniyat", "фильм, кинофильмлар, альбоми, маданият"),
    ("obyekt, subyektlar, syomka, inyeksiya", "объект, субъектлар, съёмка, инъекция"),
    ("premyera, kuryer, intervyuda, batalyon", "премьера, курьер, интервьюда, батальон"),
    ("rayon, mayor, yod olmoq, bayon", "район, майор, ёд олмоқ, баён"),
    ("revolutsiya, valuta, kostum, parashut", "революция, валюта, костюм, парашют"),
    ("budjet, budjetdan, broshura, kollejlar", "бюджет, бюджетдан, брошюра, колледжлар"),
    ("obroʻyi, nuqtayi nazar, toʻyi", "обрўи, нуқтаи назар, тўйи"),
    ("Yevropa, Belgiya, Fransiya, Nyu-York", "Европа, Бельгия, Франция, Нью-Йорк"),
    ("Shveysariya, Lyuksemburg, Polshada", "Швейцария, Люксембург, Польшада"),
    ("Mirziyoyev, Gʻafur Gʻulom, Yoʻldosh", "Мирзиёев, Ғафур Ғулом, Йўлдош"),
    ("SHAVKAT YOʻLDOSHEV, FILM, APREL", "ШАВКАТ ЙЎЛДОШЕВ, ФИЛЬМ, АПРЕЛЬ"),
    ("OʻzLiDeP, ToshDTU, BMTning, AQShda", "ЎзЛиДеП, ТошДТУ, БМТнинг, АҚШда"),
    ("Sh. Rashidov, Yu. Yusupov", "Ш. Рашидов, Ю. Юсупов"),
]


@pytest.mark.parametrize(("latin", "cyrillic"), BOTH_WAYS)
class TestUzbek:
    def test_becomes_cyrillic(self, latin, cyrillic):
        assert to_cyrillic(latin) == cyrillic

    def test_becomes_latin(self, latin, cyrillic):
        assert to_latin(cyrillic) == latin

    def test_stays_in_the_alphabet_it_has(self, latin, cyrillic):
        assert (to_cyrillic(cyrillic), to_latin(latin)) == (cyrillic, latin)


@pytest.mark.parametrize("apostrophe", "ʻʼ‘’'`")
def test_every_apostrophe_is_read(apostrophe):
    text = "Oʻzbek sanʼati, bogʻ, Isʼhoq".replace("ʻ", "ʼ").replace("ʼ", apostrophe)

    assert to_cyrillic(text) == "Ўзбек санъати, боғ, Исҳоқ"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("‘kilo’ 'kilo'", "‘кило’ 'кило'"),
        ("'so‘z' ‘soʻz’", "'сўз' ‘сўз’"),
        ("‘Navro‘z’ bayrami", "‘Наврўз’ байрами"),
        ("“o'zbek tog'i”", "“ўзбек тоғи”"),
        ("tog' va bog’, mablagʻ", "тоғ ва боғ, маблағ"),
        ("'tog'da radio'", "'тоғда радио'"),
        ("Dilshod', rang'", "Дилшод', ранг'"),
    ],
)
def test_quotation_marks_are_no_letters(latin, cyrillic):
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    "text",
    [
        "https://kun.uz/uz/news?a=bir",
        "www.example.org/uz",
        "kun.uz",
        "t.me/kanal",
        "tahririyat@kun.uz",
        "@muharrir",
        "#Navroʻz",
        "XXI",
        "IV",
        "Windows Facebook Washington",
        "YouTube iPhone Google",
        "IT, USB, 5G, G20, COVID-19",
        "Müller, Erdoğan",
        "Ташкент, 5 апреля",
    ],
)
def test_what_is_not_uzbek_words_stays(text):
    assert to_cyrillic(text) == text


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("XXI asr", "XXI аср"),
        ("I. Karimov", "И. Каримов"),
        ("it, ip", "ит, ип"),
        ("Facebook'da, Google’ning, kun.uz’da", "Facebook'да, Google’нинг, kun.uz’да"),
        ("sentyabr, evropa, tsirk", "сентябрь, европа, цирк"),
        ("20ta, 2024-yil", "20та, 2024-йил"),
    ],
)
def test_words_beside_what_stays_become_cyrillic(latin, cyrillic):
    assert to_cyrillic(latin) == cyrillic


def test_html_keeps_markup_addresses_and_entities():
    html = (
        '<h2 class="sarlavha">Yangi&nbsp;film &amp; kitob</h2>'
        '<p><a href="https://kun.uz/film?a&amp;b" title="Film haqida">kun.uz</a> &lt;oʻqing&gt;</p>O&#39;zbek'
        '<img src="/media/film.jpg" alt="Togʻ > choʻl &quot;bugun&quot;">'
    )

    assert html_to_cyrillic(html) == (
        '<h2 class="sarlavha">Янги&nbsp;фильм &amp; китоб</h2>'
        '<p><a href="https://kun.uz/film?a&amp;b" title="Фильм ҳақида">kun.uz</a> &lt;ўқинг&gt;</p>Ўзбек'
        '<img src="/media/film.jpg" alt="Тоғ > чўл &quot;бугун&quot;">'
    )


def test_html_becomes_latin_in_the_same_way():
    html = '<p class="матн">Янги&nbsp;фильм <a href="https://uz.example/ўзбек" title="Ҳақида">ўқинг</a></p>'

    assert html_to_latin(html) == (
        '<p class="матн">Yangi&nbsp;film <a href="https://uz.example/ўзбек" title="Haqida">oʻqing</a></p>'
    )


class Structure(HTMLParser):
    """The tags of a page with their attributes, less the values that are text."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, [(name, value) for name, value in attributes if name not in ("alt", "title")]))

    def handle_endtag(self, tag):
        self.tags.append(tag)


words = st.sampled_from(
    [
        "film",
        "oʻzbek",
        "tog'",
        "‘kilo’",
        "'",
        "&",
        "<",
        ">",
        '"',
        "ўзбек",
        "цирк",
        "XX",
        "a@b.uz",
        "kun.uz",
        "é",
        ".",
    ]
)
texts = st.lists(words | st.text(max_size=5), max_size=12).map(" ".join) | st.text(max_size=60)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


pages = st.recursive(
    texts.map(escaped),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        inner.map("<p>{}</p>".format),
        st.tuples(texts.map(escaped), inner).map(
            lambda parts: '<a href="/{0}" title="{0}">{1}</a>'.format(*parts)
        ),
        texts.map(escaped).map('<img src="/film.jpg" alt="{}">'.format),
    ),
    max_leaves=8,
).map(nh3.clean)


@given(pages)
def test_any_page_keeps_its_structure(page):
    structures = [Structure(html).tags for html in (page, html_to_cyrillic(page), html_to_latin(page))]

    assert structures == [structures[0]] * 3


@given(texts)
def test_any_text_is_written_once_and_for_all(text):
    cyrillic, latin = to_cyrillic(text), to_latin(text)

    assert (to_cyrillic(cyrillic), to_latin(latin)) == (cyrillic, latin)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oʻzbekiston gʻalabasi: 3-0!", "ozbekiston-galabasi-3-0"),
        ("O'zbekiston sanʼati", "ozbekiston-sanati"),
        ("Ўзбекистон ғалабаси, қаҳва", "ozbekiston-galabasi-qahva"),
        ("Щука и ёж: объезд в Хиве", "shchuka-i-yozh-obezd-v-khive"),
        ("Çağrı, Łódź, Straße, Ærø", "cagri-lodz-strasse-aero"),
        ("  2024  ", "2024"),
        ("你好 — …", ""),
        ("", ""),
    ],
)
def test_slug_is_plain_words_joined_with_hyphens(text, expected):
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("max_length", "expected"), [(13, "bir-ikki-uch"), (12, "bir-ikki-uch"), (11, "bir-ikki"), (2, "bi")]
)
def test_slug_is_cut_at_the_end_of_a_word(max_length, expected):
    assert slug("Bir ikki uch", max_length) == expected


@given(texts)
def test_any_text_is_plain_words_in_ascii(text):
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", to_ascii(text))


@pytest.mark.skipif(not DECLARATION.exists(), reason="the sample data is not beside the checkout")
def test_the_declaration_of_human_rights_is_the_same_in_both_alphabets():
    lines = gzip.decompress(DECLARATION.read_bytes()).splitlines()
    bodies = {body["language"]: body["body_html"] for body in map(json.loads, lines)}

    assert (
        html_to_latin(bodies["uz-Cyrl"]).split() == bodies["uz"].replace("217 (III)", "217 A (III)").split()
    )
