"""What phones and provider saw, against what is stored: every difference is one finding."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import asyncpg

from kill.town import Wrote
from parley.domain.message import STATUS_RANK, ErrorClass, MessageStatus
from parley.kit.clock import SystemClock
from parley.simulator.ledger import (
    ContactSent,
    Ledger,
    PhoneReceived,
    StatusRaised,
    WebhookLost,
    WebhookTried,
)
from parley.storage.doctor import Examination, examine

Row = asyncpg.Record
CYCLE = ["ConversationOpened", "ConversationClosed"]
OUTSIDE = ("queued", "sending", "unknown", "failed")  # statuses that do not say the provider has it

MESSAGES = """
SELECT m.*, i.value AS address FROM message AS m
LEFT JOIN identity AS i ON (i.workspace_id, i.contact_id) = (m.workspace_id, m.contact_id)
ORDER BY m.contact_id, m.sort_at, m.id
"""
EVENTS = "SELECT id, at, contact_id, conversation_id, kind, body FROM event ORDER BY id"
LEFT_OVER = {
    "entries in the journal": "SELECT id::text FROM journal",
    "sends in the outbox": "SELECT message_id::text FROM outbox",
    "entries in the queue": "SELECT conversation_id::text FROM queue_entry",
    "dead letters": "SELECT error FROM dead_letter",
    "receipts that found no message": "SELECT external_id FROM receipt",
    "lanes under suspicion": "SELECT lane::text FROM lane_attempt",
    "journal entries archived twice": "SELECT id::text FROM journal_archive GROUP BY id HAVING count(*) > 1",
    "contacts with two identities or none": """
        SELECT c.display_name FROM contact AS c LEFT JOIN identity AS i
            ON (i.workspace_id, i.contact_id) = (c.workspace_id, c.id)
        GROUP BY c.workspace_id, c.id HAVING count(i.value) <> 1""",
    "contacts with two open conversations": """
        SELECT contact_id::text FROM conversation WHERE closed_at IS NULL
        GROUP BY contact_id HAVING count(*) > 1""",
    "agents with a wrong load": """
        SELECT a.user_id::text FROM agent AS a WHERE a.open_count <> (
            SELECT count(*) FROM conversation AS c
            WHERE c.workspace_id = a.workspace_id AND c.assignee_id = a.user_id AND c.closed_at IS NULL)""",
    "conversations with wrong counts": """
        SELECT c.id::text FROM conversation AS c WHERE (c.incoming_count, c.outgoing_count) <> (
            SELECT count(*) FILTER (WHERE m.direction = 'in'), count(*) FILTER (WHERE m.direction = 'out')
            FROM message AS m WHERE m.workspace_id = c.workspace_id AND m.conversation_id = c.id)""",
    "messages in another contact's conversation": """
        SELECT m.id::text FROM message AS m JOIN conversation AS c
            ON (c.workspace_id, c.id) = (m.workspace_id, m.conversation_id)
        WHERE c.contact_id <> m.contact_id""",
    "live runs without conversation, waiting or timer": """
        SELECT r.id::text FROM run AS r
        LEFT JOIN conversation AS c ON (c.workspace_id, c.id) = (r.workspace_id, r.conversation_id)
        LEFT JOIN timer AS t ON t.workspace_id = r.workspace_id AND t.kind = 'run' AND t.subject_id = r.id
        WHERE r.ended_at IS NULL AND (
            c.closed_at IS NOT NULL OR r.waiting IS NULL
            OR (r.waiting ? 'until') <> (t.subject_id IS NOT NULL)
            OR (r.waiting ->> 'until')::timestamptz <> t.due_at)""",
    "timers of runs that ended": """
        SELECT t.subject_id::text FROM timer AS t JOIN run AS r
            ON (r.workspace_id, r.id) = (t.workspace_id, t.subject_id)
        WHERE t.kind = 'run' AND r.ended_at IS NOT NULL""",
    "openings by a contact without exactly one run": """
        SELECT o.conversation_id::text FROM event AS o
        LEFT JOIN event AS s ON s.workspace_id = o.workspace_id AND s.conversation_id = o.conversation_id
            AND s.kind = 'RunStarted'
        WHERE o.kind = 'ConversationOpened' AND o.body ->> 'source' = 'contact'
        GROUP BY o.conversation_id HAVING count(s.id) <> 1""",
    "conversations without exactly one opening": """
        SELECT c.id::text FROM conversation AS c LEFT JOIN event AS o
            ON o.workspace_id = c.workspace_id AND o.conversation_id = c.id AND o.kind = 'ConversationOpened'
        GROUP BY c.workspace_id, c.id HAVING count(o.id) <> 1""",
    "runs without exactly one start, or with ends that do not fit": """
        SELECT r.id::text FROM run AS r
        LEFT JOIN event AS e ON e.workspace_id = r.workspace_id AND e.contact_id = r.contact_id
            AND e.body ->> 'run_id' = r.id::text
        GROUP BY r.workspace_id, r.id
        HAVING count(*) FILTER (WHERE e.kind = 'RunStarted') <> 1
            OR count(*) FILTER (WHERE e.kind = 'RunEnded') <> (r.ended_at IS NOT NULL)::int""",
}


@dataclass(frozen=True)
class Stored:
    """The database at rest."""

    messages: Sequence[Row]
    events: Sequence[Row]
    archived: Sequence[bytes]
    left_over: Mapping[str, Sequence[str]]
    examination: Examination


async def read_stored(url: str) -> Stored:
    connection = await asyncpg.connect(url)
    try:
        examination = await examine(connection, now=SystemClock().now())
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return Stored(
                await connection.fetch(MESSAGES),
                await connection.fetch(EVENTS),
                [row[0] for row in await connection.fetch(
                    "SELECT body FROM journal_archive WHERE kind = 'event'")],
                {what: [row[0] for row in await connection.fetch(query)]
                 for what, query in LEFT_OVER.items()},
                examination,
            )  # fmt: skip
    finally:
        await connection.close()


def compare(ledger: Ledger, stored: Stored, wrote: Sequence[Wrote], *, in_order: bool) -> list[str]:
    """All findings; empty when nothing was lost, doubled, displaced or miscounted."""
    findings = [f"{what}: {_some(rows)}" for what, rows in stored.left_over.items() if rows]
    findings += [
        f"doctor: {broken.name}, {broken.count} times: {broken.findings[0]}"
        for broken in stored.examination.broken
    ]
    findings += _compare_inbound(ledger, stored, in_order=in_order)
    findings += _compare_outbound(ledger, stored)
    findings += _compare_statuses(ledger, stored)
    findings += _compare_webhooks(ledger, stored)
    findings += _compare_replies(stored, wrote)
    findings += _compare_events(stored)
    return findings


def _compare_inbound(ledger: Ledger, stored: Stored, *, in_order: bool) -> list[str]:
    inbound = [row for row in stored.messages if row["direction"] == "in"]
    sent = ledger.of(ContactSent)
    findings = _once("contact's message stored", [m.wamid for m in sent], _ids(inbound))
    owner = {message.wamid: message.contact for message in sent}
    strays = [
        row["external_id"] for row in inbound if owner.get(row["external_id"]) != row["address"]
    ]
    if strays:
        findings.append(f"messages with the wrong contact: {_some(strays)}")
    hour = {message.wamid: int(message.message["timestamp"]) for message in sent}
    moved = [row["external_id"] for row in inbound
             if int(row["sort_at"].timestamp()) != hour.get(row["external_id"])]  # fmt: skip
    if moved:
        findings.append(f"messages in another second than the provider's: {_some(moved)}")
    said, kept = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for message in sent:
        said[message.contact].append(message.wamid)
    for row in inbound:
        kept[row["address"]].append(row["external_id"])
    mixed = [contact for contact, wamids in said.items() if kept[contact] != wamids]
    if in_order and mixed:
        findings.append(f"contacts whose messages changed their order: {_some(mixed)}")
    return findings


def _compare_outbound(ledger: Ledger, stored: Stored) -> list[str]:
    received = ledger.of(PhoneReceived)
    written = [row for row in stored.messages if row["direction"] == "out"]
    sure = [str(row["id"]) for row in written if row["status"] not in OUTSIDE]
    findings = _once("accepted message on the phone", sure, [str(m.opaque) for m in received])
    by_id = {str(row["id"]): row for row in written}
    for message in received:
        row = by_id.get(str(message.opaque))
        if row is not None and (row["address"], row["external_id"]) != (
            message.contact,
            message.wamid,
        ):
            findings.append(f"message {message.opaque} went to another phone or has another id")
    unsettled = [
        f"{row['id']} {row['status']} {row['failure']}"
        for row in written
        if row["status"] in ("queued", "sending")
        or (row["status"] == "failed" and not _is_taken_back(row))
    ]
    if unsettled:
        findings.append(f"messages neither sent nor unknown: {_some(unsettled)}")
    arrived = defaultdict[str, list[str]](list)
    for message in received:
        arrived[message.contact].append(str(message.opaque))
    mixed = [contact for contact, ids in arrived.items() if ids != sorted(ids)]
    if mixed:
        findings.append(f"phones that received in another order: {_some(mixed)}")
    return findings


def _is_taken_back(row: Row) -> bool:
    """A person answered before the workflow's message was on its way."""
    return json.loads(row["failure"])["error_class"] == ErrorClass.CANCELLED


