"""The loop: ask the engine for one decision, make it true, ask again, until the run waits or ends."""

from typing import assert_type

from msgspec.structs import replace

from parley.actions.conversations import set_handler
from parley.actions.hearing import EARLY_CALLS, hear_early
from parley.actions.messages import cancel_sends
from parley.actions.queueing import enqueue, leave_queue, make_entry
from parley.actions.run_effects import actor_of, perform
from parley.actions.run_traces import record_visit
from parley.actions.run_views import find_definition, look
from parley.domain.actor import Actor, ActorKind
from parley.domain.conversation import Handler
from parley.domain.desk import Desk
from parley.domain.errors import Refusal
from parley.domain.events import RunEnded
from parley.domain.ids import ContactId, EventId
from parley.domain.run import EndReason, Run, Waiting, WaitKind
from parley.domain.timer import Timer, TimerKind
from parley.workflows.decisions import (
    Decision,
    Effect,
    End,
    Move,
    Park,
    Refused,
    Resumed,
    Signal,
    Stay,
)
from parley.workflows.definition import Definition
from parley.workflows.engine import ENTERED, decide, find_step
from parley.workflows.limits import STEPS_IN_ONE_GO
from parley.workflows.telling import tell, tell_end
from parley.workflows.view import Scene, View

# An enum finds its members slowly: those that every visit is held against are at hand.
_ANSWER, _QUIET, _EVENT = WaitKind.ANSWER, WaitKind.QUIET, WaitKind.EVENT
_COMPLETED, _CLOSED = EndReason.COMPLETED, EndReason.CONVERSATION_CLOSED
_STOPPED, _OF_RUN, _AGENT = EndReason.STOPPED, TimerKind.RUN, Handler.AGENT
# Whoever ended the run so has the conversation, or nobody needs it.
_SETTLED = frozenset(
    {
        EndReason.CONVERSATION_CLOSED,
        EndReason.PERSON_REPLIED,
        EndReason.TAKEN_OVER,
        EndReason.ASSIGNED_BY_HAND,
        EndReason.CONTACT_BLOCKED,
        EndReason.CONTACT_MERGED,
        EndReason.RESTARTED,
    }
)
# An effect's place among those of its decision, and how it was refused.
_Refusal = tuple[int, Refused]
_TIMED = frozenset(
    {WaitKind.ANSWER, WaitKind.TIME, WaitKind.QUIET, WaitKind.EVENT, WaitKind.EFFECT}
)


def advance(desk: Desk, run: Run, signal: Signal) -> Run:
    """The run after all that it can do now: it waits or has ended."""
    definition = find_definition(desk, run.version_id)
    if definition is None:
        return finish(desk, run, EndReason.STEP_FAILED, error="the version does not exist any more")
    if run.visit > STEPS_IN_ONE_GO and _races(run, desk):
        error = f"more than {STEPS_IN_ONE_GO} steps, faster than one a second"
        return finish(desk, run, EndReason.TOO_MANY_STEPS, error=error)
    stretch = _Stretch(desk, definition)
    moved = stretch.go(run, signal)
    early = hear_early(desk, moved) if EARLY_CALLS in moved.variables else None
    if early is not None:
        return advance(desk, *early)
    if moved is not run and not is_speaking(moved):
        resume_suspended(desk, run.contact_id)
    return moved


