"""Makes the requests of workflows: no transaction is open during a call, no outcome is guessed."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from msgspec.structs import replace
from yarl import URL

from parley.domain.calls import (
    REPEATABLE,
    Call,
    CallResult,
    is_worth_another_try,
    names_of,
    pause_after,
    with_secrets,
)
from parley.domain.cleaning import clean_text
from parley.domain.ids import WorkspaceId
from parley.domain.promises import Clock
from parley.domain.secret_places import hide
from parley.kit.crypto import CannotUnseal
from parley.kit.egress import Answer, AnswerLost, Egress, NotSent
from parley.kit.egress_guard import EgressRefused
from parley.storage import calls
from parley.storage.calls import ClaimedCall, result_of
from parley.storage.database import TROUBLE, Pool
from parley.storage.signals import Signals, Topic

log = structlog.stdlib.get_logger(__name__)

IN_FLIGHT = 32
POLL_SECONDS = 0.5
EXPIRY_SECONDS = 5
CALL_SECONDS = 10.0
ANSWER_BYTES = 1_000_000


OpenSecrets = Callable[[WorkspaceId, Collection[str]], Awaitable[Mapping[str, str]]]


class SecretMissing(Exception):
    """The request names a secret that the workspace does not keep, or that cannot be opened."""


async def _have_none(_workspace: WorkspaceId, _slugs: Collection[str]) -> Mapping[str, str]:
    return {}


@dataclass
class CallSender:
    """One per worker process. `own_hosts` are ours: a workflow does not call the house it runs in.
    `by_operator` is for tests alone, whose other systems live on this machine.
    """

    pool: Pool
    clock: Clock
    signals: Signals
    egress: Egress
    own_hosts: Collection[str]
    jitter: Callable[[], float]
    by_operator: bool = False
    open_secrets: OpenSecrets = _have_none
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _flying: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Until cancelled; what is in flight then is unknown when its lease ends, or made again."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._claim_all())
            group.create_task(self._expire_all())

    async def drain(self) -> None:
        """Waits for the calls in flight: the end of a graceful stop."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=CALL_SECONDS + 1)

    async def _claim_all(self) -> None:
        while True:
            self.wake.clear()
            claimed = 0
            with contextlib.suppress(*TROUBLE):
                claimed = await self.claim_once()
            if not claimed:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self.wake.wait()

    async def claim_once(self) -> int:
        """Starts what fits beside the calls in flight."""
        if len(self._flying) >= IN_FLIGHT:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        room = IN_FLIGHT - len(self._flying)
        claimed = await calls.claim(self.pool, now=self.clock.now(), limit=room)
        for one in claimed:
            task = asyncio.create_task(self._perform(one))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)
        return len(claimed)

    async def _perform(self, claimed: ClaimedCall) -> None:
        result = await self._call(claimed)
        now = self.clock.now()
        try:
            if is_worth_another_try(claimed.call, result):
                pause = pause_after(claimed.tries) * self.jitter()
                await calls.put_off(self.pool, claimed, until=now + timedelta(seconds=pause))
            elif await calls.settle(self.pool, claimed, result, now=now):
                self.signals.send(Topic.JOURNAL)
        except TROUBLE as error:
            # The lease ends, and then nobody knows: as if this process had died.
            log.warning("call_not_settled", error=str(error))

    async def _call(self, claimed: ClaimedCall) -> CallResult:
        """What comes back is kept without the secrets that went out."""
        try:
            secrets = await self._open(claimed.call)
        except (SecretMissing, CannotUnseal) as missing:
            return result_of(claimed, "refused", now=self.clock.now(), error=str(missing))
        except TROUBLE:
            log.warning("secrets_not_read", run=str(claimed.call.run_id))
            told = "The secrets could not be read, and nothing was sent."
            return result_of(claimed, "unreachable", now=self.clock.now(), error=told)
        result = await self._ask(claimed, secrets)
        if not secrets:
            return result
        return replace(result, body=hide(result.body, secrets), error=hide(result.error, secrets))

    async def _open(self, call: Call) -> Mapping[str, str]:
        names = names_of(call)
        if not names:
            return {}
        secrets = await self.open_secrets(call.workspace_id, names)
        missing = sorted(names - set(secrets))
        if missing:
            raise SecretMissing(f"There is no secret {missing[0]}.")
        return secrets

    async def _ask(self, claimed: ClaimedCall, secrets: Mapping[str, str]) -> CallResult:
        now = self.clock.now()
        try:
            answer = await self._request(with_secrets(claimed.call, secrets))
        except EgressRefused as refused:
            return result_of(claimed, "refused", now=now, error=str(refused))
        except NotSent as error:
            return result_of(claimed, "unreachable", now=now, error=str(error))
        except AnswerLost as error:
            return result_of(claimed, "unknown", now=now, error=str(error))
        except Exception:
            # Whatever it was, the request may have left: that is all that is known.
            log.exception("call_failed", run=str(claimed.call.run_id))
            return result_of(claimed, "unknown", now=now, error="the request failed")
        body = clean_text(answer.body.decode(errors="replace"))
        return result_of(claimed, "answered", now=self.clock.now(), status=answer.status, body=body)

    async def _request(self, call: Call) -> Answer:
        self._refuse_own(call.url)
        headers = dict(call.headers)
        if call.method not in REPEATABLE:
            headers.setdefault("Idempotency-Key", str(call.id))
        return await self.egress.request(
            call.method,
            call.url,
            headers=headers,
            body=call.body.encode() if call.body is not None else None,
            timeout_seconds=CALL_SECONDS,
            limit_bytes=ANSWER_BYTES,
            redirects=0,
            by_operator=self.by_operator,
        )

    def _refuse_own(self, url: str) -> None:
        try:
            host = URL(url).host
        except ValueError:
            return
        if host is not None and host.lower().rstrip(".") in self.own_hosts:
            raise EgressRefused("The address is our own.")

    async def _expire_all(self) -> None:
        while True:
            await asyncio.sleep(EXPIRY_SECONDS)
            with contextlib.suppress(*TROUBLE):
                if await calls.expire(self.pool, now=self.clock.now()):
                    self.signals.send(Topic.JOURNAL)
