"""A large workspace in a few seconds: rows made by the database itself, ids known beforehand."""

from datetime import UTC, datetime
from uuid import UUID

from parley.domain.ids import ChannelId, ContactId, ConversationId, TeamId, UserId, WorkspaceId
from parley.domain.people import Visibility
from parley.storage.database import Pool
from parley.storage.setup.sight import Sight

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def known(kind: str, number: int) -> UUID:
    """The id of the n-th of its kind; a letter stands for the noun."""
    return UUID(f"{kind}0000000-0000-7000-8000-{number:012x}")


WORKSPACE = WorkspaceId(known("1", 1))
STRANGERS = WorkspaceId(known("1", 2))
ANA = UserId(known("a", 1))
BO = UserId(known("a", 2))
SALES = TeamId(known("7", 1))
SUPPORT = TeamId(known("7", 2))
CHANNEL = ChannelId(known("9", 1))


def contact_id(number: int) -> ContactId:
    return ContactId(known("c", number))


def conversation_id(number: int) -> ConversationId:
    return ConversationId(known("d", number))


def sight(visibility: Visibility, *teams: TeamId, user_id: UserId = ANA) -> Sight:
    return Sight(WORKSPACE, user_id, visibility, frozenset(teams))


EVERY_SIGHT = [
    sight(Visibility.ALL),
    sight(Visibility.TEAM, SALES),
    sight(Visibility.TEAM, SALES, SUPPORT),
    sight(Visibility.TEAM),
    sight(Visibility.OWN),
]

