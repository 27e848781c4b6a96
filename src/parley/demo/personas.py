"""Who writes to the demo workspace, in which language, and how they behave."""

import random
from collections.abc import Iterator

from msgspec import Struct

from parley.demo.names import SALES, SUPPORT

# What an answer that is no e-mail address must let pass, to count as an answer at all (O12).
WRONG_ANSWER_SECONDS = 6.0
PHOTO = {
    "type": "image",
    "image": {
        "id": "700000000000001",
        "mime_type": "image/png",
        "sha256": "tq0V0mDyQm0fAqRvvQvNTvS8rUC7VUh4dKQXXUKl9Qw=",
        "caption": "This is what arrived",
    },
}


class Says(Struct, frozen=True):
    """`waits`: at least so many seconds after the question."""

    text: str
    waits: float = 0.0


class Presses(Struct, frozen=True):
    button: str
    waits: float = 0.0


class SendsPhoto(Struct, frozen=True):
    waits: float = 0.0


Move = Says | Presses | SendsPhoto


class Persona(Struct, frozen=True):
    """One person: each move answers a question that the phone has received."""

    name: str
    phone: str
    opening: str
    team: str
    moves: tuple[Move, ...]


class _Language(Struct, frozen=True):
    first: tuple[str, ...]
    last: tuple[str, ...]
    name: str
    prefix: str
    digits: int
    openings: dict[str, tuple[str, ...]]
    person: str
    email: str
    wrong_email: str


_ENGLISH = _Language(
    first=("Grace", "Tom", "Priya", "Owen", "Maya", "Leila", "Noah"),
    last=("Miller", "Baker", "Shah", "Clarke", "Lopez", "Haddad"),
    name="{first} {last}",
    prefix="1202555",
    digits=4,
    openings={
        SALES: (
            "Hi! Do you ship the paper lanterns to Canada?",
            "Hello, I would like a quote for 40 lanterns.",
        ),
        SUPPORT: (
            "Hi, my lantern arrived with a crack in the glass.",
            "Where is my order 1042? It should have come on Monday.",
        ),
    },
    person="I want to talk to a person please",
    email="Sure, it is {address}",
    wrong_email="grace at example",
)
_VIETNAMESE = _Language(
    first=("Hạnh", "Minh", "Thu Trang", "Quốc Bảo", "Lan Anh", "Đức", "Phương"),
    last=("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng"),
    name="{last} {first}",
    prefix="8490",
    digits=7,
    openings={
        SALES: (
            "Chào shop, đèn lồng cỡ lớn giá bao nhiêu vậy ạ?",
            "Mình muốn đặt 20 đèn lồng cho quán cà phê.",
        ),
        SUPPORT: (
            "Đèn của mình không sáng nữa, shop xem giúp với ạ.",
            "Đơn hàng của mình tới đâu rồi shop ơi?",
        ),
    },
    person="Cho tôi gặp nhân viên ạ",
    email="Email của mình là {address} nhé",
    wrong_email="hanh.example.org",
)
_GERMAN = _Language(
    first=("Jürgen", "Anneliese", "Mehmet", "Katrin", "Sören", "Heike", "Lukas"),
    last=("Groß", "Weiß", "Yılmaz", "Schäfer", "Krüger", "Öztürk"),
    name="{first} {last}",
    prefix="4915",
    digits=9,
    openings={
        SALES: (
            "Guten Tag, was kosten 30 Laternen für ein Straßenfest?",
            "Hallo, gibt es die Laterne auch in Grün?",
        ),
        SUPPORT: (
            "Hallo, meine Laterne flackert seit gestern.",
            "Guten Tag, die Rechnung zu meiner Bestellung fehlt.",
        ),
    },
    person="Ich möchte mit einem Mitarbeiter sprechen",
    email="Meine Adresse: {address}",
    wrong_email="juergen(at)example",
)
_LANGUAGES = (_ENGLISH, _VIETNAMESE, _GERMAN)
# In this order, over and over: everybody's habits are seen within the first six.
_HABITS = ("plain", "wrong_email", "photo", "plain", "person", "types_topic")


def make_personas(count: int, chance: random.Random, *, taken: frozenset[str]) -> list[Persona]:
    """`taken` are phones that have a history: nobody greets those as new."""
    numbers = {language.prefix: _free_numbers(language, chance, taken) for language in _LANGUAGES}
    personas: list[Persona] = []
    for index in range(count):
        language = _LANGUAGES[index % len(_LANGUAGES)]
        turn = index // len(_LANGUAGES)
        name = _name(language, turn)
        habit = _HABITS[index % len(_HABITS)]
        phone = next(numbers[language.prefix])
        personas.append(_persona(language, name, phone, habit, chance))
    return personas


def _persona(
    language: _Language, name: str, phone: str, habit: str, chance: random.Random
) -> Persona:
    # Who asks for a person at the first question has named no topic: Support takes those.
    team = SUPPORT if habit == "person" else chance.choice((SALES, SUPPORT))
    address = f"contact{phone[-4:]}@example.org"
    email = Says(language.email.format(address=address))
    moves: dict[str, tuple[Move, ...]] = {
        "plain": (Presses(team), email),
        "wrong_email": (Presses(team), Says(language.wrong_email, WRONG_ANSWER_SECONDS), email),
        "photo": (Presses(team), SendsPhoto(WRONG_ANSWER_SECONDS), email),
        "person": (Says(language.person),),
        "types_topic": (Says(team.lower()), email),
    }
    return Persona(name, phone, chance.choice(language.openings[team]), team, moves[habit])


def _name(language: _Language, turn: int) -> str:
    """Another one each turn, 42 in all: the numbers of first and last names have no common factor."""
    first = language.first[turn % len(language.first)]
    last = language.last[turn % len(language.last)]
    return language.name.format(first=first, last=last)


def _free_numbers(
    language: _Language, chance: random.Random, taken: frozenset[str]
) -> Iterator[str]:
    given = set(taken)
    while True:
        drawn = chance.randrange(10**language.digits)
        phone = f"{language.prefix}{drawn:0{language.digits}d}"
        if phone not in given:
            given.add(phone)
            yield phone
