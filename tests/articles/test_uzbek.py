"""Stems of Uzbek: the forms of a word meet, and other words do not join them."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.uzbek import stem, stemmed


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


def test_a_text_keeps_everything_but_endings():
    assert stemmed("2025-yilda, «kitoblarni» oʻqing! Лондонда") == "2025-yil, «kitob» oʻqing! Лондонда"


@given(st.text(string.ascii_lowercase, max_size=60))
def test_a_stem_is_its_own_stem(word):
    assert stem(stem(word)) == stem(word)


@given(st.text())
@example("bagr")
def test_anything_has_a_stem_at_most_a_vowel_longer(text):
    assert len(stem(text)) <= len(text) + 1
