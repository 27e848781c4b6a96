"""The formulas of queues give the published and recomputed numbers, to their printed digits."""

import math

import hypothesis.strategies as st
import pytest
from hypothesis import given

from parley.routing.erlang import (
    find_agents_needed,
    find_blocked,
    find_mean_queue,
    find_mean_wait,
    find_occupancy,
    find_patience,
    find_rostered,
    find_service_level,
    find_wait_exceeded,
    find_waiting,
)


def test_a_hundred_calls_in_half_an_hour_of_three_minutes_by_fourteen() -> None:
    assert find_waiting(14, 10) == pytest.approx(0.1741319335950498, abs=1e-12)
    level = find_service_level(14, 10, handling=180, within=20)
    assert level == pytest.approx(0.8883500191794669, abs=1e-12)
    assert find_occupancy(14, 10) == pytest.approx(0.7142857, abs=5e-8)
    assert find_mean_wait(14, 10, handling=180) == pytest.approx(7.83593701177724, abs=1e-11)


def test_the_same_calls_by_eleven() -> None:
    assert find_waiting(11, 10) == pytest.approx(0.6821182, abs=5e-8)
    assert find_service_level(11, 10, handling=180, within=20) == pytest.approx(0.3896138, abs=5e-8)


def test_fourteen_are_needed_and_twenty_rostered() -> None:
    needed = find_agents_needed(10, handling=180, within=20, level=0.8, max_occupancy=0.85)
    assert (needed, find_rostered(needed, shrinkage=0.3)) == (14, 20)


def test_360_calls_in_half_an_hour_by_fifty_five() -> None:
    load = 360 / 30 * 4
    assert load == 48
    assert find_occupancy(55, load) == pytest.approx(0.8727, abs=5e-5)
    assert find_waiting(55, load) == pytest.approx(0.238701, abs=5e-7)
    level = find_service_level(55, load, handling=240, within=15)
    assert level == pytest.approx(0.845883, abs=5e-7)
    assert find_mean_wait(55, load, handling=240) == pytest.approx(8.184, abs=5e-4)


@pytest.mark.parametrize(
    ("agents", "load", "waiting"),
    [(2, 1, 1 / 3), (3, 2, 4 / 9), (1, 0.3, 0.3), (1, 0.9, 0.9)],
)
def test_what_can_be_worked_out_by_hand(agents: int, load: float, waiting: float) -> None:
    assert find_waiting(agents, load) == pytest.approx(waiting, abs=1e-12)


def test_erlang_b_by_hand() -> None:
    assert find_blocked(2, 1) == pytest.approx(1 / 5, abs=1e-12)
    assert find_blocked(1, 0.5) == pytest.approx(1 / 3, abs=1e-12)


@pytest.mark.parametrize(
    ("agents", "load", "waiting"),
    [(5, 4, 0.554113), (10, 8, 0.409180), (100, 90, 0.216940), (25, 20, 0.209103)],
)
def test_the_table_of_erlang_c(agents: int, load: float, waiting: float) -> None:
    assert find_waiting(agents, load) == pytest.approx(waiting, abs=5e-7)


def test_fifty_agents_whose_callers_give_up() -> None:
    found = find_patience(50, arrivals=48, service=1, giving_up=0.5)
    assert found.abandoned == pytest.approx(0.030912, abs=5e-7)
    assert found.mean_wait * 60 == pytest.approx(3.7095, abs=5e-5)
    assert found.mean_queue == pytest.approx(2.9676, abs=5e-5)
    assert found.occupancy == pytest.approx(0.9303, abs=5e-5)
    assert found.waiting == pytest.approx(0.467774, abs=5e-7)


def test_the_same_callers_with_endless_patience() -> None:
    assert find_mean_wait(50, 48, handling=60) == pytest.approx(20.8337, abs=5e-5)
    assert find_mean_queue(50, 48) == pytest.approx(16.667, abs=5e-4)
    exceeded = find_wait_exceeded(50, 48, handling=60, share=0.1)
    assert exceeded == pytest.approx(58.139, abs=5e-4)
    assert find_occupancy(50, 48) == pytest.approx(0.96, abs=1e-12)
    assert find_waiting(50, 48) == pytest.approx(0.694456, abs=5e-7)


def test_patience_as_long_as_the_service_makes_the_number_there_poisson() -> None:
    below = math.fsum(math.exp(-48 + n * math.log(48) - math.lgamma(n + 1)) for n in range(50))
    found = find_patience(50, arrivals=48, service=1, giving_up=1)
    assert found.waiting == pytest.approx(0.405404395005, abs=1e-11)
    assert found.waiting == pytest.approx(1 - below, abs=1e-11)


agents_counts = st.integers(1, 60)
shares = st.floats(0.05, 0.98)


@given(agents_counts, shares)
def test_waiting_is_likelier_than_being_turned_away_and_pooling_never_hurts(
    agents: int, share: float
) -> None:
    load = agents * share
    waiting = find_waiting(agents, load)
    assert waiting >= find_blocked(agents, load)
    assert find_waiting(2 * agents, 2 * load) <= waiting


@given(agents_counts, shares, st.floats(0, 5))
def test_more_agents_serve_sooner_and_more_load_later(
    agents: int, share: float, within: float
) -> None:
    load = agents * share
    level = find_service_level(agents, load, handling=1, within=within)
    assert find_service_level(agents + 1, load, handling=1, within=within) >= level - 1e-12
    assert find_service_level(agents, load * 0.9, handling=1, within=within) >= level - 1e-12
    at_once = find_service_level(agents, load, handling=1, within=0)
    assert at_once == pytest.approx(1 - find_waiting(agents, load), abs=1e-12)


@pytest.mark.parametrize("agents", [1, 5, 20])
def test_endless_patience_is_the_limit_of_long_patience(agents: int) -> None:
    load = agents * 0.7
    patient = find_patience(agents, arrivals=load, service=1, giving_up=1e-9)
    assert patient.waiting == pytest.approx(find_waiting(agents, load), abs=1e-6)
    assert patient.mean_queue == pytest.approx(find_mean_queue(agents, load), abs=1e-5)


def test_too_much_load_waits_for_ever() -> None:
    assert find_waiting(3, 3) == 1
    assert find_service_level(3, 4, handling=1, within=9) == 0
    assert find_mean_wait(3, 3, handling=1) == math.inf
    assert find_mean_queue(3, 3) == math.inf
    assert find_wait_exceeded(3, 3, handling=1, share=0.1) == math.inf
