"""Queueing formulas: what a floor of so many agents should do, to check the matcher and to staff by.

`load` is offered work in erlangs: arrivals a unit of time times the mean handling time. All times are in one
unit, the caller's.
"""

import math

from msgspec import Struct

NEARLY_TOO_LARGE = 1e280
NEGLIGIBLE = 1e-18  # of the probability of the likeliest state


def find_blocked(agents: int, load: float) -> float:
    """Erlang B: the share that finds everybody busy where nobody can wait."""
    blocked = 1.0
    for count in range(1, agents + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def find_waiting(agents: int, load: float) -> float:
    """Erlang C: the share that has to wait; all, if there are not enough agents for the load."""
    if load >= agents:
        return 1.0
    blocked = find_blocked(agents, load)
    return blocked / (1 - load / agents * (1 - blocked))


def find_occupancy(agents: int, load: float) -> float:
    return min(1.0, load / agents)


def find_service_level(agents: int, load: float, *, handling: float, within: float) -> float:
    """Tell the share that is served within so long."""
    if load >= agents:
        return 0.0
    return 1 - find_waiting(agents, load) * math.exp(-(agents - load) * within / handling)


def find_mean_wait(agents: int, load: float, *, handling: float) -> float:
    """Tell the mean over all, those who need not wait among them."""
    if load >= agents:
        return math.inf
    return find_waiting(agents, load) * handling / (agents - load)


def find_mean_queue(agents: int, load: float) -> float:
    if load >= agents:
        return math.inf
    return find_waiting(agents, load) * load / (agents - load)


def find_wait_exceeded(agents: int, load: float, *, handling: float, share: float) -> float:
    """Find the wait that no more than this share exceeds: 0.1 gives the 90th percentile."""
    waiting = find_waiting(agents, load)
    if load >= agents:
        return math.inf
    return max(0.0, math.log(waiting / share) * handling / (agents - load))


def find_agents_needed(
    load: float, *, handling: float, within: float, level: float, max_occupancy: float = 1.0
) -> int:
    """Find the least number of agents that keeps the service level and the occupancy."""
    agents = max(1, math.floor(load) + 1)
    while (
        find_service_level(agents, load, handling=handling, within=within) < level
        or find_occupancy(agents, load) > max_occupancy
    ):
        agents += 1
    return agents


def find_rostered(agents: int, *, shrinkage: float) -> int:
    """Find how many to put on the roster when this share of paid time is spent elsewhere."""
    return math.ceil(agents / (1 - shrinkage))


class Patience(Struct, frozen=True):
    """Erlang A, where those who wait give up: the shares that wait and that leave, and the means."""

    waiting: float
    abandoned: float
    mean_wait: float
    mean_queue: float
    occupancy: float


def find_patience(agents: int, *, arrivals: float, service: float, giving_up: float) -> Patience:
    """Solve the birth-death chain; rates per unit of time: of arrivals, of serving one, of one giving up."""
    chances = _list_chances(agents, arrivals, service, giving_up)
    total = math.fsum(chances)
    queue = math.fsum(max(0, n - agents) * p for n, p in enumerate(chances)) / total
    busy = math.fsum(min(n, agents) * p for n, p in enumerate(chances)) / total
    abandoned = giving_up * queue / arrivals
    return Patience(
        waiting=math.fsum(chances[agents:]) / total,
        abandoned=abandoned,
        mean_wait=queue / arrivals,
        mean_queue=queue,
        occupancy=busy / agents,
    )


def _list_chances(agents: int, arrivals: float, service: float, giving_up: float) -> list[float]:
    """Relative to the empty state's, until no state matters any more."""
    chances = [1.0]
    largest = 1.0
    while chances[-1] > largest * NEGLIGIBLE or len(chances) <= agents:
        n = len(chances)
        leaving = min(n, agents) * service + max(0, n - agents) * giving_up
        chances.append(chances[-1] * arrivals / leaving)
        largest = max(largest, chances[-1])
        if largest > NEARLY_TOO_LARGE:
            chances = [chance / largest for chance in chances]
            largest = 1.0
    return chances
