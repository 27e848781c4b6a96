"""Every invariant is broken on purpose, once, and named."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from parley.demo.seed import seed
from parley.kit.clock import SystemClock
from parley.main import open_parts
from parley.settings import read_settings
from parley.storage.doctor import Broken, examine, read_invariants

pytestmark = pytest.mark.anyio

# Grace's conversation is Ana's; Minh's waits in a queue while a question waits for him; Jürgen's is closed.
STORY = """
CREATE TEMP TABLE w AS SELECT w.id AS ws, u.id AS ana, t.id AS team, c.id AS channel, v.id AS version,
       v.workflow_id AS workflow
  FROM workspace w JOIN user_account u ON u.name = 'Ana' JOIN team t ON t.name = 'Sales'
  JOIN channel c ON true JOIN workflow_version v ON true;
CREATE TEMP TABLE p AS SELECT name, gen_random_uuid() AS contact, gen_random_uuid() AS conversation
  FROM unnest(ARRAY['Grace', 'Minh', 'Jürgen']) AS name;
INSERT INTO contact (workspace_id, id, display_name, fields, tags, created_at)
SELECT ws, contact, name, '{}', '{}', now() FROM w, p;
INSERT INTO conversation (workspace_id, id, contact_id, status, opened_at, opened_by, channel_id, team_id,
       assignee_id, handler, fields, closed_at, closed_by, summary, activity_at, preview, preview_outgoing,
       incoming_count, outgoing_count)
SELECT ws, conversation, contact, CASE name WHEN 'Jürgen' THEN 'closed' ELSE 'open' END, now(), 'contact',
       channel, team, CASE name WHEN 'Grace' THEN ana END,
       CASE name WHEN 'Grace' THEN 'agent' WHEN 'Minh' THEN 'bot' ELSE 'nobody' END, '{}',
       CASE name WHEN 'Jürgen' THEN now() END, CASE name WHEN 'Jürgen' THEN 'user' END, '', now(), '', false, 1, 0
  FROM w, p;
UPDATE agent SET open_count = 1 FROM w WHERE user_id = ana;
INSERT INTO message (workspace_id, id, contact_id, conversation_id, channel_id, direction, author, content,
       external_id, sort_at, created_at, status, status_at)
SELECT ws, gen_random_uuid(), contact, conversation, channel, 'in', 'contact', '{"type": "text", "body": "Hi"}',
       'wamid.' || name, now(), now(), 'received', now() FROM w, p;
INSERT INTO event (workspace_id, id, at, contact_id, conversation_id, kind, actor, body)
SELECT ws, gen_random_uuid(), now(), contact, conversation, 'ConversationOpened', '{}', '{}' FROM w, p;
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, conversation_id, step_id, visit, waiting,
       variables, jumps, chain, speaks, started_at, visit_started_at)
SELECT ws, gen_random_uuid(), workflow, version, contact, conversation, 'topic', 2,
       '{"kind": "answer", "until": "2100-01-01T00:00:00Z", "since": "2026-01-01T00:00:00Z"}', '{}', '{}', '{}',
       true, now(), now() FROM w, p WHERE name = 'Minh';
INSERT INTO timer (workspace_id, kind, subject_id, contact_id, due_at, fingerprint)
SELECT workspace_id, 'run', id, contact_id, '2100-01-01', '' FROM run;
INSERT INTO queue_entry (workspace_id, conversation_id, contact_id, team_id, strategy, online_only, priority, since)
SELECT ws, conversation, contact, team, 'round_robin', true, 0, now() FROM w, p WHERE name = 'Minh';
"""
NOBODY = "'00000000-0000-0000-0000-000000000001'"
SEND = """
INSERT INTO outbox (workspace_id, id, message_id, contact_id, channel_id, address, scheme, content, due_at,
       created_at, state, tries, last_error)
SELECT m.workspace_id, gen_random_uuid(), {message}, m.contact_id, channel_id, '', '', '{{}}', {due}, now(),
       'queued', 0, '' FROM message m
