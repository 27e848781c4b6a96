"""A message meets a waiting question; a question's own message is delivered or not."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from parley.actions.run_views import LAST_MESSAGE, find_definition
from parley.actions.running import advance, is_asking, park
from parley.domain.content import Choice, Content, Location, Media, Order, Text
from parley.domain.desk import Desk
from parley.domain.ids import RunId
from parley.domain.message import Message, MessageStatus
from parley.domain.run import EarlyAnswer, Run, Waiting
from parley.workflows.decisions import Answered, Undelivered

# A question that left this late is waited for longer by as much.
PROMPT_ACCEPTANCE = timedelta(minutes=1)
EARLY_ANSWERS = 20
_ON_ITS_WAY = frozenset({MessageStatus.QUEUED, MessageStatus.SENDING})


def offer_answer(desk: Desk, message: Message, *, provider_at: datetime) -> bool:
    """Offers a message to the contact's waiting question. True if the run took it: as an answer, or as a
    wrong one that counts.
    """
    run = _find_asking(desk, message)
    if run is None or run.waiting is None:
        return False
    answered = read_answer(message.content, run, provider_at)
    if answered is None:
        _keep_for_later(
            desk,
            run,
            run.waiting,
            EarlyAnswer(_readable(message.content), provider_at, _point(message.content)),
        )
        return False
    reader = with_words(desk, run, answered.text)
    return advance(desk, reader, answered) is not reader


def _find_asking(desk: Desk, message: Message) -> Run | None:
    for run in reversed(desk.live_runs(message.contact_id)):
        if is_asking(run):
            return run
    return None


def read_answer(content: Content, run: Run, provider_at: datetime) -> Answered | None:
    """What the contact says to the question of this run; None while nobody knows when it was accepted."""
    since = run.waiting.since if run.waiting is not None else None
    option_id = _pressed_option(content, run)
    if option_id is None and since is None:
        return None
    # A stale button is a plain message, so its title is read like one (O13).
    return Answered(
        text=_readable(content),
        option_id=option_id,
        is_timely=option_id is not None or _is_later(provider_at, since),
        at=provider_at,
        point=_point(content),
    )


def settle_delivery(desk: Desk, message: Message) -> None:
    """A run's message was accepted or failed: from its acceptance on a question hears answers (O12), one
    that failed waits no longer (O15). What a Send step wrote moves nothing: its message shows the failure.
    """
    run = desk.runs.get(message.run_id) if message.run_id is not None else None
    if run is None or not run.is_live or run.waiting is None:
        return
    waiting = run.waiting
    if waiting.message_id != str(message.id) or message.status in _ON_ITS_WAY:
        return
    if message.status is MessageStatus.FAILED:
        reason = message.failure.text or message.failure.code if message.failure else ""
        advance(desk, run, Undelivered(reason or "the channel refused it"))
    elif waiting.since is None:
        _note_acceptance(desk, run, waiting, message)


def _note_acceptance(desk: Desk, run: Run, waiting: Waiting, message: Message) -> None:
    accepted_at = message.status_at
    delay = accepted_at - message.created_at
    until = waiting.until
    if until is not None and delay > PROMPT_ACCEPTANCE:
        until = until + delay
    accepted = replace(waiting, since=accepted_at, until=until, early=())
    if until != waiting.until:
        park(desk, run, accepted)
    else:
        desk.put_run(replace(run, waiting=accepted))
    _read_early(desk, run.id, waiting.early, accepted_at)


def _keep_for_later(desk: Desk, run: Run, waiting: Waiting, early: EarlyAnswer) -> None:
    """A worker that lags may see the answer before the word that the question has left. Only the newest
    are kept: nobody answers a question that often.
    """
    kept = (*waiting.early, early)[-EARLY_ANSWERS:]
    desk.put_run(replace(run, waiting=replace(waiting, early=kept)))


def _read_early(
    desk: Desk, run_id: RunId, early: tuple[EarlyAnswer, ...], accepted_at: datetime
) -> None:
    for answer in early:
        run = desk.runs.get(run_id)
        if run is None or not run.is_live or not is_asking(run) or run.waiting is None:
            return
        if run.waiting.since != accepted_at:
            return
        answered = Answered(
            text=answer.text,
            option_id=None,
            is_timely=_is_later(answer.at, accepted_at),
            at=answer.at,
            point=answer.point,
        )
        advance(desk, with_words(desk, run, answer.text), answered)


def _pressed_option(content: Content, run: Run) -> str | None:
    """The option of a button of this very run and visit; None for anything else."""
    if type(content) is not Choice:
        return None
    run_id, _, rest = content.id.partition(":")
    visit, _, option_id = rest.partition(":")
    return option_id if run_id == str(run.id) and visit == str(run.visit) and option_id else None


def _is_later(provider_at: datetime, since: datetime | None) -> bool:
    """Providers that tell whole seconds are compared in whole seconds: within one, the answer counts."""
    if since is None:
        return False
    if provider_at > since:
        return True
    return provider_at.microsecond == 0 and provider_at >= since.replace(microsecond=0)


def _readable(content: Content) -> str | None:
    """The contact's own words: a caption counts, a picture alone says nothing."""
    match content:
        case Text(body=body):
            return body
        case Choice(title=title):
            return title
        case Media(caption=caption):
            return caption
        case Order(text=text):
            return text
        case _:
            return None


def _point(content: Content) -> tuple[float, float] | None:
    return (content.latitude, content.longitude) if type(content) is Location else None


def with_words(desk: Desk, run: Run, text: str | None) -> Run:
    """Keeps the words for later conditions, in workflows that look at them."""
    definition = find_definition(desk, run.version_id)
    if text is None or definition is None or not definition.reads_last_message:
        return run
    return replace(run, variables={**run.variables, LAST_MESSAGE: text})
