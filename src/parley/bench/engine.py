"""The workflow engine alone: what a step costs when it decides, and what a whole run costs with its effects."""

import time
from datetime import UTC, datetime

from parley.actions.receiving import receive_message
from parley.actions.run_views import view_for
from parley.actions.running import advance
from parley.bench.figures import Figure
from parley.domain.channel import (
    Begins,
    Channel,
    ContactProfile,
    InboundMessage,
    Manifest,
    SenderAddress,
)
from parley.domain.contact import Field, FieldScope, FieldType
from parley.domain.content import Text
from parley.domain.desk import Desk
from parley.domain.ids import ChannelId, EndpointId, RunId, VersionId, WorkflowId, WorkspaceId
from parley.domain.run import Run
from parley.domain.workspace import Reference, Settings
from parley.kit.identifiers import IdSource
from parley.rehearsal.desk import make_desk
from parley.workflows.decisions import Entered
from parley.workflows.definition import Definition, compile_version, parse_definition
from parley.workflows.engine import step

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
REPEATS = 20
STEPS = 10
_IS_VIP = {"kind": "comparison", "field": "contact.name", "operator": "contains", "value": "vip"}


def measure_engine(*, runs: int) -> list[Figure]:
    """Each run is of a contact of its own, whose conversation is open already."""
    ids = IdSource(seed=1)
    definition = _draw()
    desk = make_desk(_furnish(ids, definition), now=NOW)
    begun = [_begin(desk, ids, number) for number in range(runs)]
    views = [view_for(desk, run) for run in begun]
    began = time.perf_counter()
    for _ in range(REPEATS):
        for run, view in zip(begun, views, strict=True):
            step(run, definition, view)
    deciding = (time.perf_counter() - began) / (REPEATS * runs)
    began = time.perf_counter()
    ended = [advance(desk, run, Entered()) for run in begun]
    seconds = time.perf_counter() - began
    if any(run.is_live or run.visit != STEPS for run in ended):
        message = "not every run came to its end"
        raise RuntimeError(message)
    return [
        Figure("engine, one decision of a Branch", deciding * 1e6, "us"),
        Figure(
            "engine, one step with its effects and its trace", seconds / runs / STEPS * 1e6, "us"
        ),
        Figure(f"engine, runs of {STEPS} steps, in memory", runs / seconds, "run/s"),
    ]


def _draw() -> Definition:
    """Branch and field by turns, and a message at the end."""
    steps: dict[str, object] = {}
    for number in range(STEPS - 1):
        following = f"s{number + 1}"
        steps[f"s{number}"] = (
            {
                "kind": "update_field",
                "scope": "contact",
                "slug": "city",
                "value": f"{{{{contact.first_name|there}}}} {number}",
                "lanes": {"next": following},
            }
            if number % 2
            else {
                "kind": "branch",
                "branches": [{"id": "vip", "condition": _IS_VIP}],
                "lanes": {"vip": None, "else": following},
            }
        )
    steps[f"s{STEPS - 1}"] = {"kind": "send_message", "text": "Hello {{contact.fields.city|there}}"}
    return parse_definition(
        {
            "name": "Bench",
            "trigger": {"kind": "conversation_opened"},
            "quiet_seconds": 0,
            "start": "s0",
            "steps": steps,
        }
    )


def _furnish(ids: IdSource, definition: Definition) -> Reference:
    workspace_id = WorkspaceId(ids.new_id())
    channel = Channel(
        workspace_id, ChannelId(ids.new_id()), EndpointId(ids.new_id()), "custom", "Bench", "b", {}
    )
    manifest = Manifest(
        kind="custom",
        name="Custom",
        begins=Begins.BOTH,
        sends=frozenset({"text"}),
        reply_window=None,
        text_limit=2000,
        button_limit=0,
        button_title_limit=0,
        has_receipts=False,
        opens_on=frozenset({"text"}),
        identity_schemes=("custom_id",),
    )
    city = Field(workspace_id, FieldScope.CONTACT, "city", "City", FieldType.TEXT)
    # Not live: the runs are begun by hand, so that opening is not measured.
    version = compile_version(
        definition,
        workflow_id=WorkflowId(ids.new_id()),
        version_id=VersionId(ids.new_id()),
        published_order=1,
        live=False,
    )
    return Reference(
        workspace_id=workspace_id,
        number=1,
        settings=Settings(),
        channels={channel.id: channel},
        manifests={manifest.kind: manifest},
        users={},
        teams={},
        fields={(city.scope, city.slug): city},
        tags={},
        categories={},
        versions={version.version_id: version},
    )


def _begin(desk: Desk, ids: IdSource, number: int) -> Run:
    """A contact has written; the run stands before its first step."""
    reference = desk.reference
    [channel], [version] = reference.channels.values(), reference.versions.values()
    inbound = InboundMessage(
        channel.external_id,
        f"in-{number}",
        NOW,
        (SenderAddress("custom_id", f"c{number}", "custom"),),
        Text("hi"),
        ContactProfile(display_name=f"Contact {number}"),
    )
    message = receive_message(desk, channel, inbound)
    if message is None:
        text = "the message was not kept"
        raise RuntimeError(text)
    run = Run(
        desk.workspace_id,
        RunId(ids.new_id()),
        version.workflow_id,
        version.version_id,
        message.contact_id,
        message.conversation_id,
        "s0",
        visit=1,
        waiting=None,
        variables={},
        jumps={},
        chain=(version.workflow_id,),
        speaks=True,
        started_at=NOW,
        visit_started_at=NOW,
    )
    desk.put_run(run)
    return run