"""
WRITTEN = "UPDATE message SET direction = 'out', author = 'user', status = 'queued'"

# Invariant: how it is broken.
SABOTAGE = {
    "one_open_conversation": "DROP INDEX one_open; UPDATE conversation SET status = 'open', closed_at = NULL, "
    + "closed_by = NULL, contact_id = (SELECT contact FROM p WHERE name = 'Grace')",
    "status_follows": "ALTER TABLE conversation DROP CONSTRAINT conversation_status_follows; "
    + "UPDATE conversation SET status = 'open'",
    "closed_is_at_rest": "UPDATE conversation SET handler = 'bot' WHERE status = 'closed'",
    "conversation_refers_to_what_exists": f"UPDATE conversation SET team_id = {NOBODY}",
    "load_is_exact": "UPDATE agent SET open_count = open_count + 1",
    "user_has_agent": "DELETE FROM agent",
    "message_has_contact": f"UPDATE message SET contact_id = {NOBODY}, conversation_id = NULL",
    "message_in_own_conversation": f"UPDATE message SET conversation_id = {NOBODY}",
    "message_has_channel": f"UPDATE message SET channel_id = {NOBODY}",
    "message_is_stored_once": "DROP INDEX message_is_stored_once; UPDATE message SET external_id = 'one'",
    "messages_are_counted": "UPDATE conversation SET incoming_count = 7",
    "send_is_accounted_for": WRITTEN,
    "outbox_has_message": SEND.format(message="gen_random_uuid()", due="now()"),
    "sending_has_lease": f"{WRITTEN};"
    + SEND.format(message="m.id", due="now()")
    + "; UPDATE outbox SET state = 'sending'",
    "one_send_in_flight": f"{WRITTEN};"
    + SEND.format(message="m.id", due="now()")
    + ";"
    + "UPDATE outbox SET state = 'sending', lease_until = now(), contact_id = (SELECT contact FROM p LIMIT 1)",
    "queue_waits_for_an_agent": "UPDATE conversation SET assignee_id = (SELECT ana FROM w)",
    "queue_entry_refers_to_what_exists": f"UPDATE queue_entry SET team_id = {NOBODY}",
    "queue_deadline_has_timer": "UPDATE queue_entry SET deadline_at = '2100-01-01'",
    "no_run_after_closing": "UPDATE conversation SET status = 'closed', handler = 'nobody', closed_by = 'user', "
    + "closed_at = now() + interval '1 minute' WHERE handler = 'bot'",
    "live_run_waits": "UPDATE run SET waiting = NULL",
    "waiting_ends_some_day": "UPDATE run SET waiting = waiting - 'until'",
    "waiting_has_timer": "DELETE FROM timer",
    "assignment_is_queued": """UPDATE run SET waiting = '{"kind": "assignment"}'""",
    "one_waiting_question": "DROP INDEX one_live_run; CREATE TEMP TABLE twin ON COMMIT DROP AS TABLE run; "
    + "UPDATE twin SET id = gen_random_uuid(); INSERT INTO run TABLE twin",
    "run_refers_to_what_exists": f"UPDATE run SET version_id = {NOBODY}",
    "bot_is_at_work": "UPDATE conversation SET handler = 'bot' WHERE closed_at IS NULL",
    "visit_has_run": "INSERT INTO visit (workspace_id, run_id, number, step_id, kind, input, output, started_at, ended_at) "
    + "SELECT ws, gen_random_uuid(), 1, '', '', '{}', '{}', now(), now() FROM w",
    "timer_has_subject": "UPDATE timer SET subject_id = gen_random_uuid()",
    "snoozed_wakes_up": "UPDATE conversation SET status = 'snoozed', snoozed_until = '2100-01-01' WHERE handler = 'bot'",
    "event_refers_to_what_exists": f"UPDATE event SET contact_id = {NOBODY}",
    "opening_is_told": "DELETE FROM event",
    "contact_refers_to_what_exists": "UPDATE contact SET tags = ARRAY[gen_random_uuid()]",
    "address_has_contact": "INSERT INTO contact_channel (workspace_id, contact_id, channel_id, address, scheme) "
    + f"SELECT ws, {NOBODY}, channel, '1', 'wa_id' FROM w",
    "comment_in_own_conversation": "INSERT INTO comment (workspace_id, id, contact_id, conversation_id, author, body, "
    + f"created_at) SELECT ws, gen_random_uuid(), contact, {NOBODY}, 'user', '', now() FROM w, p",
    "decision_refers_to_what_exists": "INSERT INTO assignment_decision (workspace_id, id, conversation_id, contact_id, "
    + f"user_id, decided_at, waited_seconds, reason) SELECT ws, gen_random_uuid(), conversation, contact, {NOBODY}, "
    + "now(), 0, '{}' FROM w, p",
    "delivery_has_message": "INSERT INTO send_attempt (workspace_id, message_id, number, at, outcome) "
    + f"SELECT ws, {NOBODY}, 1, now(), 'sent' FROM w",
    "read_mark_has_conversation": "INSERT INTO read_mark (workspace_id, conversation_id, user_id, incoming_count, at) "
    + f"SELECT ws, {NOBODY}, ana, 0, now() FROM w",
    "published_has_version": "UPDATE workflow SET live_version_id = NULL",
    "workspace_has_owner": "UPDATE user_account SET deactivated_at = now() WHERE role = 'owner'",
    "journal_moves": "INSERT INTO journal (lane, workspace_id, kind, body, received_at) "
    + "SELECT 1, ws, 'event', '', now() - interval '6 minutes' FROM w",
    "outbox_moves": f"{WRITTEN};"
    + SEND.format(message="m.id", due="now() - interval '11 minutes'"),
    "timers_fire": "UPDATE timer SET due_at = now() - interval '6 minutes'",
    "no_dead_letters": "INSERT INTO dead_letter (workspace_id, id, journal_id, lane, kind, body, received_at, error, "
    + "failed_at) SELECT ws, gen_random_uuid(), 1, 1, 'event', '', now(), 'no', now() FROM w",
}


@pytest.fixture
async def connection(
    fresh_database_url: str, tmp_path: Path
) -> AsyncIterator["asyncpg.Connection[Any]"]:
    """The demo workspace with three contacts, in a transaction that is taken back."""
    environment = {"PARLEY_DATABASE_URL": fresh_database_url, "PARLEY_DATA_DIR": str(tmp_path)}
    async with open_parts(read_settings(environment), application="test") as parts:
        assert await seed(parts, password="seven lanterns")
        assert not await seed(parts, password="another one")
    connection = await asyncpg.connect(fresh_database_url)
    await connection.execute(STORY)
    yield connection
    await connection.close()


async def test_a_sound_workspace_has_nothing_to_say(connection: "asyncpg.Connection[Any]") -> None:
    examination = await examine(connection, now=SystemClock().now())
    assert examination.broken == []
    assert examination.checked == len(SABOTAGE)


async def test_each_invariant_is_named_when_it_is_broken(
    connection: "asyncpg.Connection[Any]",
) -> None:
    missed = [name for name in SABOTAGE if name not in await _named_after(connection, name)]
    assert missed == []


def test_each_invariant_has_a_sabotage() -> None:
    assert [one.name for one in read_invariants()] == list(SABOTAGE)


async def test_rows_are_listed_up_to_a_hundred_and_counted_beyond(
    connection: "asyncpg.Connection[Any]",
) -> None:
    await connection.execute("DELETE FROM event")
    await connection.execute(
        """INSERT INTO event (workspace_id, id, at, contact_id, kind, actor, body)
           SELECT ws, gen_random_uuid(), now(), gen_random_uuid(), 'X', '{}', '{}' FROM w, generate_series(1, 150)"""
    )
    broken = {one.name: one for one in (await examine(connection, now=SystemClock().now())).broken}
    found = broken["event_refers_to_what_exists"]
    assert (found.count, len(found.findings), found.is_error) == (150, 100, True)


async def _named_after(connection: "asyncpg.Connection[Any]", name: str) -> list[str]:
    """What the doctor names after this sabotage, which is taken back."""
    transaction = connection.transaction(isolation="repeatable_read")
    await transaction.start()
    try:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(SABOTAGE[name])
        broken: list[Broken] = (await examine(connection, now=SystemClock().now())).broken
        return [one.name for one in broken]
    finally:
        await transaction.rollback()