class _Stretch:
    """One go of one run. `is_handed_over` once its Assign To has succeeded: from there on it must not
    wait (O17), so this never outlives the go. `view` is kept until something is done.
    """

    def __init__(self, desk: Desk, definition: Definition) -> None:
        self.desk = desk
        self.definition = definition
        self.steps = definition.steps
        self.quiet_seconds, self.quiet_hours = definition.quiet_seconds, definition.quiet_hours
        self.is_handed_over = False
        self.scene: tuple[Signal, Run, View] | None = None
        self.view: View | None = None

    def go(self, run: Run, signal: Signal) -> Run:
        for _ in range(STEPS_IN_ONE_GO):
            decision = self._decide(run, signal)
            # By its exact class: to learn that it is not of another one would take long.
            if type(decision) is Move:
                run, signal = self._move(run, decision)
            elif type(decision) is Park:
                parked = self._park(run, decision)
                if isinstance(parked, Run):
                    return parked
                run, signal = self._after_refusal(run, parked)
            elif type(decision) is End:
                told = self._tell()
                return finish(self.desk, run, decision.reason, error=decision.error, told=told)
            else:
                assert_type(decision, Stay)
                return run
            if run.ended_at is not None:
                return run
        error = f"more than {STEPS_IN_ONE_GO} steps without a wait"
        return finish(self.desk, run, EndReason.TOO_MANY_STEPS, error=error)

    def _decide(self, run: Run, signal: Signal) -> Decision:
        view = self.view
        if view is None:
            view = self.view = look(self.desk, run, self.definition)
        if type(signal) is not Refused:
            self.scene = (signal, run, view)
        scene = Scene(run, view, self.quiet_seconds, self.is_handed_over, self.quiet_hours)
        return decide(self.steps.get(run.step_id or ""), signal, scene)

    def _tell(self, refused: _Refusal | None = None) -> dict[str, object]:
        """Of the scene as it was before the decision's effects."""
        if self.scene is None:
            return {}
        signal, run, view = self.scene
        return tell(signal, run, view, refused=refused)

    def _park(self, run: Run, decision: Park) -> Run | _Refusal:
        if self.is_handed_over:
            error = "a step that waits cannot follow a successful Assign To"
            return finish(self.desk, run, EndReason.COMPLETED, error=error)
        run, refused, message_id = self._perform(run, decision.effects)
        if refused is not None:
            return refused
        waiting = decision.waiting
        if message_id is not None:
            waiting = replace(waiting, message_id=message_id)
        if waiting.kind is _EVENT:
            # Ids are in the order of time: what happened until now has smaller ones.
            waiting = replace(waiting, after=str(self.desk.new_id(EventId)))
        if waiting.kind is _ANSWER:
            suspend_others(self.desk, run)
        return park(self.desk, run, waiting)

    def _after_refusal(self, run: Run, refusal: _Refusal) -> tuple[Run, Signal]:
        _, refused = refusal
        decision = self._decide(run, refused)
        told = self._tell(refusal)
        if isinstance(decision, Move):
            return self._leave(run, decision, told)
        error = decision.error if isinstance(decision, End) else refused.text
        reason = decision.reason if isinstance(decision, End) else EndReason.STEP_FAILED
        return finish(self.desk, run, reason, error=error, told=told), refused

    def _move(self, run: Run, decision: Move) -> tuple[Run, Signal]:
        if decision.effects:
            run, refused, _ = self._perform(run, decision.effects)
            if refused is not None:
                return self._after_refusal(run, refused)
        return self._leave(run, decision, self._tell())

    def _leave(self, run: Run, decision: Move, told: dict[str, object]) -> tuple[Run, Signal]:
        """Closes the visit and goes to where the lane leads."""
        desk = self.desk
        current = self.steps.get(run.step_id or "")
        target = current.lanes.get(decision.lane) if current else None
        record_visit(
            desk, run, current, decision.lane, told, output=decision.output, error=decision.error
        )
        if self._has_closed(run):
            return end(desk, run, EndReason.CONVERSATION_CLOSED, actor=actor_of(run)), ENTERED
        if decision.hands_over:
            # A background workflow disturbs nobody: it may go on waiting.
            self.is_handed_over = self.definition.speaks
            end_others(desk, run)
            self.view = None
        if target is None:
            seeks = decision.seeks_person or decision.ends is not _COMPLETED
            ended = end(desk, run, decision.ends, actor=actor_of(run), seeks_person=seeks)
            return ended, ENTERED
        cancel_timer(desk, run)
        if self.view is not None and self.view.queue is not None:
            # The trace tells the place in line of those visits alone that ask for it.
            self.view = None
        moved = replace(
            run, step_id=target, visit=run.visit + 1, waiting=None, visit_started_at=desk.now
        )
        return moved, ENTERED

    def _has_closed(self, run: Run) -> bool:
        """Its own Close Conversation ends the run, too (O1)."""
        if run.conversation_id is None:
            return False
        conversation = self.desk.conversations.get(run.conversation_id)
        if conversation is None or conversation.closed_at is None:
            return False
        # What follows a close began when its conversation was closed already.
        follows = self.definition.trigger.FOLLOWS_CLOSE
        return not follows or conversation.opened_at >= run.started_at

    def _perform(
        self, run: Run, effects: tuple[Effect, ...]
    ) -> tuple[Run, _Refusal | None, str | None]:
        """Stops at the first refusal; what was done before it stays done."""
        message_id: str | None = None
        if effects:
            self.view = None
        for place, effect in enumerate(effects):
            try:
                run, message = perform(self.desk, run, effect)
            except Refusal as refusal:
                return run, (place, Refused(effect, refusal.code, refusal.text)), message_id
            if message is not None:
                message_id = str(message.id)
        return run, None, message_id


def _races(run: Run, desk: Desk) -> bool:
    """Each go may be short and the run still never rest: an Assign To that finds somebody at once, again
    and again.
    """
    return run.visit > (desk.now - run.started_at).total_seconds()


# -- waiting -----------------------------------------------------------------------------------------


def fingerprint(run: Run) -> str:
    """What a timer must still find: this visit, this ask, this kind of wait."""
    waiting = run.waiting
    return f"{run.visit}:{waiting.asked}:{waiting.kind.value}" if waiting else ""


def park(desk: Desk, run: Run, waiting: Waiting) -> Run:
    parked = replace(run, waiting=waiting)
    desk.put_run(parked)
    if waiting.kind in _TIMED and waiting.until is not None:
        timer = Timer(
            desk.workspace_id,
            _OF_RUN,
            run.id,
            run.contact_id,
            waiting.until,
            fingerprint(parked),
        )
        desk.set_timer(timer)
    else:
        cancel_timer(desk, run)
    return parked


def cancel_timer(desk: Desk, run: Run) -> None:
    if run.waiting is not None and run.waiting.kind in _TIMED:
        desk.cancel_timer(_OF_RUN, run.id)


