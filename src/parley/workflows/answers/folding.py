"""Making two spellings of one word equal: Unicode form, case, spaces, and diacritics as a second try."""

import unicodedata
from collections.abc import Iterable, Sequence

# Letters that Unicode does not decompose, though people type them without their stroke.
_STROKES = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)
# Marks that nobody sees and keyboards of languages written from the right add by themselves.
_MARKS = dict.fromkeys(
    (0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_SKIN_TONES = dict.fromkeys(range(0x1F3FB, 0x1F400))
_SYMBOLS = frozenset({"So", "Sk", "Cf", "Me"})
_EDGES = " \t\r\n.,;:!?\"'()[]*_~`…。！？、\u200b\u200d\ufe0f"


def without_marks(text: str) -> str:
    """The text as it is seen: without marks of direction and of no width."""
    return text.translate(_MARKS)


def fold(text: str) -> str:
    """One form for all spellings of a text, without the punctuation around it."""
    if text.isascii():
        # Nothing in it has a second form.
        return " ".join(text.lower().strip(_EDGES).split())
    seen = without_marks(text).translate(_SKIN_TONES)
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(folded.strip(_EDGES).split())


def strip_diacritics(folded: str) -> str:
    decomposed = unicodedata.normalize("NFD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_STROKES)


def find_only(wanted: str, words: Sequence[str]) -> int | None:
    """The index of the one folded word that a text means: as spelled, else without diacritics, else without
    the pictures beside the words, if that leaves no doubt. None for no match or several.
    """
    folded = fold(wanted)
    exact = _indexes(folded, words)
    if exact or not folded:
        return exact[0] if len(exact) == 1 and folded else None
    wanted, known = strip_diacritics(folded), [strip_diacritics(word) for word in words]
    bare = _indexes(wanted, known)
    if not bare and (spoken := _spoken(wanted)):
        bare = _indexes(spoken, map(_spoken, known))
    return bare[0] if len(bare) == 1 else None


def _spoken(text: str) -> str:
    return fold("".join(c for c in text if unicodedata.category(c) not in _SYMBOLS))


def _indexes(wanted: str, words: Iterable[str]) -> list[int]:
    return [index for index, word in enumerate(words) if word == wanted]


def to_plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9; width and ligatures normalised."""
    plain = unicodedata.normalize("NFKC", without_marks(text))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
