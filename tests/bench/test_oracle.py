"""The real matcher on a simulated floor does what theory says: within four standard errors, by fixed seeds."""

from collections.abc import Callable
from heapq import heappop, heappush
from math import sqrt
from random import Random
from statistics import fmean, stdev

import pytest
from msgspec.structs import replace

from parley.bench.routing import compare_strategies, find_gini
from parley.bench.simulated import Plan, Played, Simulation
from parley.domain.queue import Strategy
from parley.routing.erlang import find_mean_wait, find_patience, find_waiting

pytestmark = pytest.mark.timeout(300)


def exponential(rate: float) -> Callable[[Random], float]:
    return lambda chance: chance.expovariate(rate)


def plan(agents: int, arrivals: float, *, contacts: int, giving_up: float | None = None) -> Plan:
    """Agents who serve one at a time, each one a minute on average."""
    return Plan(
        speeds=[1.0] * agents,
        between=exponential(arrivals),
        work=exponential(1),
        contacts=contacts,
        patience=exponential(giving_up) if giving_up else None,
        strategy=Strategy.LONGEST_IDLE,
    )


def play(of: Plan, *, runs: int) -> list[Played]:
    return [Simulation(of, seed).play() for seed in range(runs)]


def assert_agrees(found: list[float], theory: float, *, error_at_most: float) -> None:
    error = stdev(found) / sqrt(len(found))
    assert error <= error_at_most, "too coarse to tell anything"
    assert abs(fmean(found) - theory) <= 4 * error, (fmean(found), theory, error)


def mean_wait(played: Played) -> float:
    return fmean(played.waits)


def test_three_agents_with_a_load_of_two() -> None:
    played = play(plan(3, 2, contacts=2500), runs=12)
    assert_agrees([each.waiting for each in played], 4 / 9, error_at_most=0.015)
    assert_agrees(
        [mean_wait(each) for each in played], find_mean_wait(3, 2, handling=1), error_at_most=0.04
    )


def test_fourteen_agents_with_a_load_of_ten() -> None:
    played = play(plan(14, 10, contacts=2200), runs=10)
    assert_agrees([each.waiting for each in played], find_waiting(14, 10), error_at_most=0.015)
    waits = [mean_wait(each) for each in played]
    assert_agrees(waits, find_mean_wait(14, 10, handling=1), error_at_most=0.005)


@pytest.mark.slow
def test_fifty_agents_whose_callers_give_up() -> None:
    played = play(plan(50, 48, contacts=12_000, giving_up=0.5), runs=8)
    theory = find_patience(50, arrivals=48, service=1, giving_up=0.5)
    lost = [each.abandoned / each.seen for each in played]
    assert_agrees(lost, theory.abandoned, error_at_most=0.004)
    assert_agrees([each.waiting for each in played], theory.waiting, error_at_most=0.05)


def test_patience_as_long_as_the_service_is_poisson() -> None:
    played = play(plan(50, 48, contacts=2500, giving_up=1), runs=8)
    assert_agrees([each.waiting for each in played], 0.405404395005, error_at_most=0.05)


def waits_by_hand(agents: int, arrivals: float, *, contacts: int, seed: int) -> list[float]:
    """First come, first served, in a plain loop: the next is served when the first of all is free."""
    comes, works = (Random(f"{seed} {name}") for name in ("arrivals", "works"))  # noqa: S311 - a simulation
    free, now, waits = [0.0] * agents, 0.0, list[float]()
    for _ in range(contacts):
        now += comes.expovariate(arrivals)
        begins = max(now, heappop(free))
        heappush(free, begins + works.expovariate(1))
        waits.append(begins - now)
    return waits


def test_everybody_waits_as_long_as_in_a_plain_loop_of_first_come_first_served() -> None:
    of = replace(plan(5, 4.5, contacts=1500), warm_up=0.0)
    found = Simulation(of, 3).play().waits
    wanted = waits_by_hand(5, 4.5, contacts=1500, seed=3)
    assert found == pytest.approx(wanted[: len(found)], abs=1e-6)
    assert len(found) > 1400


def test_the_table_of_strategies_shows_counts_against_busy_time() -> None:
    """Round robin is even in counts and slower; fewest open is even in busy time and faster."""
    table = {
        (line.arrivals, line.strategy): line for line in compare_strategies(contacts=600, seeds=3)
    }
    for arrivals in (8.0, 12.0):
        robin = table[arrivals, Strategy.ROUND_ROBIN]
        fewest = table[arrivals, Strategy.LEAST_OPEN]
        assert fewest.mean_resolution < robin.mean_resolution
        assert robin.gini_counts < fewest.gini_counts
        assert fewest.gini_busy < robin.gini_busy


def test_gini_is_nothing_for_equals_and_nearly_one_for_all_to_one() -> None:
    assert find_gini([3, 3, 3]) == pytest.approx(0)
    assert find_gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert find_gini([0, 0]) == 0


def test_the_same_seed_plays_the_same_day() -> None:
    of = plan(3, 2, contacts=300)
    first, second = Simulation(of, 5).play(), Simulation(of, 5).play()
    assert (first.waits, first.counts, first.busy) == (second.waits, second.counts, second.busy)
