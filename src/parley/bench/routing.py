"""The strategies side by side on one simulated floor: waits, times to resolution, and how evenly work falls."""

import random
from collections.abc import Sequence
from math import sqrt
from statistics import fmean, quantiles, stdev

from msgspec import Struct

from parley.bench.simulated import Plan, Played, Simulation
from parley.domain.queue import Strategy

STRATEGIES = (
    Strategy.ROUND_ROBIN,
    Strategy.LONGEST_IDLE,
    Strategy.LEAST_OPEN,
    Strategy.LEAST_OCCUPIED,
)
ARRIVALS = (8.0, 12.0, 14.0)  # a minute; all agents at their fullest do 16
SPEEDS = (0.7, 0.8, 0.9, 1.0, 1.0, 1.1, 1.2, 1.3)
# What one agent gets done with 1 to 4 conversations at once, as a multiple of one: an assumption.
JOINT = (1.0, 1.55, 1.85, 2.0)
SPREAD = 1.0  # of the logarithm of the work


class Line(Struct, frozen=True):
    """One strategy at one rate of arrivals. Times are in minutes of one agent's work on one conversation;
    Gini is 0 where all have the same.
    """

    arrivals: float
    strategy: Strategy
    mean_wait: float
    mean_wait_error: float
    mean_resolution: float
    mean_resolution_error: float
    p95_resolution: float
    gini_counts: float
    gini_busy: float


def compare_strategies(*, contacts: int, seeds: int) -> list[Line]:
    """Each strategy serves the same contacts."""
    return [
        _measure(arrivals, strategy, contacts=contacts, seeds=seeds)
        for arrivals in ARRIVALS
        for strategy in STRATEGIES
    ]


def _measure(arrivals: float, strategy: Strategy, *, contacts: int, seeds: int) -> Line:
    plan = Plan(
        speeds=SPEEDS,
        between=lambda chance: chance.expovariate(arrivals),
        work=_draw_work,
        contacts=contacts,
        joint=JOINT,
        strategy=strategy,
    )
    played = [Simulation(plan, seed).play() for seed in range(seeds)]
    waits = [fmean(each.waits) for each in played]
    resolutions = [fmean(each.resolutions) for each in played]
    return Line(
        arrivals,
        strategy,
        fmean(waits),
        find_error(waits),
        fmean(resolutions),
        find_error(resolutions),
        fmean(_find_p95(each) for each in played),
        fmean(find_gini(each.counts) for each in played),
        fmean(find_gini(each.busy) for each in played),
    )


def _draw_work(chance: random.Random) -> float:
    """Lognormal with the mean 1, as times of service are found to be."""
    return chance.lognormvariate(-SPREAD * SPREAD / 2, SPREAD)


def _find_p95(played: Played) -> float:
    return quantiles(played.resolutions, n=20)[-1]


def find_error(values: Sequence[float]) -> float:
    """Find the standard error of the mean."""
    return stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0


def find_gini(shares: Sequence[float]) -> float:
    """0: all the same; towards 1: one has all."""
    total = sum(shares)
    if not total:
        return 0.0
    ordered = sorted(shares)
    weighted = sum(place * share for place, share in enumerate(ordered, 1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


HEADINGS = ("arrivals", "strategy", "mean wait", "resolution", "p95", "Gini(count)", "Gini(busy)")
WIDTHS = (8, 16, 16, 16, 7, 13, 12)


def as_table(lines: Sequence[Line]) -> str:
    rows = [HEADINGS, *map(_cells, lines)]
    return "\n".join(
        "".join(cell.rjust(width) for cell, width in zip(row, WIDTHS, strict=True)) for row in rows
    )


def _cells(line: Line) -> tuple[str, ...]:
    return (
        f"{line.arrivals:g}",
        line.strategy.value,
        f"{line.mean_wait:.3f} ± {line.mean_wait_error:.3f}",
        f"{line.mean_resolution:.3f} ± {line.mean_resolution_error:.3f}",
        f"{line.p95_resolution:.2f}",
        f"{line.gini_counts:.3f}",
        f"{line.gini_busy:.3f}",
    )
