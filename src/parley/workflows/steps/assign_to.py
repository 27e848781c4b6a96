"""Assign To: the conversation's team first, then a place in the queue, then a person (O6, O18)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from msgspec.structs import replace
from pydantic import Field, model_validator

from parley.domain.conversation import Conversation
from parley.domain.ids import UUID, TeamId, UserId
from parley.domain.people import SKILL_LEVELS, Presence
from parley.domain.queue import Ring, Strategy
from parley.domain.run import EndReason, Waiting, WaitKind
from parley.workflows import limits
from parley.workflows.decisions import (
    ChooseTeam,
    Claimed,
    Decision,
    Effect,
    Entered,
    JoinQueue,
    Move,
    Park,
    Refused,
    Signal,
    Stay,
    Unassign,
)
from parley.workflows.model import Model
from parley.workflows.naming import Named, Noun
from parley.workflows.steps.step import Step, fail, said
from parley.workflows.view import Scene

# An enum finds its members slowly: what every message asks for is looked up once.
_ASSIGNMENT = WaitKind.ASSIGNMENT


class ToUser(Model):
    """`fallback_team_id` is asked when the user cannot take it in time, or has left."""

    to: Literal["user"] = "user"
    user_id: UUID
    fallback_team_id: UUID | None = None


class ToTeam(Model):
    to: Literal["team"] = "team"
    team_id: UUID


class ToWorkspace(Model):
    to: Literal["workspace"] = "workspace"


class ToNobody(Model):
    to: Literal["nobody"] = "nobody"


SkillSlug = Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH)]
Level = Annotated[int, Field(ge=SKILL_LEVELS[0], le=SKILL_LEVELS[1])]
Levels = Annotated[dict[SkillSlug, Level], Field(max_length=limits.SKILLS)]
Alternatives = Annotated[dict[SkillSlug, Level], Field(min_length=1, max_length=limits.SKILLS)]
AnyOf = Annotated[list[Alternatives], Field(max_length=limits.SKILLS)]

Target = Annotated[ToUser | ToTeam | ToWorkspace | ToNobody, Field(discriminator="to")]


class RelaxationRing(Model):
    """For so long after the entry, these least levels are asked beside the step's own skills: all of `skills`, and
    one of each group in `any_of`.
    """

    skills: Levels = Field(default_factory=dict)
    any_of: AnyOf = Field(default_factory=list)
    seconds: Annotated[int, Field(ge=1, le=limits.TIMEOUT_SECONDS)]


class AssignTo(Step):
    """Without `strategy` it is the team's, or the workspace's. Strategies that ask one user first wait
    `preferred_seconds` for that user, then go on by `next_strategy`. `skills` are asked always by their least
    levels, and of each group in `any_of` one; `rings` ask more, one after the other, then no more. A higher
    `priority` is served earlier. `max_open`: only users with fewer open conversations than that, beside their
    own capacity. Without `overwrite` an assigned conversation is left to its holder, if that person is active
    and, with `online_only`, online. `timeout_seconds` is how long it waits for somebody.
    """

    LANES: ClassVar[tuple[str, ...]] = ("next", "timeout", "failure")
    # A failure shows at once, and a kept holder needs no queue: only this way out takes time.
    SLOW: ClassVar[frozenset[str]] = frozenset({"timeout"})
    waits: ClassVar[bool] = True

    kind: Literal["assign_to"] = "assign_to"
    target: Target
    strategy: Strategy | None = None
    next_strategy: Strategy | None = None
    preferred_seconds: Annotated[int, Field(ge=0, le=limits.TIMEOUT_SECONDS)] | None = None
    skills: Levels = Field(default_factory=dict)
    any_of: AnyOf = Field(default_factory=list)
    rings: list[RelaxationRing] = Field(default_factory=list, max_length=limits.RINGS)
    priority: Annotated[int, Field(ge=-limits.PRIORITY, le=limits.PRIORITY)] = 0
    online_only: bool = True
    max_open: Annotated[int, Field(ge=1, le=10_000)] | None = None
    overwrite: bool = False
    timeout_seconds: Annotated[int, Field(ge=1, le=limits.TIMEOUT_SECONDS)] = (
        limits.ASSIGN_SECONDS_DEFAULT
    )

    @model_validator(mode="after")
    def _waits_only_for_somebody(self) -> Self:
        if isinstance(self.target, ToNobody) and "timeout" in self.lanes:
            raise ValueError("unassigning does not wait: it has no lane timeout")
        return self

    @property
    def hands_over(self) -> bool:
        """True if it gives the conversation to a person."""
        return not isinstance(self.target, ToNobody)

    @property
    def open_lanes(self) -> tuple[str, ...]:
        return self.LANES if self.hands_over else ("next", "failure")

    def references(self) -> Iterator[Named]:
        asked = (
            self.skills,
            *self.any_of,
            *(levels for ring in self.rings for levels in (ring.skills, *ring.any_of)),
        )
        for slug in sorted({slug for levels in asked for slug in levels}):
            yield Named(Noun.SKILL, slug)
        match self.target:
            case ToTeam(team_id=team_id):
                yield Named(Noun.TEAM, team_id)
            case ToUser(user_id=user_id, fallback_team_id=fallback):
                yield Named(Noun.USER, user_id)
                if fallback is not None:
                    yield Named(Noun.TEAM, fallback)
            case _:
                return

    def lane_seconds(self, lane: str, /) -> int:
        return self.timeout_seconds if self.hands_over and lane != "failure" else 0

    def settles(self, lane: str, /) -> bool:
        """The team is set before anybody is found; a user is responsible only when found."""
        is_team = isinstance(self.target, ToTeam)
        return self.hands_over and (lane == "next" or (lane == "timeout" and is_team))

    @model_validator(mode="after")
    def _goes_on_by_a_line(self) -> Self:
        if self.next_strategy is not None and self.next_strategy.asks_one_first:
            raise ValueError("next_strategy asks nobody first: choose another")
        return self

    def decide(self, signal: Signal, scene: Scene, /) -> Decision:
        if type(signal) is Entered:
            return self._begin(scene)
        if type(signal) is not Claimed:
            return Stay()
        if signal.user_id is None:
            return Move("timeout", ends=EndReason.TIMED_OUT)
        return Move("next", output={"user_id": str(signal.user_id)}, hands_over=True)

    def on_refusal(self, refused: Refused, _scene: Scene, /) -> Decision:
        return fail(self, said(refused))

    def _begin(self, scene: Scene) -> Decision:
        view = scene.view
        conversation = view.conversation
        if conversation is None:
            return fail(self, "there is no open conversation to assign")
        target = self.target
        # By its word: to ask a model of another class whether it is of this one is slow.
        if target.to == "nobody":
            return Move("next", (Unassign(),))
        team_id: TeamId | None = None
        if target.to == "team":
            found = view.reference.teams.get(TeamId(target.team_id))
            if found is None:
                return fail(self, "the team does not exist any more")
            # The id as the reference has it: what a model has read hashes slowly, and much is looked up by it.
            team_id = found.id
        team = (ChooseTeam(team_id),) if team_id is not None else ()
        if not self.overwrite and self._is_held(conversation, scene):
            output: dict[str, object] = {"kept": str(conversation.assignee_id)}
            return Move("next", team, output, hands_over=True)
        return self._wait_for_somebody(conversation, team_id, team, scene)

    def _wait_for_somebody(
        self,
        conversation: Conversation,
        team_id: TeamId | None,
        team: tuple[Effect, ...],
        scene: Scene,
    ) -> Decision:
        user_id: UserId | None = None
        if team_id is None:
            user_id, team_id = self._candidates(scene)
        if user_id is None and team_id is None and self.target.to == "user":
            return fail(self, "the user is not active any more")
        deadline = scene.view.now + timedelta(seconds=self.timeout_seconds)
        release: tuple[Effect, ...] = (Unassign(),) if conversation.assignee_id is not None else ()
        entry = replace(
            self.wish,
            user_id=user_id,
            team_id=team_id,
            deadline_at=deadline,
            rings=self._rings_from(scene.view.now) if self.rings else (),
        )
        return Park(Waiting(_ASSIGNMENT, until=deadline), (*team, *release, entry))

    @cached_property
    def wish(self) -> JoinQueue:
        """What every entry asks for; whom it asks and until when is still open."""
        return JoinQueue(
            None,
            None,
            self.strategy,
            self.online_only,
            self.max_open,
            None,
            self.skills,
            (),
            self.priority,
            self.next_strategy,
            self.preferred_seconds,
            tuple(self.any_of),
        )

    def _rings_from(self, now: datetime) -> tuple[Ring, ...]:
        """Deadlines are absolute: a requeue later does not begin the rings again."""
        rings: list[Ring] = []
        for ring in self.rings:
            now += timedelta(seconds=ring.seconds)
            rings.append(Ring(ring.skills, now, tuple(ring.any_of)))
        return tuple(rings)

    def _candidates(self, scene: Scene) -> tuple[UserId | None, TeamId | None]:
        """The user and the team to ask where no team is named; those that are gone are None."""
        reference = scene.view.reference
        target = self.target
        if target.to != "user":
            return None, None
        user = reference.active_user(UserId(target.user_id))
        fallback = target.fallback_team_id
        if fallback is not None and fallback not in reference.teams:
            fallback = None
        return user.id if user else None, TeamId(fallback) if fallback is not None else None

    def _is_held(self, conversation: Conversation, scene: Scene) -> bool:
        holder = scene.view.reference.active_user(conversation.assignee_id)
        if holder is None or not self.online_only:
            return holder is not None
        agent = scene.view.find_agent(holder.id)
        return agent is not None and agent.presence is Presence.ONLINE
