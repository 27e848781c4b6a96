"""Skills of which one is enough: (billing) and (spanish 3 or portuguese 2)."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.domain.people import Skill
from parley.domain.queue import Ring, Strategy
from parley.domain.workspace import Reference
from parley.routing.asking import make_asks
from parley.routing.matching import match
from parley.routing.queue import MatchResult
from routing.floors import NOW, WORKSPACE, agent, entry, reference, takers, user

NAMES = ("spanish", "portuguese", "billing")
SKILLS = {slug: Skill(WORKSPACE, slug, slug.title()) for slug in NAMES}
EITHER = ({"spanish": 3, "portuguese": 2},)


def floor(*levels: dict[str, int], skills: dict[str, Skill] | None = None) -> Reference:
    users = [user(number, skills=known) for number, known in enumerate(levels)]
    return replace(reference(users), skills=SKILLS if skills is None else skills)


def give(
    known: Reference, *, strategy: Strategy = Strategy.ROUND_ROBIN, **asks: object
) -> MatchResult:
    agents = [agent(number) for number in range(len(known.users))]
    queue = [entry(1, strategy=strategy, **asks)]
    return match(queue, agents, reference=known, rotations=(), now=NOW)


def test_one_skill_of_a_group_is_enough_and_each_has_its_own_level() -> None:
    weak, fits = {"spanish": 2, "portuguese": 1}, {"portuguese": 2}

    assert takers(give(floor(weak, fits), any_of=EITHER)) == [1]
    assert takers(give(floor(weak), any_of=EITHER)) == []


def test_every_group_and_every_skill_that_is_asked_always_must_be_met() -> None:
    spanish, both = {"spanish": 5}, {"spanish": 5, "billing": 1}

    assert takers(give(floor(spanish, both), any_of=EITHER, skills={"billing": 1})) == [1]
    assert takers(give(floor(spanish, both), any_of=(*EITHER, {"billing": 1}))) == [1]


def test_a_ring_may_ask_for_one_of_several_until_it_ends() -> None:
    ring = Ring({}, NOW + timedelta(minutes=1), ({"spanish": 4, "portuguese": 4},))
    known = floor({}, {"portuguese": 4})
    later = replace(ring, until=NOW)

    assert takers(give(known, rings=(ring,))) == [1]
    assert takers(give(known, rings=(later,))) == [0], "its hour has passed"
    assert takers(give(floor({}, {}), rings=(ring,))) == [0], "nobody could ever serve it"


def test_the_best_fit_counts_the_best_of_a_group() -> None:
    known = floor({"spanish": 3, "portuguese": 3}, {"spanish": 4}, {"portuguese": 5})

    assert takers(give(known, strategy=Strategy.BEST_SKILL_FIT, any_of=EITHER)) == [2]


def test_the_sentence_names_the_skill_by_which_somebody_fits() -> None:
    result = give(floor({"portuguese": 3}), any_of=EITHER)

    (choice,) = result.decisions
    assert choice.reason["sentence"] == "Ana: online, Portuguese 3, 0 open, next in turn"
    assert choice.reason["any_of"] == [{"portuguese": 2, "spanish": 3}]
    assert choice.reason["asked"] == {}


def test_who_has_none_of_a_group_is_named_with_the_reason() -> None:
    (shortage,) = give(floor({"spanish": 1}), any_of=EITHER).waiting.values()

    assert shortage.sentence == "Ana was without a skill that is asked for"
    assert shortage.excluded == {"skill": 1}


def test_a_deleted_skill_leaves_its_group_and_a_group_without_skills_is_none() -> None:
    left = {"portuguese": SKILLS["portuguese"]}

    assert takers(give(floor({"spanish": 5}, {"portuguese": 2}, skills=left), any_of=EITHER)) == [1]
    assert takers(give(floor({}, skills={}), any_of=EITHER)) == [0]


levels = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 5))
groups = st.lists(
    st.dictionaries(st.sampled_from(NAMES), st.integers(1, 5), min_size=1), max_size=3
)


@given(levels, groups, levels, groups, levels)
def test_asking_both_is_met_by_who_meets_each(
    own: dict[str, int],
    own_groups: list[dict[str, int]],
    ring: dict[str, int],
    ring_groups: list[dict[str, int]],
    has: dict[str, int],
) -> None:
    first, second = make_asks(own, own_groups), make_asks(ring, ring_groups)

    assert (first + second).is_met_by(has) == (first.is_met_by(has) and second.is_met_by(has))
    if first.is_met_by(has):
        assert len(set(first.list_meeting(has))) == len(first.list_meeting(has))
        assert all(has.get(slug, 0) > 0 for slug in first.list_meeting(has))


@given(levels, groups, levels, st.sets(st.sampled_from(NAMES)))
def test_what_is_deleted_never_makes_it_harder(
    own: dict[str, int], own_groups: list[dict[str, int]], has: dict[str, int], left: set[str]
) -> None:
    asks = make_asks(own, own_groups)
    kept = {slug: level for slug, level in has.items() if slug in left}

    assert not asks.is_met_by(kept) or asks.known(left).is_met_by(kept)
    assert asks.known(left).slugs == tuple(slug for slug in asks.slugs if slug in left)