def _compare_statuses(ledger: Ledger, stored: Stored) -> list[str]:
    raised = defaultdict[str, list[MessageStatus]](list)
    for status in ledger.of(StatusRaised):
        raised[str(status.opaque)].append(MessageStatus(status.status))
    status_of = {str(row["id"]): MessageStatus(row["status"]) for row in stored.messages}
    wrong = [
        f"{message_id} is {status_of.get(message_id)}, was {best}"
        for message_id, found in raised.items()
        if status_of.get(message_id) != (best := max(found, key=STATUS_RANK.__getitem__))
    ]
    return [f"statuses that do not fit: {_some(wrong)}"] if wrong else []


def _compare_webhooks(ledger: Ledger, stored: Stored) -> list[str]:
    """Each event is in the archive as often as it was acknowledged at least, and as it was posted at most."""
    tried, taken = Counter[str](), Counter[str]()
    for attempt in ledger.of(WebhookTried):
        tried.update(attempt.events)
        if attempt.status == 200:
            taken.update(attempt.events)
    kept = Counter(name for body in stored.archived for name in _names(json.loads(body)))
    findings = [f"webhook given up: {lost.webhook_id}" for lost in ledger.of(WebhookLost)]
    refused = {attempt.status for attempt in ledger.of(WebhookTried)} - {200, 503, None}
    if refused:
        findings.append(f"webhooks answered with {refused}")
    missing = [name for name in taken if kept[name] < taken[name]]
    invented = [name for name in kept if kept[name] > tried[name]]
    if missing:
        findings.append(f"events acknowledged and not kept: {_some(missing)}")
    if invented:
        findings.append(f"events kept more often than posted: {_some(invented)}")
    return findings


