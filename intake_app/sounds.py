"""How names sound, roughly: one key for a name however it is spelt, in whatever script.

Names of one person are written down in the letters of who listens: محمد, Muhamed, Mohammed and Maxamed are one.  A key
keeps the consonants in a few classes and leaves vowels, doubles and glides out.  It finds too much rather than too
little, so what was found by it comes behind what was found as written, and nobody concludes anything from it.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, permutations

from anyascii import anyascii

LEAST = 2
"""Letters of a key that stands for a beginning; a shorter one stands for a whole word, with `END` behind."""
END = "."
LONGEST, MOST_WORDS = 16, 24
_MOST_PAIRED = 8
"""Words of a name of which any two may be one."""
_READ_SO = str.maketrans({
    "\u0636": "dh", "\u0681": "z", **dict.fromkeys("\u0999\u0982\u0919\u0a19\u0d82", "ng"),
    **dict.fromkeys(map(chr, range(0x12B8, 0x12C6)), "kh"),
})  # fmt: skip
"""Letters that are told otherwise here than letter by letter: dad like zah, the dze of Pashto, the n of the throat, and
what Tigrinya makes of a k behind a vowel."""
_MANY = "\u099c\u09af\u091c\u0a1c\u0b95\u0b9a\u0445\u0433"
"""Letters that say several sounds: ja and ya from Punjab to Bengal, k and c of Tamil, Cyrillic kha and he."""
_THROAT = "\u0995-\u0998\u0915-\u0918\u0a15-\u0a18\u0d9a-\u0d9d"
_NASAL = "[\u0901\u0902\u0981\u0a01\u0a02\u0a70]"
_BEFORE_OTHERS = (
    (re.compile(f"[\u0999\u0982\u0919\u0a19\u0d82](?=[{_THROAT}])"), "n"),
    (re.compile(f"{_NASAL}(?=[\u092a-\u092e\u09aa-\u09ae\u0a2a-\u0a2e])"), "m"),
    (re.compile(f"{_NASAL}(?=[\u0939\u0a39])"), "ng"),
    (re.compile(_NASAL), "n"),
    (re.compile("\u0434\u0436"), "j"),
    (re.compile("(?<=\u0648)[\u0647\u06c1](?=\u062f)"), ""),
    (re.compile("\u0644(?=\u0644[\u0647\u06c1])"), ""),
)
"""What signs say before others: a nasal before lips, throat and h, two Cyrillic letters that are a j, an h that nobody
says in Urdu (Chaudhry), and the two letters of the name of God, one in any other script."""
_OF_GOD = re.compile("(?<=ul)(a+h)[ieu]$")
"""Abdullahi is Abdullah in Somali and in Hausa."""
_Y_OF_BENGALI = re.compile("\u09af\u09bc|(?<!\u09b0)\u09cd\u09af")
"""A ya with a dot, or behind a consonant other than ra: it says y, and one without says j."""
_TOKEN = re.compile(rf"sch|sh|zh|ts|tz|ch|ck|kh|gh|jh|dj|th|dh|ph|bh|[a-z0-9]|[{_MANY}]")
_CLASSES = {
    "b": "b", "p": "b", "bh": "b", "f": "f", "ph": "f", "t": "t", "d": "t", "th": "t", "dh": "t",
    "s": "s", "z": "s", "sh": "s", "zh": "s", "sch": "s", "ts": "s", "tz": "s",
    "k": "k", "q": "k", "kh": "k", "ck": "k", "ch": "k", "c": "k", "g": "g", "j": "g", "gh": "g", "jh": "g", "dj": "g",
    "h": "h", "l": "l", "m": "m", "n": "n", "r": "r", "x": "ks", **{digit: digit for digit in "0123456789"},
    "\u099c": "g", "\u09af": "g", "\u091c": "g", "\u0a1c": "g", "\u0b95": "k", "\u0b9a": "s",
    "\u0445": "k", "\u0433": "g",
}  # fmt: skip
"""What is not named here is silent: vowels, w, y, and v, which stands for w in many a spelling."""
_SOUNDS = frozenset("".join(_CLASSES.values()))
_EAST = {
    **dict.fromkeys(("th", "dh", "\u099c", "\u09af", "\u091c", "\u0a1c"), "s"),
    "\u0b95": "g", "\u0b9a": "k", "\u0445": "h", "\u0433": "h",
}  # fmt: skip
_SPELLINGS: tuple[dict[str, str], ...] = (
    {}, {"c": "", "x": "h"}, {"ch": "s", "\u09af": ""}, {"c": "g", "x": "k"}, _EAST, {**_EAST, "q": "g"}, {"dh": "th"},
)  # fmt: skip
"""Letters that say something else: in Somali; in French, and ya where Bengali writes a word of Hindi; in Turkish and
Kurmanji; from Cairo to Dhaka, where the four letters that Arabic says between the teeth or in the throat are an s or a
z; in Iran; where Ethiopic writes two letters (Medhin)."""
_SOFT = frozenset("eiy")
_SUN = re.compile("l(?=[nrst])")
"""The article before a letter that takes its sound: "Abdul Rahman" is "Abdurrahman".

