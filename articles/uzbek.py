"""What all forms of an Uzbek word have in common, by which they find each other: kitoblarimizdan and kitob.

Words are in Latin letters, lower case and without apostrophes. A stem is a name for the forms of a word, and
need not be a word: what matters is that all of them end alike.
"""

import re
from functools import lru_cache

WORD = re.compile("[a-z]++")
KEPT = 65_536  # words whose stems are remembered
LONGEST = 40  # letters; what is longer is not a word
SHORTEST = 3  # letters of a stem, but for these
SHORT_STEMS = frozenset("el et oy uy".split())

# Letters that loan words have in one spelling and not in another: valyuta and valuta, frantsiya and fransiya,
# kolledj and kollej. Cyrillic has one spelling of both. -ya and -ts- are left alone where they may belong to
# an ending or to two parts of a word (kel-yapti, ayt-sa, shart-siz).
SPELLED_OTHERWISE = re.compile(
    r"""
    (?<=[bcdfghjklmnpqrstvxz])y(?=u) | (?<=l)y(?=atsi) | (?<=umul)y(?=a) | (?<=tal)y(?=on)
    | (?<=\bsent)y(?=abr) | (?<=\bokt)y(?=abr) | \by(?=evro) | (?<=i)y(?=e) | (?<=tsi)y(?=ant)
    | \bt(?=s) | (?<![aeiou])t(?=s(?:i[aoy]|ikl|en[tz]|ess|ep[ts]|edur|ert)) | (?<=[aeiou]t)s(?=s)
    | d(?=j)
    """,
    re.VERBOSE,
)
# At the beginning of a word the other spelling has these.
BEGUN_OTHERWISE = [
    (re.compile(f"^{one}"), other)
    for one, other in (("(.)u", r"\1yu"), ("s", "ts"), ("(.?)j", r"\1dj"), ("ev", "yev"))
]

# Endings are taken off one after the other, the longest first, so stacks of them need no line of their own.
# What is ours and yours (-im, -ing) goes with the plural only: most words that end so are none (bilim).
ENDING = re.compile(
    r"""(?:
        # Nouns: the plural, whose it is, the cases, and what may follow them
        lar(?:im|ing|cha)? | (?<=[aeiou])(?<!shuno)si | (?<=[aeiou])(?:miz|ngiz)
        | (?<![aeiou])(?:i|imiz|ingiz|icha) | ning | (?<=[^aeiou]|[aei])ni | dan? | dagi | niki | dir | dek
        | (?:g|(?<=k)k|(?<=q)q)(?:a|acha|ina)
        # Verbs: participles and nouns, then tenses
        | (?:ma)?(?:g|(?<=k)k|(?<=q)q)an(?:li[kg]|im?|ing|man|miz)? | a?yotgan?i? | mas(?:li[kg]|dan)?
        | (?<![aeiou])(?:ish|ishim|ishing|ib|sa|sangiz) | (?<=la)sh | (?<=[lnr]a)b | (?:g|q)un(?:i?cha|iga)
        | (?:a|(?<=[aeiou])y)(?:digan|di|man) | (?<=[aeiou])ymiz | may(?:di|digan|man|miz)?
        | (?:g|(?<=k)k|(?<=q)q)ach | (?:ma|(?<=[bgjlmnrtvyzqkh]))di(?:m|k)?
        | moq(?:da|chi)? | a?yap(?:ti|man|miz)
    )\Z""",
    re.VERBOSE,
)
# Words that end as if with an ending; those in -on and -un in general, so these are the ones in -o and -u.
STEMS = frozenset(
    """
    dollar yangi bahodir sodir qodir nodir chodir taqdir taqdim maktab arab talab degan olgan aytgan otgan
    ekan tuman maskan arman dushman okean organ kapitan vatan vulkan restoran ekran roman stakan fan dehqon
    din xotin yaqin oyin oldin oltin erkin shirin ekin tolqin toshqin yongin taxmin talqin xojayin vitamin
    benzin magazin dizayn matn fenomen orden
    asos meros nasos qasos libos olmos iltimos iqtibos nafas havas qafas biznes majlis mutaxassis tashxis
    tennis ofis polis servis rais voris avtobus kampus korpus status virus nomus tanaffus tashabbus
    maqsad parad qayd poyezd rekord brend trend fond band farzand dard jild
    qara sora yasha
    azo baho bino daryo davo dunyo fuqaro havo jazo kino metro muammo radio savdo video evro
    intervu mavzu orzu qaygu uyqu
    """.split()
)
# Before an ending that begins with a vowel these lose their own: shahar, shahri.
SHORTENED = {
    "shahr": "shahar", "ogl": "ogil", "kongl": "kongil", "singl": "singil", "orn": "orin", "qorn": "qorin",
    "yarm": "yarim", "burn": "burun", "ogz": "ogiz", "boyn": "boyin", "bagr": "bagir",
}  # fmt: skip
# Before a vowel -k and -q become -g and -gʻ, but in words of one syllable.
HARD_END = re.compile("[aeiou].*[aeiou][kq]$")


@lru_cache(KEPT)
def stem(word: str) -> str:
    """The same for all forms of a word; anything is answered."""
    if len(word) > LONGEST:
        return word
    longer = None
    while word != longer:
        longer, word = word, shorter(respelled(word))
    word = SHORTENED.get(word, word)
    return f"{word[:-1]}g" if HARD_END.search(word) else word


def respelled(word: str) -> str:
    """The same for all spellings of a loan word."""
    return SPELLED_OTHERWISE.sub("", word)


def begun(respelled_beginning: str) -> set[str]:
    """How words with this beginning may begin in any spelling, and some that do not."""
    return {respelled_beginning, *(one.sub(other, respelled_beginning) for one, other in BEGUN_OTHERWISE)}


def shorter(word: str) -> str:
    """The word without its last ending, if it has one."""
    if word in STEMS:
        return word
    for ending in ("i", "ni", "di"):
        if word.endswith(ending) and word.removesuffix(ending) in STEMS:
            return word.removesuffix(ending)
    found = ENDING.search(word, 2 if word[:2] in SHORT_STEMS else SHORTEST)
    if found:
        return word[: found.start()]
    # A verb in -a has it in some of its forms only: soʻzla-di, soʻzl-adi.
    return word[:-1] if len(word) > 4 and word[-1] == "a" and word[:-1] not in STEMS else word


def stemmed(text: str) -> str:
    """A folded text with the stems of its words in their places."""
    return WORD.sub(lambda word: stem(word[0]), text)
