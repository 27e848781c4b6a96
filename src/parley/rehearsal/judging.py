"""What is expected against what happened: the first difference, in words."""

from collections.abc import Callable, Iterator

from parley.actions.run_views import view_for
from parley.domain.conversation import Conversation
from parley.domain.run import Run
from parley.rehearsal.playing import Player
from parley.rehearsal.script import Expect
from parley.rehearsal.systems import named, wanted_call
from parley.workflows.paths import find_value


class Judge:
    """Remembers how many messages and calls have been looked at."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._heard = 0
        self._called = 0
        self._begun = 0

    def find_fault(self, expect: Expect) -> str | None:
        """The first thing that is not as expected."""
        looks: tuple[Callable[[Expect], Iterator[str]], ...] = (
            self._messages,
            self._calls,
            self._others,
            self._values,
            self._labels,
            self._stage,
            self._holders,
            self._way,
            self._stand,
        )
        return next((fault for look in looks for fault in look(expect)), None)

    def _messages(self, expect: Expect) -> Iterator[str]:
        said = self._said()[self._heard :]
        self._heard += len(said)
        if expect.messages is not None:
            for wanted, found in zip(expect.messages, said, strict=False):
                if wanted != found:
                    yield f"expected the message {wanted!r}, but {found!r} was sent"
            for wanted in expect.messages[len(said) :]:
                yield f"expected the message {wanted!r}, but nothing more was sent"
            for found in said[len(expect.messages) :]:
                yield f"expected no more messages, but {found!r} was sent"
        for part in expect.hears:
            if not any(part in text for text in said):
                yield f"expected a message with {part!r}, but {_listed(said)} was sent"

    def _said(self) -> list[str]:
        return self._player.said()

    def _calls(self, expect: Expect) -> Iterator[str]:
        made = self._player.stage.desk.calls[self._called :]
        self._called += len(made)
        if expect.calls is None:
            return
        for given, found in zip(expect.calls, made, strict=False):
            wanted = wanted_call(given)
            difference = wanted.find_difference(found)
            if difference is not None:
                yield f"expected the call {wanted.told}, but of {named(found)} {difference}"
        for given in expect.calls[len(made) :]:
            yield f"expected the call {wanted_call(given).told}, but no more were made"
        for found in made[len(expect.calls) :]:
            yield f"expected no more calls, but {named(found)} was made"

    def _others(self, expect: Expect) -> Iterator[str]:
        begun = self._player.started()[self._begun :]
        self._begun += len(begun)
        if expect.started is not None and expect.started != begun:
            wanted = _listed(expect.started)
            yield f"expected other workflows to start: {wanted}, but it was {_listed(begun)}"
        if expect.webhook is not None:
            results = self._player.stage.desk.hook_results
            outcome = str(results[-1].outcome) if results else None
            if outcome != expect.webhook:
                yield f"expected the webhook's {expect.webhook!r}, but it was {_told(outcome)}"

    def _values(self, expect: Expect) -> Iterator[str]:
        run = self._run()
        for path, wanted in expect.fields.items():
            found = find_value(path, run, view_for(self._player.stage.desk, run)) if run else None
            if found != wanted:
                yield f"expected {path} to be {_told(wanted)}, but it is {_told(found)}"

    def _labels(self, expect: Expect) -> Iterator[str]:
        stage = self._player.stage
        contact = stage.find_contact(self._player.who)
        known = stage.desk.reference.tags
        tags = [known[tag].name for tag in contact.tags if tag in known] if contact else []
        for tag in expect.tags:
            if tag not in tags:
                yield f"expected the tag {tag!r}, but the contact has {_listed(tags)}"
        for tag in expect.no_tags:
            if tag in tags:
                yield f"expected no tag {tag!r}, but the contact has it"
        comments = [comment.body for comment in stage.desk.comments]
        for part in expect.comments:
            if not any(part in comment for comment in comments):
                yield f"expected a comment with {part!r}, but there is {_listed(comments)}"

    def _stage(self, expect: Expect) -> Iterator[str]:
        if "lifecycle" not in expect.model_fields_set:
            return
        stage = self._player.stage
        contact, stages = stage.find_contact(self._player.who), stage.reference.stages
        stage_id = contact.lifecycle_stage_id if contact else None
        found = stages[stage_id].name if stage_id and stage_id in stages else None
        if found != expect.lifecycle:
            wanted = _told(expect.lifecycle)
            yield f"expected the lifecycle stage {wanted}, but it is {_told(found)}"

    def _holders(self, expect: Expect) -> Iterator[str]:
        conversation = self._conversation()
        reference, given = self._player.stage.reference, expect.model_fields_set
        if "team" in given:
            team_id = conversation.team_id if conversation else None
            team = reference.teams[team_id].name if team_id and team_id in reference.teams else None
            if team != expect.team:
                yield f"expected the team {_told(expect.team)}, but it is {_told(team)}"
        if "assignee" in given:
            user_id = conversation.assignee_id if conversation else None
            user = reference.users[user_id].name if user_id and user_id in reference.users else None
            if user != expect.assignee:
                yield f"expected the assignee {_told(expect.assignee)}, but it is {_told(user)}"
        if expect.conversation is not None:
            state = "none" if conversation is None else str(conversation.status)
            state = "open" if state == "snoozed" else state
            if state != expect.conversation:
                yield f"expected the conversation to be {expect.conversation}, but it is {state}"

    def _way(self, expect: Expect) -> Iterator[str]:
        visits = [(visit.step_id, visit.lane) for visit in self._player.visits()]
        rest = iter([step for step, _ in visits] + self._player.standing())
        for step in expect.steps:
            if step not in rest:
                way = [step for step, _ in visits]
                yield f"expected the way to lead to {step!r}, but it went {_listed(way)}"
        for step, lane in expect.lanes.items():
            left = [taken for visited, taken in visits if visited == step]
            if not left:
                yield f"expected {step!r} to be left by {lane!r}, but it was not left at all"
            elif left[-1] != lane:
                yield f"expected {step!r} to be left by {lane!r}, but it was by {_told(left[-1])}"

    def _stand(self, expect: Expect) -> Iterator[str]:
        run = self._run()
        if expect.at is not None:
            at = run.step_id if run and run.is_live else None
            if at != expect.at:
                yield f"expected the run to wait at {expect.at!r}, but {_state(run)}"
        if expect.end is not None:
            state = str(run.end_reason) if run and not run.is_live else "running" if run else "none"
            if state != str(expect.end):
                yield f"expected the run to be {str(expect.end)!r}, but {_state(run)}"

    def _run(self) -> Run | None:
        runs = self._player.runs()
        return runs[-1] if runs else None

    def _conversation(self) -> Conversation | None:
        stage = self._player.stage
        contact = stage.find_contact(self._player.who)
        found = [c for c in stage.desk.conversations if contact and c.contact_id == contact.id]
        return max(found, key=lambda c: c.id, default=None)


def _state(run: Run | None) -> str:
    if run is None:
        return "no run was started"
    if run.is_live:
        return f"it waits at {run.step_id!r}"
    return f"it ended {str(run.end_reason)!r}"


def _told(value: object) -> str:
    return "nothing" if value is None else repr(value)


def _listed(words: list[str]) -> str:
    return ", ".join(repr(word) for word in words) if words else "nothing"