No key tells an article from the end of a name, "Jamal Nasser", so that a name is found under both readings.
"""
_SERVANT = re.compile("(?:[ac]?abd|\u0639\u0628\u062f)")
_SERVED = re.compile("^bt(l?)(?=[bfghkm].)")
"""How a name begins that says whose servant somebody is. In Somali it has no article, where that is an l elsewhere."""
_ENDED_WITHIN = re.compile(
    "(?<=[^bcdgjkpstz])[hx](?=o?[uo]o?l|[uo](?:rr|ss|nn)|al(?:l|d[iy]*n)|(?:o?[uo]o?|[aei])?d+[eiy]+n)"
    "|(?<=..)t(?=o?[uo]o?l(?:la|a?h)|all)"
    "|(?<=^sha)h(?=[^aeiouwy]..|al.?m)"
)
"""In Latin letters, an h, or a t that is one before another word alone, which is silent where two words are written:
Salahuddin is صلاح الدين, Ruhul Amin روح الأمين, Rahmatullah رحمة الله, Shahjahan شاه جهان.
"""
_GOING_ON = re.compile("(?<=[a-z]{2}h)[aeiou]+d*[eiy]*$")
_SAID_WITHIN = str.maketrans({"\u0627": "a", "\u0445": "h", "\u09b6": "sh"})
"""Alef, Cyrillic kha and sha of Bengali, as they are told for that."""
_OTHERWISE = {"kh": "h", "h": "kh", "j": "y", "y": "j"}
_BEGINS_OTHERWISE = re.compile("^(?:kh|h|[jy](?=[^jy]))")
"""What stands for one sound in Turkish, Kurmanji and Bosnian (Halil), and in German and Swedish (Johannes), and for
another in English."""
_DOUBLE = re.compile("([^0-9\u0590-\u07ff])\\1+")
"""Two letters for one; where short vowels are not written (Hebrew, Arabic, Syriac, N'Ko) two letters are two."""
_ARTICLE = re.compile(r"[ae]l(?=[^aeiouyw\W]).{3}")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u0640\u200d-\u200f\u2060\u2066-\u2069\u180b-\u180d\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
    "|(?<![\u0620-\u06ff\u0750-\u077f])\u200c"
)
"""What stands in a word and says nothing: joiners, signs of direction, the line that stretches an Arabic word.

What keeps Arabic letters from joining stands between two words that are one in writing.
"""
_BEGINS = str.maketrans({"\u0627": "a", "\u0623": "a", "\u12a5": "e"})
"""Letters that say a vowel and have none in Latin: alef by itself and with its mark, and the first of እወ."""
_SILENT_IN_URDU = "\u06be"
"""The two-eyed he, which makes the letter before it breathe."""


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and marks; signs for vowels belong to their word."""
    spread = _Y_OF_BENGALI.sub("\u09df", unicodedata.normalize("NFKD", text.casefold()))
    kept = _UNSEEN.sub("", "".join(letter for letter in spread if not unicodedata.combining(letter)))
    return "".join(letter if _of_a_word(letter) else " " for letter in kept).split()


def _of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in ("Mc", "Mn")


def keys_of(text: str) -> frozenset[str]:
    """Keys under which a text is found: of what begins at each of its words, written together up to `LONGEST`."""
    words = words_of(text)[:MOST_WORDS]
    return frozenset(key for spelling in _spellings(words) for key in _keys(words, spelling)) - {END}


def asked_for(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """What is looked for when this is typed: ways to ask, each with beginnings of keys, one of each to be found.

    The ways are each word by itself, and all together: "Abdul Rahman" is "Abdelrahman"; then with a word as two, and
    with two as one, where a letter is silent between them: "Salahuddin" is "Salah Uddin".  No way without a word.
    """
    words = words_of(text)[:MOST_WORDS]
    several = len(_apart(words)) > 1
    ways = [
        way
        for read in (words, _untied(words), _tied(words))
        for way in (_apart(read), (_beginnings(read),) if several else ())
    ]
    return tuple(dict.fromkeys(filter(None, ways)))


def begun(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """The same where the last word may go on of which one sound is typed: "ali s", "yusu"; or as "salahu" will, before
    it can be told for two words.  No way where it says more.

    It finds whatever begins with that sound, so that it is for when nothing else is found.
    """
    typed = text.casefold().rstrip()
    if (former := _GOING_ON.sub("", typed)) != typed:
        return asked_for(former)[:1]
    return tuple(
        (*way[:-1], way[-1] | {key[:-1] + sound for key in way[-1] if key.endswith(END) for sound in _SOUNDS})
        for way in asked_for(text)[:1]
        if any(key.endswith(END) for key in way[-1])
    )


def otherwise(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """The same with the first sound of words as others write it: "halil" for Khalil, "johannes" for Yohannes.  No way
    where no word begins so.

    It finds other names, too, so that it is for when nothing else is found, and not for short words.
    """
    words = words_of(text)[:MOST_WORDS]
    turned = [_turned(word) for word in words]
    way = tuple(filter(None, (_beginnings([word]) | other for word, other in zip(words, turned, strict=True))))
    return (way,) if any(turned) else ()


def _turned(word: str) -> frozenset[str]:
    """Its beginnings with another first sound; none where these are too short to tell names apart."""
    said = "".join(_parts(word))
    other = _BEGINS_OTHERWISE.sub(lambda found: _OTHERWISE[found[0]], said)
    return frozenset(key for key in _beginnings([other]) if len(key) > LEAST) if other != said else frozenset()


def _apart(words: Iterable[str]) -> tuple[frozenset[str], ...]:
    return tuple(sounds for sounds in (_beginnings([word]) for word in words) if sounds)


@lru_cache(maxsize=1 << 12)
def in_latin(text: str) -> str:
    """A text letter by letter, with its vowels as far as they are written: না is "na", አዎ "awo", نعم "nm"."""
    return re.sub("[^a-z0-9 ]", "", anyascii(text.casefold().translate(_BEGINS)).lower())


def count_letters(word: str) -> int:
    """How many different letters a word has in the Latin alphabet, those that are silent in a key among them."""
    return len(set(_tokens(word)))


def are_whole(asked: Sequence[str], words: Sequence[str]) -> bool:
    """Whether what was asked for are words of a name in full, written so or sounding so, and not beginnings of them.

    Both as `words_of` gives them, in any order; two words are one that is written together.
    """
    known = set().union(*map(_heard, _ones_and_twos(words)))
    found = {word for part in _ones_and_twos(asked) if _heard(part) & known for word in part}
    return found.union(words).issuperset(asked)


def _ones_and_twos(words: Sequence[str]) -> list[tuple[str, ...]]:
    pairs = permutations(words, 2) if len(words) <= _MOST_PAIRED else ()
    return [*((word,) for word in words), *pairs]


def _heard(words: Iterable[str]) -> set[str]:
    """How it sounds in each spelling; nothing where it is all vowels."""
    heard = list(words)
    return (_together(heard) | _together(_tied(heard))) - {""}


def _beginnings(words: list[str]) -> frozenset[str]:
    """Also with an h at the end, which is silent there, but not where more is to be typed."""
    keys = _together(words)
    found = set(map(_ended, [*keys, *(key + "h" for key in keys if words[-1].endswith("h"))])) - {END}
    return frozenset(one for one in found if not any(one != other and one.startswith(other) for other in found))


def _together(words: list[str]) -> set[str]:
    """How words sound that are written together, in each spelling, with the l that an article loses and without it."""
    heard = {"".join(_key(word, spelling) for word in words) for spelling in _spellings(words)}
    found = set(map(_joined, heard)) | {key for key in heard if key[:1] != "l"}
    return found | set(map(_of_somali, found)) if _SERVANT.match("".join(words)) else found


def _of_somali(key: str) -> str:
    """A name like Abdulkadir with its l where that is not, and without it where it is: Cabdiqaadir."""
    return _SERVED.sub(lambda found: "bt" if found[1] else "btl", key)


def _tied(words: list[str]) -> list[str]:
    """Two words that may be one are one, and what is silent between them is heard."""
    tied: list[str] = []
    for word in words:
        if tied and _are_one(former := re.sub("\u0629$", "\u062a", tied[-1]), word):
            tied[-1] = former + word
        else:
            tied.append(word)
    return tied


def _untied(words: list[str]) -> list[str]:
    """The other way round: a word that may be two is two, without what is silent between them."""
    left, untied = list(words), list[str]()
    while left:
        before, after = _in_two(word := left.pop(0))
        if left and _are_one(word, left[0]):
            before = word[:-1]
        elif left and in_latin(after).endswith("l"):
            left[0], after = after + left[0], ""
        untied += filter(None, (before, after))
    return untied


def _are_one(word: str, following: str) -> bool:
    has_article = following.startswith("\u0627\u0644") or _has_article(following)
    return (has_article and _tokens(word)[-1:] == ("h",)) or _in_two(word + following) == (word[:-1], following)


def _in_two(word: str) -> tuple[str, str]:
    """What stands before a letter that is silent between words, and behind it; nothing behind where there is none."""
    said = [letter if letter.isascii() else _in_latin(letter.translate(_SAID_WITHIN)) for letter in word]
    found = _ENDED_WITHIN.search("".join(said))
    if found is None:
        return word, ""
    at = bisect_right(list(accumulate(map(len, said))), found.start())
    return word[:at], word[at + 1 :]


def _spellings(words: Iterable[str]) -> Iterable[dict[str, str]]:
    """Those by which these words may sound otherwise than by the first one, which is among them."""
    told = {token for word in words for token in _tokens(word)}
    return [spelling for spelling in _SPELLINGS if not spelling or not told.isdisjoint(spelling)]


def _ended(key: str) -> str:
    return key[:LONGEST] if len(key) >= LEAST else key + END


def _joined(keys: Iterable[str]) -> str:
    return _SUN.sub("", "".join(keys))


def _keys(words: list[str], spelling: dict[str, str]) -> Iterable[str]:
    """Of each word on, and of a short word by itself; also behind an article that is written together with its word."""
    keys = [_key(word, spelling) for word in words]
    for place, word in enumerate(words):
        yield from _read(keys[place:])
        if len(alone := _joined(keys[place : place + 1])) < LEAST:
            yield _ended(alone)
        if _has_article(word):
            yield from _read([_key(word[2:], spelling), *keys[place + 1 :]])


def _read(keys: list[str]) -> Iterable[str]:
    """Written together, with the l that an article loses and without it: who types has come to the l, or past it."""
    return _ended(_joined(keys)), _ended("".join(keys))


def _has_article(word: str) -> bool:
    return (word.startswith("\u0627\u0644") and len(word) > 4) or _ARTICLE.match(word) is not None


def _key(word: str, spelling: dict[str, str]) -> str:
    tokens = _tokens(word)
    if not tokens:
        return ""  # a single ain, which the Latin alphabet has no letter for
    key = "".join(_sound(token, after, spelling) for token, after in zip(tokens, (*tokens[1:], ""), strict=True))
    return key[:-1] if tokens and tokens[-1] == "h" and len(key) > 1 else key


@lru_cache(maxsize=1 << 12)
def _tokens(word: str) -> tuple[str, ...]:
    return tuple(token for part in _parts(word) for token in _TOKEN.findall(part))


def _parts(word: str) -> Iterable[str]:
    """A word in Latin letters: runs that may hold digraphs, and each letter of another script by itself."""
    word = _OF_GOD.sub(r"\1", _DOUBLE.sub(r"\1", word))
    for signs, said in _BEFORE_OTHERS if not word.isascii() else ():
        word = signs.sub(said, word)
    for run in re.findall(r"[a-z0-9]+|[^a-z0-9]+", word):
        if run.isascii():
            yield run
        else:
            yield from (_in_latin(letter) for letter in run if letter != _SILENT_IN_URDU)


@cache
def _in_latin(letter: str) -> str:
    return letter if letter in _MANY else anyascii(letter.translate(_READ_SO)).lower()


def _sound(token: str, following: str, spelling: dict[str, str]) -> str:
    if token == "c" and "c" not in spelling and following in _SOFT:
        return "s"
    return spelling.get(token, _CLASSES.get(token, ""))
