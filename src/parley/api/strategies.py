"""The ways in which work can be given out, in plain words, for whoever chooses one."""

from typing import Annotated

from parley.api.auth import guard
from parley.api.paging import Page
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import View
from parley.domain.queue import Strategy
from parley.domain.workspace import Settings
from parley.routing.wording import WORDINGS

router = make_router("strategies")


class StrategyView(View):
    """`needs` says what must be set up for it, empty where nothing must. `asks_one_first`: it goes with
    `next_strategy` and `preferred_seconds`, and cannot itself be a `next_strategy`.
    """

    strategy: Strategy
    name: str
    explanation: str
    needs: str
    asks_one_first: bool
    is_default: bool


@router.get("/routing-strategies")
async def list_strategies(
    scope: Annotated[Scope, guard(Verb.READ, Resource.TEAMS)],
) -> Page[StrategyView]:
    """What a team, the workspace or a step Assign To may choose."""
    del scope  # the guard alone
    default = Settings().strategy
    return Page(
        items=[
            StrategyView(
                strategy=strategy,
                name=words.title,
                explanation=words.sentence,
                needs=words.needs,
                asks_one_first=strategy.asks_one_first,
                is_default=strategy is default,
            )
            for strategy, words in WORDINGS.items()
        ]
    )
