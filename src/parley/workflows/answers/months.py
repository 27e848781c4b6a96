"""Months and days in words, without diacritics, in the languages that answers are read in."""

from parley.workflows.answers.folding import fold

_NAMES: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "januar", "janner", "jaenner"),
    ("february", "feb", "februar", "feber"),
    ("march", "mar", "marz", "maerz", "mrz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}

# Who writes 03/12 for the twelfth of March.
MONTHS_FIRST = frozenset({"US", "PH", "FM", "MH", "PW"})

_RELATIVE = {
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "heute": 0,
    "morgen": 1,
    "übermorgen": 2,
    "gestern": -1,
    "hôm nay": 0,
    "hom nay": 0,
    "ngày mai": 1,
    "ngay mai": 1,
    "ngày kia": 2,
    "hôm qua": -1,
    "hom qua": -1,
}
RELATIVE_DAYS = {fold(words): days for words, days in _RELATIVE.items()}
