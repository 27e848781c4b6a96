"""Inbound messages fully processed, in process, by one worker; and the statements that this takes."""

from parley.bench.figures import Figure
from parley.bench.meter import Meter
from parley.bench.mix import Mix
from parley.bench.site import Site, StatementCount
from parley.bench.world import make_world
from parley.main import Parts, open_parts
from parley.worker.lanes import LARGEST_BATCH

WARM_CONTACTS = 100
ALONE_TIMES = 3
BACKLOG = LARGEST_BATCH * 3  # so that a batch is full


async def measure_inbound(site: Site, *, contacts: int) -> list[Figure]:
    """`contacts` * 2 messages; the question leaves between the two, which is not counted."""
    async with open_parts(site.settings, application="bench") as parts:
        figures = await _measure_speed(site, parts, contacts)
    return [*figures, *await _count_statements(site)]


async def warm_up(parts: Parts) -> None:
    """Plans, caches and the batch size settle on a workspace that is not measured.

    Autovacuum tells the planner about new tables within a quarter of a minute: here it is asked for at once.
    """
    await Mix(parts, await make_world(parts), WARM_CONTACTS).run()
    await parts.pool.execute("ANALYZE")


async def _measure_speed(site: Site, parts: Parts, contacts: int) -> list[Figure]:
    await warm_up(parts)
    mix = Mix(parts, await make_world(parts), contacts)
    await mix.say_first()
    meter = Meter(site.postmaster)
    with meter:
        batches = await mix.drain()
    sending = Meter(site.postmaster)
    with sending:
        await mix.send()
    await mix.answer()
    with meter:
        batches += await mix.drain()
        await mix.dispatch()
    messages = contacts * 2
    await _require_all_assigned(parts, mix)
    return [
        Figure("inbound, fully processed", messages / meter.seconds, "msg/s", 3000),
        Figure("CPU a message, Python", meter.python_seconds / messages * 1e6, "us"),
        Figure("CPU a message, Postgres", meter.postgres_seconds / messages * 1e6, "us"),
        Figure("CPU a message", meter.cpu_seconds / messages * 1e6, "us"),
        Figure("messages a batch", messages / batches, ""),
        Figure("sends without a provider", contacts / sending.seconds, "send/s"),
    ]


async def _require_all_assigned(parts: Parts, mix: Mix) -> None:
    """A figure of work that was not done is none."""
    assigned = await parts.pool.fetchval(
        "SELECT count(*) FROM conversation WHERE workspace_id = $1 AND assignee_id IS NOT NULL",
        mix.world.workspace_id,
    )
    if assigned != mix.contacts:
        message = f"{assigned} of {mix.contacts} conversations were assigned: the mix did not run"
        raise RuntimeError(message)


async def _count_statements(site: Site) -> list[Figure]:
    """Of entries in full batches, and of one entry that comes alone; the look at the lanes counts, too."""
    async with (
        site.count_statements() as count,
        open_parts(site.settings, application="bench") as parts,
    ):
        await warm_up(parts)
        full = await _count_mix(count, Mix(parts, await make_world(parts), BACKLOG))
        times = [
            await _count_mix(count, Mix(parts, await make_world(parts), 1))
            for _ in range(ALONE_TIMES)
        ]
    # A connection looks up a type when it first meets it: the least is what every later message costs.
    alone = [min(column) for column in zip(*times, strict=True)]
    return [
        Figure("SQL statements an entry, batches of 500", sum(full) / 2, "", 0.1, at_most=True),
        Figure("SQL statements, first message alone", alone[0], "", 25, at_most=True),
        Figure("SQL statements, answer alone", alone[1], "", 25, at_most=True),
        Figure("SQL statements, assignment alone", alone[2], ""),
    ]


async def _count_mix(count: StatementCount, mix: Mix) -> tuple[float, float, float]:
    """Statements an entry: of a batch of first messages, of one of answers, and of a pass of assignments."""
    await mix.parts.references.get(mix.world.workspace_id)  # what a worker has at hand
    await mix.say_first()
    first = await _count_batch(count, mix)
    await mix.drain()
    await mix.send()
    await mix.answer()
    answered = await _count_batch(count, mix)
    await mix.drain()
    count.restart()
    done = await mix.worker.dispatcher.run_once(mix.world.workspace_id)
    return first, answered, count.read() / done.assigned


async def _count_batch(count: StatementCount, mix: Mix) -> float:
    lane = mix.worker.lanes[0]
    lane.limit = LARGEST_BATCH
    count.restart()
    handled = await lane.run_once()
    return count.read() / handled
