"""Compares counters, load and queue with the conversations, and puts right what does not fit: never in silence."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from parley.actions.mending import OF_CONVERSATIONS, mend
from parley.domain.desk import Desk
from parley.domain.events import RoutingMended
from parley.domain.ids import UUID, ConversationId, UserId, WorkspaceId
from parley.domain.needs import Needs
from parley.domain.promises import Clock, IdSource
from parley.storage import reconciling
from parley.storage.database import TROUBLE, LostRace, Pool
from parley.storage.desks import Desks
from parley.storage.doctor import Finding
from parley.storage.reconciling import OF_AGENTS, WRONG_CONTACT, author_at
from parley.worker import metrics

log = structlog.stdlib.get_logger(__name__)

RECONCILE_SECONDS = 300.0
PASSES = 20  # each mends the first hundred of every kind


@dataclass
class Reconciler:
    """One per worker process; a second that looks at the same time has nothing to do."""

    pool: Pool
    desks: Desks
    clock: Clock
    ids: IdSource
    committed: Callable[[Desk], None]
    wake_dispatcher: Callable[[WorkspaceId], None]

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.run_once()
            except TROUBLE as error:
                log.warning("reconcile_interrupted", error=str(error))
            await asyncio.sleep(RECONCILE_SECONDS)

    async def run_once(self) -> int:
        """How many rows were mended: none, in normal life."""
        async with reconciling.alone(self.pool) as is_first:
            if not is_first:
                return 0
            metrics.RECONCILIATIONS.inc()
            mended = 0
            for _ in range(PASSES):
                done = await self._pass()
                mended += done
                if not done:
                    break
        return mended

    async def _pass(self) -> int:
        invariants = OF_AGENTS | OF_CONVERSATIONS
        broken = await reconciling.compare(self.pool, invariants, now=self.clock.now())
        return sum(
            [await self._settle(one.name, found) for one in broken for found in one.findings]
        )

    async def _settle(self, invariant: str, found: Finding) -> bool:
        """What fails stays as it is for the next look; the others are mended."""
        try:
            outcome = "mended" if await self._mend(invariant, found) else "gone"
        except (LostRace, *TROUBLE) as error:
            log.warning("reconcile_interrupted", error=str(error), subject=found.subject)
            return False
        except Exception:
            # A row that breaks the code must not keep the others from being mended.
            log.exception("reconcile_failed", invariant=invariant, subject=found.subject)
            outcome = "failed"
        metrics.RECONCILED.labels(invariant, outcome).inc()
        log.warning(
            "reconciled",
            invariant=invariant,
            workspace_id=found.workspace_id,
            subject=found.subject,
            detail=found.detail,
            outcome=outcome,
        )
        return outcome == "mended"

    async def _mend(self, invariant: str, found: Finding) -> bool:
        """Looked at again under the locks: what was found may have been mended by then."""
        workspace_id, subject = WorkspaceId(UUID(found.workspace_id)), UUID(found.subject)
        author = author_at(workspace_id, self.clock.now(), self.ids)
        told = RoutingMended(invariant, found.subject, found.detail)
        if invariant in OF_AGENTS:
            user_id = UserId(subject)
            is_mended = await reconciling.recount(
                self.pool, workspace_id, user_id, told, author=author
            )
            if is_mended:
                self.wake_dispatcher(workspace_id)
            return is_mended
        if invariant == WRONG_CONTACT:
            moved = await reconciling.move_entry(
                self.pool, workspace_id, ConversationId(subject), told, author=author
            )
            if moved:
                return True
        return await self._mend_on_desk(workspace_id, invariant, subject, found.detail)

    async def _mend_on_desk(
        self, workspace_id: WorkspaceId, invariant: str, subject: UUID, detail: str
    ) -> bool:
        contact_id = await reconciling.find_contact_of_run(self.pool, workspace_id, subject)
        needs = (
            Needs(contacts=frozenset({contact_id}))
            if contact_id is not None
            else Needs(conversations=frozenset({ConversationId(subject)}))
        )
        is_mended, desk = await self.desks.decide(
            workspace_id, needs, lambda desk: mend(desk, invariant, subject, detail)
        )
        self.committed(desk)
        return is_mended
