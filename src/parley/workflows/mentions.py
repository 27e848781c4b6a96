"""Mentions in the text of a step: `@[ana@shop.example]` or `@[id]` stands for a user."""

import re
from collections.abc import Iterator

from msgspec import Struct

from parley.domain.ids import UUID, UserId
from parley.domain.people import User
from parley.domain.workspace import Reference

_MENTION = re.compile(r"@\[([0-9a-fA-F-]{36}|[^\[\]\s@]{1,100}@[^\[\]\s@]{1,100})\]")


class Mentioned(Struct, frozen=True):
    """`text` has names where mentions were. `gone`: who is mentioned and is no active user any more."""

    text: str
    user_ids: tuple[UserId, ...]
    gone: tuple[str, ...]


def list_mentions(text: str) -> Iterator[UUID | str]:
    """The ids and e-mails."""
    for found in _MENTION.finditer(text):
        yield _as_id(found.group(1)) or found.group(1)


def find_mentioned(word: UUID | str, reference: Reference) -> User | None:
    """Also one who is not active any more."""
    if isinstance(word, UUID):
        return reference.users.get(UserId(word))
    wanted = word.casefold()
    return next((u for u in reference.users.values() if u.email.casefold() == wanted), None)


def read_mentions(text: str, reference: Reference) -> Mentioned:
    words = list(dict.fromkeys(list_mentions(text)))
    users = {word: find_mentioned(word, reference) for word in words}
    active = [user.id for user in users.values() if user and user.deactivated_at is None]
    gone = [
        str(word) for word, user in users.items() if user is None or user.deactivated_at is not None
    ]

    def name(found: re.Match[str]) -> str:
        word = _as_id(found.group(1)) or found.group(1)
        user = users[word]
        # A name is no place to fill, whatever somebody calls himself.
        return "@" + (user.name.replace("{{", "") if user else str(word))

    return Mentioned(_MENTION.sub(name, text), tuple(dict.fromkeys(active)), tuple(gone))


def _as_id(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None
