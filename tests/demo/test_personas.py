import random

from hypothesis import given
from hypothesis import strategies as st

from parley.demo.personas import Presses, Says, SendsPhoto, make_personas


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a play, not a secret


def test_the_first_six_show_every_habit() -> None:
    personas = make_personas(6, chance(1), taken=frozenset())
    moves = [move for persona in personas for move in persona.moves]
    assert any(isinstance(move, SendsPhoto) for move in moves)
    assert any(isinstance(move, Says) and move.waits > 0 for move in moves)
    assert any(len(persona.moves) == 1 for persona in personas)
    assert any(isinstance(move, Presses) for move in moves)
    assert {persona.phone[:2] for persona in personas} == {"12", "84", "49"}


def test_the_same_seed_plays_the_same_people() -> None:
    first = make_personas(9, chance(7), taken=frozenset())
    assert first == make_personas(9, chance(7), taken=frozenset())
    assert first != make_personas(9, chance(8), taken=frozenset())


@given(count=st.integers(1, 300), seed=st.integers(0, 1000))
def test_nobody_shares_a_phone_and_known_phones_are_left_alone(count: int, seed: int) -> None:
    earlier = make_personas(20, chance(seed), taken=frozenset())
    taken = frozenset(persona.phone for persona in earlier)
    phones = [p.phone for p in make_personas(count, chance(seed), taken=taken)]
    assert len(set(phones)) == count
    assert taken.isdisjoint(phones)


def test_a_hundred_people_have_a_hundred_names() -> None:
    names = [persona.name for persona in make_personas(100, chance(3), taken=frozenset())]
    assert len(set(names)) == len(names)
