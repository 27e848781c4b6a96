"""Posts webhooks: in lanes per contact, in batches, again and again until they are taken."""

import asyncio
import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp
from msgspec import Struct

from parley.simulator.clock import SimulatorClock
from parley.simulator.ids import IdMaker
from parley.simulator.ledger import Ledger, WebhookLost, WebhookTried
from parley.simulator.webhooks import Layout, WebhookEvent, encode, headers_of, payload_of

WEEK_SECONDS = 7 * 24 * 3600
_FIRST_GOOD, _FIRST_BEYOND_GOOD = 200, 300
_SHORTEST_LOOK_SECONDS = 0.05


class DeliveryPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """How webhooks are posted; the last of the gaps repeats until a week has passed."""

    batch_size: int = 1
    layout: Layout = "changes"
    concurrency: int = 8
    in_order: bool = True
    """A contact's later events wait until the earlier ones were taken, retries included."""
    copies: int = 1
    """How often each webhook is posted although it was taken."""
    retry_gaps_seconds: tuple[float, ...] = (1, 5, 15, 60, 300, 900, 3600)
    give_up_after_seconds: float = WEEK_SECONDS
    timeout_seconds: float = 10.0


@dataclass(slots=True)
class _Lane:
    events: deque[WebhookEvent] = field(default_factory=deque[WebhookEvent])
    is_busy: bool = False


@dataclass(slots=True, eq=False)
class _Parcel:
    webhook_id: str
    body: bytes
    events: tuple[str, ...]
    lanes: list[_Lane]
    first_at: float
    attempts: int = 0


class Courier:
    """Serves one callback URL; `post` may be called from anywhere in the loop's thread."""

    def __init__(
        self, url: str, app_secret: str, *, clock: SimulatorClock, ledger: Ledger, ids: IdMaker
    ) -> None:
        self.policy = DeliveryPolicy()
        self.is_paused = False
        self.drops = 0
        self.spoilt_signatures = 0
        self._url = url
        self._secret = app_secret
        self._clock = clock
        self._ledger = ledger
        self._ids = ids
        self._lanes: dict[str, _Lane] = {}
        self._ready: deque[_Lane] = deque()
        self._late: list[tuple[float, int, _Parcel]] = []
        self._due: deque[_Parcel] = deque()
        self._runners: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._session: aiohttp.ClientSession | None = None
        self._serial = 0
        clock.on_move(self.release_due)

    @property
    def is_idle(self) -> bool:
        """Nothing queued and nothing in flight; what waits for a retry does not count."""
        return not (self._runners or self._ready or self._due)

    @property
    def retries_waiting(self) -> int:
        return len(self._late)

    def post(self, event: WebhookEvent) -> None:
        lane = self._lanes.setdefault(event.lane, _Lane())
        lane.events.append(event)
        if not lane.is_busy:
            lane.is_busy = True
            self._ready.append(lane)
        self._run()

    def pause(self) -> None:
        """Hold everything back, so that it goes out batched on `resume`."""
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False
        self._run()

    def redeliver(self) -> int:
        """Try at once whatever waits for a later attempt; how many webhooks that is."""
        count = len(self._late)
        self._due.extend(parcel for _, _, parcel in sorted(self._late, key=lambda late: late[:2]))
        self._late.clear()
        self._run()
        return count

    def release_due(self) -> None:
        """Move on what the clock says is due, and look again when the next one will be."""
        now = self._clock.now()
        while self._late and self._late[0][0] <= now:
            self._due.append(heapq.heappop(self._late)[2])
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._late:
            gap = max(_SHORTEST_LOOK_SECONDS, self._late[0][0] - now)
            self._timer = asyncio.get_running_loop().call_later(gap, self.release_due)
        if self._due:
            self._run()

    async def close(self) -> None:
        self.is_paused = True
        self._late.clear()
        if self._timer is not None:
            self._timer.cancel()
        for runner in self._runners:
            runner.cancel()
        await asyncio.gather(*self._runners, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _run(self) -> None:
        waiting = len(self._ready) + len(self._due)
        while not self.is_paused and waiting and len(self._runners) < self.policy.concurrency:
            runner = asyncio.get_running_loop().create_task(self._work())
            self._runners.add(runner)
            runner.add_done_callback(self._runner_ended)
            waiting -= 1

    def _runner_ended(self, runner: asyncio.Task[None]) -> None:
        self._runners.discard(runner)
        self._ledger.ring()

    async def _work(self) -> None:
        while not self.is_paused:
            parcel = self._due.popleft() if self._due else self._pack()
            if parcel is None:
                return
            await self._deliver(parcel)

    def _pack(self) -> _Parcel | None:
        """Fill one webhook from the lanes in turn; None when there is nothing to send."""
        events: list[WebhookEvent] = []
        lanes: list[_Lane] = []
        while self._ready and len(events) < self.policy.batch_size:
            lane = self._ready.popleft()
            while lane.events and len(events) < self.policy.batch_size:
                events.append(lane.events.popleft())
            if self.policy.in_order:
                lanes.append(lane)
            else:
                self._free(lane)
        if not events:
            return None
        body = encode(payload_of(events, self.policy.layout))
        names = tuple(event.event_id for event in events)
        return _Parcel(self._ids.webhook_id(), body, names, lanes, self._clock.now())

    def _free(self, lane: _Lane) -> None:
        if lane.events:
            self._ready.append(lane)
        else:
            lane.is_busy = False

    async def _deliver(self, parcel: _Parcel) -> None:
        if self.drops > 0:
            self.drops -= 1
            self._lose(parcel, "dropped on purpose")
            return
        taken = False
        for _ in range(self.policy.copies):
            taken = await self._try(parcel) or taken
        if taken:
            self._finish(parcel)
        elif self._clock.now() - parcel.first_at >= self.policy.give_up_after_seconds:
            self._lose(parcel, "given up")
        else:
            self._postpone(parcel)

    async def _try(self, parcel: _Parcel) -> bool:
        parcel.attempts += 1
        status, problem = await self._request(parcel.body)
        self._ledger.add(
            WebhookTried(
                seq=self._ledger.next_seq(),
                at=self._clock.now(),
                webhook_id=parcel.webhook_id,
                attempt=parcel.attempts,
                events=parcel.events,
                status=status,
                problem=problem,
            )
        )
        return status is not None and _FIRST_GOOD <= status < _FIRST_BEYOND_GOOD

    async def _request(self, body: bytes) -> tuple[int | None, str | None]:
        headers = headers_of(body, self._secret)
        if self.spoilt_signatures > 0:
            self.spoilt_signatures -= 1
            headers = headers_of(body + b" ", self._secret)
        try:
            async with self._open_session().post(self._url, data=body, headers=headers) as answer:
                await answer.read()
                return answer.status, None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return None, f"{type(error).__name__}: {error}"

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self.policy.timeout_seconds),
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    def _postpone(self, parcel: _Parcel) -> None:
        gaps: Sequence[float] = self.policy.retry_gaps_seconds
        gap = gaps[min(parcel.attempts, len(gaps)) - 1]
        self._serial += 1
        heapq.heappush(self._late, (self._clock.now() + gap, self._serial, parcel))
        self.release_due()

    def _lose(self, parcel: _Parcel, reason: str) -> None:
        seq, at = self._ledger.next_seq(), self._clock.now()
        self._ledger.add(
            WebhookLost(
                seq=seq, at=at, webhook_id=parcel.webhook_id, events=parcel.events, reason=reason
            )
        )
        self._finish(parcel)

    def _finish(self, parcel: _Parcel) -> None:
        for lane in parcel.lanes:
            self._free(lane)
        self._run()