def _names(payload: Any) -> Iterable[str]:
    for entry in payload["entry"]:
        for change in entry["changes"]:
            yield from (message["id"] for message in change["value"].get("messages", ()))
            for status in change["value"].get("statuses", ()):
                yield f"{status['id']}:{status['status']}"


def _compare_replies(stored: Stored, wrote: Sequence[Wrote]) -> list[str]:
    kept = Counter(
        json.loads(row["content"])["body"]
        for row in stored.messages
        if row["direction"] == "out" and row["author"] != "workflow"
    )
    findings = [f"{name!r} is stored {times} times" for name, times in kept.items() if times > 1]
    findings += [
        f"{w.text!r} was accepted and is lost" for w in wrote if w.accepted and not kept[w.text]
    ]
    findings += [
        f"{w.text!r} was refused and is stored"
        for w in wrote
        if w.accepted is False and kept[w.text]
    ]
    return findings


def _compare_events(stored: Stored) -> list[str]:
    """Each message has its event, statuses only went forward, conversations opened and closed in turns."""
    told = defaultdict[str, list[str]](list)
    ranks = defaultdict[str, list[MessageStatus]](list)
    cycles = defaultdict[str, list[Row]](list)
    for event in stored.events:
        body = json.loads(event["body"])
        told[event["kind"]].append(str(body.get("message_id")))
        if event["kind"] == "MessageStatusChanged":
            ranks[body["message_id"]].append(MessageStatus(body["status"]))
        if event["kind"] in CYCLE:
            cycles[str(event["contact_id"])].append(event)
    inbound = [str(row["id"]) for row in stored.messages if row["direction"] == "in"]
    outbound = [row for row in stored.messages if row["direction"] == "out"]
    findings = _once("MessageReceived", inbound, told["MessageReceived"])
    findings += _once(
        "MessageWritten", [str(row["id"]) for row in outbound], told["MessageWritten"]
    )
    late = [row["id"] for row in outbound if (ranks[str(row["id"])] or [None])[-1] != row["status"]]
    if late:
        findings.append(f"messages whose last status event is not their status: {_some(late)}")
    back = [
        f"{message_id} {statuses}"
        for message_id, statuses in ranks.items()
        if any(STATUS_RANK[a] >= STATUS_RANK[b] for a, b in pairwise(statuses))
    ]
    if back:
        findings.append(f"statuses that went back: {_some(back)}")
    return findings + [finding for events in cycles.values() for finding in _compare_cycle(events)]


def _compare_cycle(events: Sequence[Row]) -> list[str]:
    """Both in the order in which they were made and in the order of their hours."""
    findings: list[str] = []
    for column in ("id", "at"):
        kinds = [event["kind"] for event in sorted(events, key=lambda e: (e[column], e["id"]))]
        if kinds != (CYCLE * len(kinds))[: len(kinds)]:
            findings.append(f"cycles of contact {events[0]['contact_id']} by {column}: {kinds}")
    return findings


def _once(what: str, wanted: Sequence[str], found: Sequence[str]) -> list[str]:
    counts = Counter(found)
    never = [name for name in wanted if not counts[name]]
    twice = [name for name, times in counts.items() if times > 1]
    findings = [f"{what} never: {_some(never)}"] if never else []
    return [*findings, f"{what} twice: {_some(twice)}"] if twice else findings


def _ids(rows: Sequence[Row]) -> list[str]:
    return [str(row["external_id"]) for row in rows]


def _some(names: Sequence[object]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(map(str, names[:5])) + more
