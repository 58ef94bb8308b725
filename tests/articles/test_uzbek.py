"""Stems of Uzbek: the forms of a word meet, and other words do not join them."""

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.demonstration.loading import stories
from articles.search import fold
from articles.uzbek import stem, stemmed
from newsapi.transliteration import to_cyrillic


def stems(words: str) -> set[str]:
    return {stem(word) for word in words.split()}


@pytest.mark.parametrize(
    "forms",
    [
        "kitob kitoblar kitobi kitobimiz kitobingiz kitoblarim kitobning kitobni kitobga kitoblarimizdan",
        "bola bolalar bolasi bolamiz bolalari bolaning bolani bolaga boladan bolalarniki boladek bolagacha",
        "davlat davlatdagi davlatdagilarning davlatlargacha davlatimizdagina davlatdir",
        "partiya partiyasi partiyalarini partiyangiz",
        "dollar dollari dollardan dollarlarga",
        "Navoiy Navoiyning Navoiyga".lower(),
    ],
)
def test_the_forms_of_a_noun_meet(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms",
    ["yurak yuragi yurakka yuraklar", "tovuq tovugi tovuqqa tovuqqacha", "tinchlik tinchligi tinchlikka"],
)
def test_a_last_consonant_that_a_vowel_makes_soft_is_the_same(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize("forms", ["shahar shahri shahrida", "ogil ogli", "orin ornini"])
def test_a_vowel_that_is_lost_before_an_ending_comes_back(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "qonun qonuni qonunni qonuniga",
        "maydon maydoni maydonni",
        "Ozbekiston Ozbekistoni Ozbekistonni".lower(),
        "xotin xotini xotinini",
        "majlis majlisi majlisini",
        "maqsad maqsadi maqsadini",
    ],
)
def test_an_ending_takes_no_letter_of_the_word_with_it(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "yozdi yozgan yozib yozish yozadi yozmoqda yozayotgan",
        "ishladi ishlagan ishlab ishlash ishlaydi ishlamoqda ishlayotganlar ishlaydigan ishlamadi ishlamaydi",
        "chiqdi chiqqan chiqib chiqish chiqadi chiqqach chiqmasdan chiqqanligi",
    ],
)
def test_the_forms_of_a_verb_meet(forms):
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "words", ["uy oy el", "ish uch yil", "bilim hokim tizim taqdim", "talab talaba", "yangi yana", "bola bol"]
)
def test_other_words_stay_apart(words):
    assert len(stems(words)) == len(words.split())


LOAN_WORDS = """
    valyuta valuta evolyutsiya evolutsiya byudjet budjet juri jyuri broshura broshyura kollej kolledj lyuks
    luks sentyabr sentabr oktyabr oktabr frantsiya fransiya valyutaning byudjetdan kollejlarimiz jyurisi
    oktyabrda revolyutsiya revolutsiya ventilyatsiya ventilatsiya akkumulyator akkumulator kostyum parashyut
    intervyuni tsirk sirk tsement kontsert konsert kontsepsiya entsiklopediya pitssa pitsa ofitsiyant
    koeffitsient batalyon batalon debut debyut evropa yevropada evro aktsiya aksiya litsey sotsial politsiya
    byulleten
""".split()


@pytest.mark.parametrize("word", LOAN_WORDS)
def test_a_loan_word_is_the_same_in_cyrillic(word):
    assert fold(word, "uz") == fold(to_cyrillic(word), "uz")


def test_the_words_of_the_demonstration_are_the_same_in_cyrillic():
    texts = [" ".join(story["editions"]["uz"].values()) for story in stories()]
    words = set(re.findall(r"[^\W\d]+(?:['‘’`][^\W\d]+)*", " ".join(texts)))

    assert len(words) > 2_000
    assert {word for word in words if fold(word, "uz") != fold(to_cyrillic(word), "uz")} == set()


@pytest.mark.parametrize(
    "spellings",
    [
        "valyuta valuta valyutasi", "byudjet budjet byudjetdan", "juri jyuri jyurisi", "broshura broshyura",
        "kollej kolledj kollejda", "lyuks luks", "sentyabr sentabrda", "oktyabr oktabrning", "evropa yevropa",
        "frantsiya fransiya", "evolyutsiya evolutsiyasi", "intervyu intervyuni intervyusi",
    ],
)  # fmt: skip
def test_the_spellings_of_a_loan_word_meet(spellings):
    assert len(stems(spellings)) == 1


@pytest.mark.parametrize("words", ["kelyapti kelapti", "shartsiz sharsiz", "darya dara", "tortsa torsa"])
def test_endings_are_not_taken_for_another_spelling(words):
    assert len(stems(words)) == len(words.split())


def test_a_text_keeps_everything_but_endings():
    assert stemmed("2025-yilda, «kitoblarni» oʻqing! Лондонда") == "2025-yil, «kitob» oʻqing! Лондонда"


@given(st.text(string.ascii_lowercase, max_size=60))
def test_a_stem_is_its_own_stem(word):
    assert stem(stem(word)) == stem(word)


@given(st.text())
@example("bagr")
def test_anything_has_a_stem_at_most_a_vowel_longer(text):
    assert len(stem(text)) <= len(text) + 1
