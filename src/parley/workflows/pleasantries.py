"""A bare thanks: what people write when all is said, per language, and what is more than that."""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from parley.domain.content import Text
from parley.domain.desk import Desk
from parley.domain.message import Message
from parley.domain.run import Run, WaitKind
from parley.workflows.answers.folding import fold, strip_diacritics

LONGEST = 120  # characters; whoever writes more says more
THANKS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "thanks",
        "thank you",
        "thank u",
        "thanx",
        "thx",
        "tks",
        "ty",
        "tysm",
        "cheers",
        "much appreciated",
        "appreciate it",
        "i appreciate it",
        "many thanks",
    ),
    "vi": (
        "cảm ơn",
        "cám ơn",
        "xin cảm ơn",
        "xin cám ơn",
        "cảm ơn bạn",
        "cảm ơn shop",
        "cảm ơn anh",
        "cảm ơn chị",
        "cảm ơn em",
        "em cảm ơn",
        "mình cảm ơn",
        "chân thành cảm ơn",
        "đa tạ",
        "tks",
    ),
    "de": (
        "danke",
        "danke dir",
        "danke ihnen",
        "danke euch",
        "dankeschön",
        "danke schön",
        "danke sehr",
        "dankesehr",
        "vielen dank",
        "besten dank",
        "herzlichen dank",
        "tausend dank",
        "ich danke ihnen",
        "merci",
    ),
}
# What may stand around a thanks without saying more; alone it is none.
COURTESY: Mapping[str, tuple[str, ...]] = {
    "en": (
        "ok",
        "okay",
        "great",
        "perfect",
        "super",
        "so much",
        "very much",
        "a lot",
        "a million",
        "again",
        "for your help",
        "for the help",
        "for everything",
        "bye",
        "goodbye",
        "good bye",
        "have a nice day",
        "have a good day",
        "you too",
        "and",
        "all",
        "guys",
        "team",
    ),
    "vi": (
        "ok",
        "oke",
        "dạ",
        "vâng",
        "ạ",
        "nhé",
        "nha",
        "nhiều",
        "rất nhiều",
        "nhiều lắm",
        "bạn",
        "shop",
        "anh",
        "chị",
        "em",
        "ad",
        "mọi người",
        "đã hỗ trợ",
        "đã giúp đỡ",
        "chúc một ngày tốt lành",
        "tạm biệt",
        "được rồi",
    ),
    "de": (
        "ok",
        "okay",
        "super",
        "perfekt",
        "prima",
        "alles klar",
        "für die hilfe",
        "für ihre hilfe",
        "für deine hilfe",
        "nochmals",
        "nochmal",
        "und",
        "tschüss",
        "auf wiedersehen",
        "schönen tag",
        "schönen tag noch",
        "einen schönen tag",
        "einen schönen tag noch",
        "ihnen auch",
        "gleichfalls",
        "mfg",
        "lg",
    ),
}
EMOJI = frozenset("🙏👍👌❤💕💖💙💚💛🧡💜🤍🖤😊☺🙂😀😃😄😁🥰😍😘🤗🙌👏💐🌹🌷💯✌🤝🎉✅😇🫶")


def is_farewell(desk: Desk, message: Message) -> bool:
    """A bare thanks soon after closing, where the workspace lets it rest; anything more opens, and so does
    what may answer a question that was asked since.
    """
    minutes = desk.reference.settings.thanks_minutes
    content = message.content
    if minutes == 0 or not isinstance(content, Text) or not is_bare_thanks(content.body):
        return False
    if any(_is_asking(run) for run in desk.live_runs(message.contact_id)):
        return False
    closed = desk.find_last_closed(message.contact_id)
    if closed is None or closed.closed_at is None:
        return False
    return desk.now - closed.closed_at <= timedelta(minutes=minutes)


def _is_asking(run: Run) -> bool:
    return run.waiting is not None and run.waiting.kind is WaitKind.ANSWER


def is_bare_thanks(text: str) -> bool:
    """True if the whole text thanks and says nothing more, in any of our languages, with or without
    diacritics, or is made of thankful signs alone. A question is never one.
    """
    if len(text) > LONGEST or "?" in unicodedata.normalize("NFKC", text):
        return False
    signs = [char for char in text if char in EMOJI]
    words = _words(text)
    if words is None:
        return False
    return bool(signs) if not words else _is_thankful(words)


def _words(text: str) -> list[str] | None:
    """The folded words without punctuation and thankful signs; None if there is any other sign."""
    kept: list[str] = []
    for char in text:
        kind = unicodedata.category(char)
        if (
            char in EMOJI
            or kind[0] in "PZ"
            or (kind in ("Sk", "Cf", "Cc", "Mn") and not char.isalpha())
        ):
            kept.append(char if kind == "Mn" and not _is_selector(char) else " ")
        elif kind[0] in "LMN":
            kept.append(char)
        else:
            return None
    return fold("".join(kept)).split()


def _is_selector(char: str) -> bool:
    """Marks that only choose how an emoji looks."""
    return "\ufe00" <= char <= "\ufe0f"


def _is_thankful(words: list[str]) -> bool:
    """True if the words are phrases of ours one after the other, and one of them thanks."""
    return _reads(words, _spellings()) or _reads(
        [strip_diacritics(word) for word in words], _spellings()
    )


def _reads(words: list[str], known: Mapping[tuple[str, ...], bool]) -> bool:
    """`states[n]`: how the first n words can be read: without a thanks (False), with one (True)."""
    states: list[set[bool]] = [{False}] + [set() for _ in words]
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - _LONGEST_PHRASE), end):
            thanks = known.get(tuple(words[start:end]))
            if thanks is not None:
                states[end] |= {before or thanks for before in states[start]}
    return True in states[-1]


_LONGEST_PHRASE = 6


@lru_cache(maxsize=1)
def _spellings() -> Mapping[tuple[str, ...], bool]:
    """Each phrase, with and without diacritics: True for those that thank."""
    found: dict[tuple[str, ...], bool] = {}
    for lists, thanks in ((COURTESY, False), (THANKS, True)):
        for phrases in lists.values():
            for phrase in phrases:
                folded = fold(phrase)
                for spelling in (folded, strip_diacritics(folded)):
                    found[tuple(spelling.split())] = thanks
    return found