UID = """
CREATE OR REPLACE FUNCTION uid(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN (kind || '0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
"""
SET_UP = """
INSERT INTO workspace (id, name, settings, reference_number, created_at)
SELECT uid('1', n), 'Acme', '{}', 1, $1::timestamptz FROM generate_series(1, 2) AS n
"""
USERS = """
INSERT INTO user_account (workspace_id, id, name, email, role, visibility, position, created_at)
SELECT uid('1', 1), uid('a', n), 'User ' || n, 'user' || n || '@acme.example', 'agent', 'all', n, $1::timestamptz
  FROM generate_series(1, 20) AS n
"""
TEAMS = """
INSERT INTO team (workspace_id, id, name, created_at)
SELECT uid('1', 1), uid('7', n), 'Team ' || n, $1::timestamptz FROM generate_series(1, 4) AS n
"""
ENDPOINT = """
INSERT INTO endpoint (workspace_id, id, handle, kind, sealed_secrets, created_at)
VALUES (uid('1', 1), uid('8', 1), 'door', 'custom', '', $1::timestamptz)
"""
CHANNELS = """
INSERT INTO channel (workspace_id, id, endpoint_id, kind, name, external_id, config, sealed_config,
                     pause_reason, last_error, created_at)
VALUES (uid('1', 1), uid('9', 1), uid('8', 1), 'custom', 'Our shop', 'shop', '{}', '', '', '', $1::timestamptz)
"""
CONTACTS = """
INSERT INTO contact (workspace_id, id, display_name, phone, email, fields, tags, created_at)
SELECT uid('1', 1), uid('c', n), (ARRAY['Ánh', 'Đức', 'Zoë', 'Bob'])[1 + n % 4] || ' ' || n,
       '+84' || (900000000 + n), 'c' || n || '@mail.example', '{}',
       CASE WHEN n % 1000 = 0 THEN ARRAY[uid('5', 1)] ELSE '{}' END, $1::timestamptz
  FROM generate_series(1, $2::int) AS n
"""
# Of ten conversations one is open, half of those nobody's; the newest have the highest numbers.
CONVERSATIONS = """
INSERT INTO conversation (workspace_id, id, contact_id, status, opened_at, opened_by, channel_id, team_id,
                          assignee_id, handler, fields, closed_at, closed_by, summary, activity_at, preview,
                          preview_outgoing, incoming_count, outgoing_count, unanswered_since)
SELECT uid('1', 1), uid('d', n), uid('c', n), CASE WHEN is_open THEN 'open' ELSE 'closed' END,
       $1::timestamptz, 'contact',
       uid('9', 1), CASE WHEN n % 3 > 0 THEN uid('7', 1 + n % 4) END,
       CASE WHEN n % 20 >= 10 OR NOT is_open THEN uid('a', 1 + n / 20 % 20) END, 'nobody', '{}',
       CASE WHEN is_open THEN NULL ELSE $1::timestamptz END, CASE WHEN is_open THEN NULL ELSE 'user' END, '',
       $1::timestamptz - make_interval(secs => ($2::int - n) / 3), 'Hello ' || n, false, 3, 1,
       CASE WHEN n % 40 = 0 THEN $1::timestamptz END
  FROM generate_series(1, $2::int) AS n, LATERAL (SELECT n % 10 = 0 AND $3::bool AS is_open) AS state
"""
MESSAGES = """
INSERT INTO message (workspace_id, id, contact_id, conversation_id, channel_id, direction, author, content,
                     external_id, sort_at, created_at, status, status_at)
SELECT uid('1', 1), uid('b', n), uid('c', 1 + n % $2::int), uid('d', 1 + n % $2::int), uid('9', 1), 'in',
       'contact', '{"type":"text","body":"Hello"}', 'm' || n,
       $1::timestamptz - make_interval(secs => n), $1::timestamptz, 'received', $1::timestamptz
  FROM generate_series(1, $2::int * 2) AS n
"""
# Written by some hundred transactions, as in life: the cursor's index would else look worse than it is.
EVENTS = """
INSERT INTO event (workspace_id, id, at, contact_id, conversation_id, kind, actor, body, xid)
SELECT uid('1', 1), uid('e', n), $1::timestamptz - make_interval(secs => n), uid('c', 1 + n % $2::int),
       uid('d', 1 + n % $2::int), 'ConversationOpened', '{"kind":"contact"}',
       '{"type":"ConversationOpened","source":"contact"}', (3 + n / 100)::text::xid8
  FROM generate_series(1, $2::int * 2) AS n
"""
COMMENTS = """
INSERT INTO comment (workspace_id, id, contact_id, conversation_id, author, author_id, body, created_at)
SELECT uid('1', 1), uid('f', n), uid('c', 1 + n % $2::int), uid('d', 1 + n % $2::int), 'user', uid('a', 1),
       'Note', $1::timestamptz - make_interval(secs => n)
  FROM generate_series(1, $2::int) AS n
"""
WORKFLOW = """
INSERT INTO workflow (workspace_id, id, name, description, state, draft, created_at, updated_at)
SELECT uid('1', 1), uid('2', n), 'Welcome ' || n, '', 'published', '{}', $1::timestamptz, $1::timestamptz
  FROM generate_series(1, 3) AS n
"""
VERSION = """
INSERT INTO workflow_version (workspace_id, id, workflow_id, number, definition, hash, published_at)
SELECT uid('1', 1), uid('3', n), uid('2', n), 1, '{}', '', $1::timestamptz FROM generate_series(1, 3) AS n
"""
RUNS = """
INSERT INTO run (workspace_id, id, workflow_id, version_id, contact_id, conversation_id, visit, variables, jumps,
                 chain, speaks, started_at, visit_started_at, ended_at, end_reason)
SELECT uid('1', 1), uid('4', n), uid('2', 1 + n % 3), uid('3', 1 + n % 3), uid('c', n), uid('d', n), 1, '{}',
       '{}', '{}', true, $1::timestamptz, $1::timestamptz, CASE WHEN n % 10 = 0 THEN NULL ELSE $1::timestamptz END,
       CASE WHEN n % 10 = 0 THEN NULL ELSE 'completed' END
  FROM generate_series(1, $2::int) AS n
"""
QUEUE = """
INSERT INTO queue_entry (workspace_id, conversation_id, contact_id, team_id, strategy, online_only, priority, since)
SELECT uid('1', 1), uid('d', n), uid('c', n), CASE WHEN n % 40 = 0 THEN uid('7', 1) END, 'round_robin', true,
       0, $1::timestamptz + make_interval(secs => n)
  FROM generate_series(20, least($2::int, 4000), 20) AS n
"""


async def set_up(pool: Pool) -> None:
    """Two workspaces, users, teams and a channel: nobody has written yet."""
    async with pool.acquire() as connection:
        await connection.execute(UID)
        for statement in (SET_UP, USERS, TEAMS, ENDPOINT, CHANNELS, WORKFLOW, VERSION):
            await connection.execute(statement, NOW)


async def fill(
    pool: Pool, *, conversations: int, some_open: bool = True, analysed: bool = True
) -> None:
    """That many contacts with a conversation each, messages, events, comments and runs."""
    async with pool.acquire() as connection:
        await connection.execute(CONTACTS, NOW, conversations)
        await connection.execute(CONVERSATIONS, NOW, conversations, some_open)
        for statement in (MESSAGES, EVENTS, COMMENTS, RUNS):
            await connection.execute(statement, NOW, conversations)
        if some_open:
            await connection.execute(QUEUE, NOW, conversations)
    if analysed:
        await analyze(pool)


async def analyze(pool: Pool) -> None:
    await pool.execute("ANALYZE")
