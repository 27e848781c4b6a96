"""Sends what the outbox holds: no transaction is open during a call, no outcome is guessed."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from parley.actions.outcomes import SendResult
from parley.domain.channel import (
    AddressRefused,
    Channel,
    ChannelPlugin,
    NoAnswer,
    OutgoingMessage,
    Rejected,
    SendOutcome,
    Sent,
    Unavailable,
    Unknown,
)
from parley.domain.ids import ChannelId, WorkspaceId
from parley.domain.message import ErrorClass, Failure
from parley.domain.promises import Clock
from parley.storage import outbox, receipts
from parley.storage.database import TROUBLE, Pool
from parley.storage.outbox import Claimed, Settled
from parley.storage.signals import Signals, Topic
from parley.worker import metrics
from parley.worker.http import Clients

log = structlog.stdlib.get_logger(__name__)

IN_FLIGHT = 64
POLL_SECONDS = 0.5
FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0
GIVE_UP_AFTER = timedelta(hours=24)
CALL_SECONDS = 30.0  # well under the lease: an answer that comes later is no answer

WINDOW_OVER = Failure(
    ErrorClass.WINDOW, text="The reply window ended before the message could be sent."
)
TAKEN_BACK = Failure(ErrorClass.CANCELLED, text="Taken back: a person answered first.")
CHANNEL_GONE = Failure(ErrorClass.ACCOUNT, text="The channel is not connected any more.")
NOT_LOOKED_UP = Failure(ErrorClass.RETRY, text="The channel could not be looked up.")


@dataclass
class OutboxSender:
    """One per worker process. `channel_of` gives a connected channel with its secrets, `jitter` a factor
    about 1 for retries, `base_urls` the address per channel kind;
    a channel of another kind says where it is reached in its own setting `api_base_url`.
    """

    pool: Pool
    clock: Clock
    signals: Signals
    plugins: Mapping[str, ChannelPlugin]
    channel_of: Callable[[WorkspaceId, ChannelId], Awaitable[Channel | None]]
    clients: Clients
    base_urls: Mapping[str, str]
    jitter: Callable[[], float]
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _resting: dict[ChannelId, datetime] = field(default_factory=dict)
    _flying: set[asyncio.Task[None]] = field(default_factory=set)
    _settled: list[Settled] = field(default_factory=list)
    _has_settled: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until cancelled; calls in flight are then given up and become unknown when their lease ends."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._settle_all())
            group.create_task(self._claim_all())
            group.create_task(self._expire_all())

    async def drain(self) -> None:
        """Waits for the calls in flight and records them: the end of a graceful stop."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=CALL_SECONDS)
        await self._settle_now()

    async def _claim_all(self) -> None:
        while True:
            self.wake.clear()
            try:
                claimed = await self.claim_once()
            except TROUBLE as error:
                log.warning("outbox_interrupted", error=str(error))
                claimed = 0
            if not claimed:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self.wake.wait()

    async def claim_once(self) -> int:
        """Starts what fits beside the calls in flight."""
        room = IN_FLIGHT - len(self._flying)
        if room <= 0:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            room = IN_FLIGHT - len(self._flying)
        now = self.clock.now()
        self._resting = {channel: until for channel, until in self._resting.items() if until > now}
        claimed = await outbox.claim(self.pool, now=now, limit=room, resting=list(self._resting))
        for one in claimed:
            task = asyncio.create_task(self._perform(one))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)
        return len(claimed)

    async def _perform(self, claimed: Claimed) -> None:
        outcome = await self._call(claimed)
        settled = self._judge(claimed, outcome)
        metrics.SENDS.labels(settled.result.outcome).inc()
        self._settled.append(settled)
        self._has_settled.set()

    async def _call(self, claimed: Claimed) -> SendOutcome:
        send = claimed.send
        if claimed.is_taken_back:
            return Rejected(TAKEN_BACK)
        try:
            channel = await self.channel_of(send.workspace_id, send.channel_id)
        except TROUBLE:
            return Unavailable(NOT_LOOKED_UP)
        if channel is None:
            return Rejected(CHANNEL_GONE)
        if not self._may_send(claimed, channel):
            return Rejected(WINDOW_OVER)
        return await self._try(claimed, channel)

    async def _try(self, claimed: Claimed, channel: Channel) -> SendOutcome:
        """From here on the provider may have heard of it: whatever goes wrong leaves it unknown."""
        began = time.perf_counter()
        try:
            async with asyncio.timeout(CALL_SECONDS):
                return await self._send(claimed, channel)
        except AddressRefused as refused:
            return Rejected(Failure(ErrorClass.ACCOUNT, "address_refused", str(refused)))
        except (TimeoutError, NoAnswer) as silence:
            return Unknown(str(silence) or "no answer in time")
        except Exception:
            # A plug-in's mistake must not lose the message: what was sent is not known.
            log.exception(
                "send_failed", channel=str(channel.id), message=str(claimed.send.message_id)
            )
            return Unknown("the channel's code failed")
        finally:
            metrics.SEND_SECONDS.observe(time.perf_counter() - began)

    def _may_send(self, claimed: Claimed, channel: Channel) -> bool:
        """The reply window is looked at once more: it may have ended while the message waited."""
        window = self.plugins[channel.kind].manifest.reply_window
        heard = claimed.heard_at
        return window is None or (heard is not None and self.clock.now() <= heard + window)

    async def _send(self, claimed: Claimed, channel: Channel) -> SendOutcome:
        send = claimed.send
        message = OutgoingMessage(
            send.id,
            send.message_id,
            send.contact_id,
            send.address,
            send.scheme,
            send.content,
            send.reply_to,
            attempt=claimed.tries,
        )
        known_url = self.base_urls.get(channel.kind, "")
        return await self.plugins[channel.kind].send(
            message,
            channel=channel,
            http=self.clients.operator if known_url else self.clients.workspace,
            base_url=known_url or channel.config.get("api_base_url", ""),
        )

    def _judge(self, claimed: Claimed, outcome: SendOutcome) -> Settled:
        """Retry or not: the one place."""
        send, tries, now = claimed.send, claimed.tries, self.clock.now()
        match outcome:
            case Sent(external_id=name):
                result = SendResult(send.message_id, send.channel_id, tries, "sent", now, name)
                return Settled(claimed, result)
            case Rejected(failure=failure):
                pauses = failure.error_class is ErrorClass.ACCOUNT and failure is not CHANNEL_GONE
                result = SendResult(
                    send.message_id,
                    send.channel_id,
                    tries,
                    "rejected",
                    now,
                    failure=failure,
                    pauses_channel=pauses,
                )
                return Settled(claimed, result)
            case Unknown(reason=reason):
                failure = Failure(ErrorClass.RETRY, text=f"It may have been sent: {reason}.")
                result = SendResult(
                    send.message_id, send.channel_id, tries, "unknown", now, failure=failure
                )
                return Settled(claimed, result)
            case Unavailable():
                return self._put_off(claimed, outcome)

    def _put_off(self, claimed: Claimed, outcome: Unavailable) -> Settled:
        send, tries, now = claimed.send, claimed.tries, self.clock.now()
        seconds = outcome.retry_after
        if seconds is None:
            seconds = min(FIRST_RETRY_SECONDS * 2 ** (tries - 1), LONGEST_RETRY_SECONDS)
            seconds *= self.jitter()
        retry_at = now + timedelta(seconds=seconds)
        if outcome.failure.error_class is ErrorClass.RATE and outcome.retry_after:
            self._resting[send.channel_id] = now + timedelta(seconds=min(outcome.retry_after, 60))
        given_up = retry_at > send.created_at + GIVE_UP_AFTER
        result = SendResult(
            send.message_id,
            send.channel_id,
            tries,
            "expired" if given_up else "unavailable",
            now,
            failure=outcome.failure,
            pauses_channel=outcome.pauses_channel,
        )
        return Settled(claimed, result, None if given_up else retry_at)

    async def _settle_all(self) -> None:
        """One commit for all that came back meanwhile."""
        while True:
            await self._has_settled.wait()
            self._has_settled.clear()
            try:
                await self._settle_now()
            except TROUBLE as error:
                log.warning("outbox_not_settled", error=str(error))
                self._has_settled.set()
                await asyncio.sleep(POLL_SECONDS)

    async def _settle_now(self) -> None:
        settled, self._settled = self._settled, []
        if not settled:
            return
        try:
            await outbox.settle(self.pool, settled, now=self.clock.now())
        except BaseException:
            self._settled = [*settled, *self._settled]
            raise
        self.signals.send(Topic.JOURNAL)
        self.wake.set()

    async def _expire_all(self) -> None:
        while True:
            await asyncio.sleep(5)
            with contextlib.suppress(*TROUBLE):
                now = self.clock.now()
                unknown = await outbox.declare_unknown(self.pool, now=now)
                if unknown + await receipts.hand_in_again(self.pool, now=now):
                    self.signals.send(Topic.JOURNAL)
