"""Short ways to write definitions down as JSON, as a person or another program sends them."""

from typing import NamedTuple

from desks import ANA, SALES

Json = dict[str, object]
FROM_CONTACT: Json = {"kind": "conversation_opened", "sources": ["contact"]}
BY_HAND: Json = {"kind": "conversation_opened", "sources": ["user"]}
WAITING: Json = {"kind": "conversation_waiting", "seconds": 600}
DAILY: Json = {"kind": "schedule", "cron": "0 9 * * 1-5"}
NOWHERE = "00000000-0000-0000-0000-000000000404"


class Case(NamedTuple):
    """A definition and what must be found in it; `step` None: the whole. `neighbours` are live beside it."""

    what: str
    code: str
    step: str | None
    definition: Json
    severity: str = "error"
    neighbours: tuple[Json, ...] = ()


class Clean(NamedTuple):
    what: str
    definition: Json
    neighbours: tuple[Json, ...] = ()


def flow(trigger: Json | None = None, **steps: Json) -> Json:
    """A workflow that an agent starts by opening a conversation, and that begins with the first step."""
    return {
        "name": "Case",
        "trigger": trigger or BY_HAND,
        "start": next(iter(steps)),
        "steps": steps,
    }


def inbound(**steps: Json) -> Json:
    return flow(FROM_CONTACT, **steps)


def say(text: str = "Hello", **lanes: str | None) -> Json:
    return {"kind": "send_message", "text": text, "lanes": lanes}


def ask(
    answer: str = "text",
    *,
    into: str | None = "answer",
    text: str = "What is it?",
    **lanes: str | None,
) -> Json:
    """Saved into a variable; `into` may also be `contact.SLUG` or `conversation.SLUG`, or nothing."""
    return {
        "kind": "ask_question",
        "text": text,
        "answer": {"type": answer},
        "save_to": [_saving(into)] if into else [],
        "lanes": lanes,
    }


def choose(*titles: str, tag: str | None = None, **lanes: str | None) -> Json:
    options: list[Json] = [{"id": f"o{n}", "title": title} for n, title in enumerate(titles)]
    if tag:
        options[0]["tag_id"] = tag
    question: Json = {**ask(), "lanes": lanes}
    question["answer"] = {"type": "multiple_choice", "options": options}
    return question


def _saving(into: str) -> Json:
    place, _, slug = into.partition(".")
    return {"to": f"{place}_field", "slug": slug} if slug else {"to": "variable", "name": into}


def branch(*conditions: Json, **lanes: str | None) -> Json:
    """The lanes are called b0, b1 ... and else."""
    ways = [{"id": f"b{n}", "condition": condition} for n, condition in enumerate(conditions)]
    return {"kind": "branch", "branches": ways, "lanes": lanes}


def iff(field: str, operator: str, value: object = None) -> Json:
    return {"kind": "comparison", "field": field, "operator": operator, "value": value}


def both(*conditions: Json) -> Json:
    return {"kind": "group", "match": "all", "conditions": list(conditions)}


def either(*conditions: Json) -> Json:
    return {"kind": "group", "match": "any", "conditions": list(conditions)}


def http(url: str = "https://shop.example.com/orders", **parts: object) -> Json:
    """With a lane for whatever is answered, unless it is told otherwise."""
    lanes: Json = {"success": None, "failure": None}
    return {"kind": "http_request", "url": url, "lanes": lanes, **parts}


def value(expression: str, *, into: str = "sum", **lanes: str | None) -> Json:
    return {"kind": "set_variable", "variable": into, "expression": expression, "lanes": lanes}


def stage(stage_id: str | None, **lanes: str | None) -> Json:
    return {"kind": "update_lifecycle", "stage_id": stage_id, "lanes": lanes}


def hooked(**lanes: str | None) -> Json:
    call = {"event": "webhook", "contact_path": "$.contact", "mapping": {"total": "$.total"}}
    return {"kind": "wait_for_event", "events": [call], "lanes": lanes}


def wait(seconds: int = 60, **lanes: str | None) -> Json:
    return {"kind": "wait", "seconds": seconds, "lanes": lanes}


def jump(times: int = 3, **lanes: str | None) -> Json:
    return {"kind": "jump_to", "max_jumps": times, "lanes": lanes}


def assign(team: object = SALES, **lanes: str | None) -> Json:
    return {"kind": "assign_to", "target": {"to": "team", "team_id": str(team)}, "lanes": lanes}


def assign_user(user: object = ANA, fallback: object = None, **lanes: str | None) -> Json:
    target: Json = {"to": "user", "user_id": str(user)}
    if fallback:
        target["fallback_team_id"] = str(fallback)
    return {"kind": "assign_to", "target": target, "lanes": lanes}


def put(scope: str, slug: str, value: object = "x", **lanes: str | None) -> Json:
    return {"kind": "update_field", "scope": scope, "slug": slug, "value": value, "lanes": lanes}


def tag(tag_id: object, operation: str = "add", **lanes: str | None) -> Json:
    return {
        "kind": "update_tag",
        "operation": operation,
        "tag_ids": [str(tag_id)],
        "lanes": lanes,
    }


def note(text: str, **lanes: str | None) -> Json:
    return {"kind": "add_comment", "text": text, "lanes": lanes}


def close(summary: str = "", category: object = None, **lanes: str | None) -> Json:
    category_id = str(category) if category else None
    return {
        "kind": "close_conversation",
        "summary": summary,
        "category_id": category_id,
        "lanes": lanes,
    }
