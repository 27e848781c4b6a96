"""Making two spellings of one word equal: Unicode form, case, spaces, and diacritics as a second try."""

import unicodedata
from collections.abc import Iterable, Sequence

# Letters that Unicode does not decompose, though people type them without their stroke.
_STROKES = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)
_EDGES = " \t\r\n.,;:!?\"'()[]*_~`…。！？、\u200b\u200d\ufe0f"


def fold(text: str) -> str:
    """One form for all spellings of a text, without the punctuation around it."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.strip(_EDGES).split())


def strip_diacritics(folded: str) -> str:
    decomposed = unicodedata.normalize("NFD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_STROKES)


def find_only(wanted: str, words: Sequence[str]) -> int | None:
    """The index of the one word that a text means: as spelled, else without diacritics if that leaves no
    doubt. None for no match or several.
    """
    folded = fold(wanted)
    exact = _indexes(folded, (fold(word) for word in words))
    if exact or not folded:
        return exact[0] if len(exact) == 1 and folded else None
    bare = _indexes(strip_diacritics(folded), (strip_diacritics(fold(word)) for word in words))
    return bare[0] if len(bare) == 1 else None


def _indexes(wanted: str, words: Iterable[str]) -> list[int]:
    return [index for index, word in enumerate(words) if word == wanted]


def to_plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9; width and ligatures normalised."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
