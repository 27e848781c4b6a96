"""Seeded defects: workflows that start one another, and texts that a channel counts in its own unit."""

from desks import CUSTOM, LEAD, VIP
from parley.workflows.checks.circles import CODE
from workflows.corpus.world import MAIL, MINE
from workflows.corpus.writing import Case, Json, close, flow, put, say, tag


def on_tag(tag_id: object, **more: object) -> Json:
    return {"kind": "contact_tag_updated", "tag_ids": [str(tag_id)], **more}


def on_field(slug: str) -> Json:
    return {"kind": "contact_field_updated", "slugs": [slug]}


def anew(tag_id: object) -> dict[str, Json]:
    """The tag is taken away and added again."""
    return {"a": tag(tag_id, "remove", next="b"), "b": tag(tag_id)}


CALLS_ME: Json = {"kind": "trigger_workflow", "workflow_id": str(MINE)}
OPENS: Json = {"kind": "open_conversation"}
CIRCLES = (
    Case("a tag that starts what adds it", CODE, "b", flow(on_tag(VIP), **anew(VIP))),
    Case(
        "two tags that start each other",
        CODE,
        "b",
        flow(on_tag(VIP), **anew(LEAD)),
        neighbours=(flow(on_tag(LEAD), **anew(VIP)),),
    ),
    Case(
        "a field that grows with each change",
        CODE,
        "a",
        flow(on_field("city"), a=put("contact", "city", "{{contact.fields.city|}}!")),
    ),
    Case(
        "two fields that follow each other",
        CODE,
        "a",
        flow(on_field("city"), a=put("contact", "plan", "{{contact.fields.city|}}")),
        neighbours=(
            flow(on_field("plan"), a=put("contact", "city", "in {{contact.fields.plan|}}")),
        ),
    ),
    Case(
        "a close that opens, and an opening that closes",
        CODE,
        "a",
        flow({"kind": "conversation_closed"}, a=OPENS),
        neighbours=(flow({"kind": "conversation_opened"}, a=close()),),
    ),
    Case(
        "a call that comes back by a tag",
        CODE,
        "b",
        flow({"kind": "manual"}, **anew(VIP)),
        neighbours=(flow(on_tag(VIP), a=CALLS_ME),),
    ),
    Case(
        "two that give each other a tag for good",
        CODE,
        "a",
        flow(on_tag(VIP), a=tag(LEAD)),
        "warning",
        (flow(on_tag(LEAD), a=tag(VIP)),),
    ),
)

HALF = "🙂" * 1001
LETTERS = "ế" * 2001
UNITS = (
    Case(
        "emoji that count twice where UTF-16 units are counted",
        "text_too_long",
        "a",
        flow(a={**say(HALF), "channel_id": str(CUSTOM)}),
    ),
    Case(
        "letters of three bytes where bytes are counted",
        "text_too_long",
        "a",
        flow(a={**say(LETTERS), "channel_id": str(MAIL)}),
    ),
    Case(
        "a variant that is too long for its channel",
        "text_too_long",
        "a",
        flow(a={**say(), "variants": [{"channel_kind": "custom", "text": "x" * 2001}]}),
    ),
    Case(
        "a long text for the channel that no variant covers",
        "text_too_long",
        "a",
        flow(a={**say("x" * 2001), "variants": [{"channel_kind": "whatsapp", "text": "Hello"}]}),
    ),
    Case(
        "answers to press that are numbered lines on a channel without buttons",
        "text_too_long",
        "a",
        flow(a={**say("x" * 1998), "quick_replies": ["Yes"], "channel_id": str(CUSTOM)}),
    ),
)
