"""The ways of asking for a person, per language (O14)."""

from functools import lru_cache

from parley.workflows.answers.folding import fold, strip_diacritics

PHRASES: dict[str, tuple[str, ...]] = {
    "en": (
        "agent",
        "human",
        "human please",
        "a human",
        "a person",
        "person",
        "real person",
        "operator",
        "representative",
        "speak to a human",
        "speak to an agent",
        "speak to a person",
        "talk to a human",
        "talk to a person",
        "talk to an agent",
        "talk to someone",
        "i want to talk to a person",
        "i want to speak to a person",
        "live agent",
        "live chat",
        "staff",
        "customer service",
    ),
    "vi": (
        "gặp nhân viên",
        "nhân viên",
        "gặp người",
        "gặp người thật",
        "gặp tư vấn viên",
        "tư vấn viên",
        "nói chuyện với nhân viên",
        "cho gặp nhân viên",
        "cho tôi gặp nhân viên",
        "tôi muốn gặp nhân viên",
        "muốn gặp nhân viên",
        "tổng đài viên",
    ),
    "de": (
        "mitarbeiter",
        "mitarbeiterin",
        "ein mitarbeiter",
        "mensch",
        "ein mensch",
        "mit einem menschen sprechen",
        "mit einem mitarbeiter sprechen",
        "mit jemandem sprechen",
        "ich möchte mit einem mitarbeiter sprechen",
        "ich möchte mit einem menschen sprechen",
        "berater",
        "kundenservice",
        "kundendienst",
        "echter mensch",
    ),
}
_POLITE = frozenset({"please", "pls", "bitte", "ạ", "nhé", "với", "nha", "a", "nhe", "voi"})


def asks_for_person(text: str) -> bool:
    """True if the whole text asks for a person, in any of our languages, with or without diacritics."""
    folded = fold(text)
    return _is_phrase(folded) or _is_phrase(_without_courtesy(folded))


def _is_phrase(folded: str) -> bool:
    return folded in _spellings() or strip_diacritics(folded) in _spellings()


def _without_courtesy(folded: str) -> str:
    words = folded.replace(",", " ").split()
    while words and words[-1] in _POLITE:
        words.pop()
    while words and words[0] in _POLITE and len(words) > 1:
        words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=1)
def _spellings() -> frozenset[str]:
    phrases = [fold(phrase) for several in PHRASES.values() for phrase in several]
    return frozenset(phrases) | frozenset(strip_diacritics(phrase) for phrase in phrases)