def is_asking(run: Run) -> bool:
    """Its question is out and not yet answered, read bursts included."""
    waiting = run.waiting
    if waiting is None or waiting.suspended:
        return False
    return waiting.kind is _ANSWER or (waiting.kind is _QUIET and bool(waiting.burst))


def suspend_others(desk: Desk, run: Run) -> None:
    """One waiting question per contact: the newest (O16)."""
    for other in desk.live_runs(run.contact_id):
        if other.id != run.id and other.waiting is not None and is_asking(other):
            cancel_timer(desk, other)
            waiting = replace(
                other.waiting, kind=WaitKind.ANSWER, suspended=True, until=None, burst=()
            )
            desk.put_run(replace(other, waiting=waiting))


def resume_suspended(desk: Desk, contact_id: ContactId) -> None:
    """When nothing else asks or is about to, the newest suspended question is repeated (O16)."""
    runs = desk.live_runs(contact_id)
    suspended = [run for run in runs if run.waiting is not None and run.waiting.suspended]
    if suspended and not any(map(is_speaking, runs)):
        advance(desk, suspended[-1], Resumed())


def is_speaking(run: Run) -> bool:
    """It asks, or is about to say something."""
    return is_asking(run) or (run.waiting is not None and run.waiting.kind is _QUIET)


# -- ending ------------------------------------------------------------------------------------------


def finish(
    desk: Desk,
    run: Run,
    reason: EndReason,
    *,
    error: str | None = None,
    told: dict[str, object] | None = None,
    actor: Actor | None = None,
) -> Run:
    """Ends a run in the middle of a visit, which closes without a lane."""
    if run.step_id is not None:
        definition = find_definition(desk, run.version_id)
        current = find_step(run, definition) if definition is not None else None
        because = tell_end(reason) if told is None else told
        record_visit(desk, run, current, None, because, output={}, error=error or reason.value)
    seeks = reason is not EndReason.COMPLETED
    return end(desk, run, reason, actor=actor or actor_of(run), seeks_person=seeks)


def end(
    desk: Desk, run: Run, reason: EndReason, *, actor: Actor, seeks_person: bool = False
) -> Run:
    """The run is over: no timer, no place in the queue, and no word that a person would contradict."""
    cancel_timer(desk, run)
    ended = replace(run, waiting=None, ended_at=desk.now, end_reason=reason)
    desk.put_run(ended)
    entry = desk.queue.get(run.conversation_id) if run.conversation_id else None
    if entry is not None and entry.run_id == run.id:
        leave_queue(desk, entry.conversation_id, reason=reason.value, actor=actor)
    if _takes_back(reason, actor):
        cancel_sends(desk, run.id, actor=actor)
    desk.emit(
        RunEnded(run.id, run.workflow_id, reason),
        actor=actor,
        contact_id=run.contact_id,
        conversation_id=run.conversation_id,
    )
    if reason not in _SETTLED:
        _release(desk, ended, seeks_person=seeks_person)
    return ended


def _takes_back(reason: EndReason, actor: Actor) -> bool:
    """A goodbye before the workflow's own Close is still said."""
    if reason is _CLOSED:
        return actor.kind is not ActorKind.WORKFLOW
    return reason in _SETTLED or reason is _STOPPED


def end_others(desk: Desk, run: Run) -> None:
    """A person has the conversation now: nobody else's bot speaks in it (O17)."""
    for other in desk.live_runs(run.contact_id):
        if other.id != run.id and may_be_ended(desk, other, EndReason.TAKEN_OVER):
            finish(desk, other, EndReason.TAKEN_OVER, actor=actor_of(run))


def may_be_ended(desk: Desk, run: Run, reason: EndReason) -> bool:
    """True for a run that speaks, unless its workflow opted out of this reason."""
    if not run.speaks:
        return False
    definition = find_definition(desk, run.version_id)
    return definition is None or definition.exits.ends_on(reason)


def _release(desk: Desk, run: Run, *, seeks_person: bool) -> None:
    """The bot lets go of the conversation: its team's queue gets it, or it is there for all to see."""
    conversation = desk.find_open_conversation(run.contact_id)
    if conversation is None or conversation.id != run.conversation_id:
        return
    definition = find_definition(desk, run.version_id)
    if (definition is not None and not definition.routes) or _is_routed_by_another(desk, run):
        return
    if conversation.assignee_id is not None:
        set_handler(desk, conversation.id, _AGENT)
        return
    set_handler(desk, conversation.id, Handler.NOBODY)
    team_id = conversation.team_id
    if seeks_person and team_id in desk.reference.teams and desk.queue.get(conversation.id) is None:
        entry = make_entry(desk, conversation, team_id=team_id)
        enqueue(desk, entry, actor=actor_of(run))


def _is_routed_by_another(desk: Desk, run: Run) -> bool:
    for other in desk.live_runs(run.contact_id):
        if other.conversation_id != run.conversation_id:
            continue
        definition = find_definition(desk, other.version_id)
        if definition is not None and definition.routes:
            return True
    return False
