"""Short ways to write a template's body: steps, conditions and choices as plain data."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen

Part = Mapping[str, object]
Words = str | Chosen

FROM_CONTACT: Part = {"kind": "conversation_opened", "sources": ["contact"]}
BUSY = "All our colleagues are busy. We have your message and will answer here."


def body(steps: Mapping[str, Part], *, trigger: Part = FROM_CONTACT, **more: object) -> Part:
    """The workflow begins with the step named first; `more` are other settings of a definition."""
    return {"trigger": trigger, "start": next(iter(steps)), "steps": steps, **more}


def say(text: Words, *, name: str = "", then: str | None = None) -> Part:
    return {"kind": "send_message", "name": name, "text": text, "lanes": {"next": then}}


def ask(
    text: Words,
    answer: Part,
    *,
    name: str = "",
    save_to: Sequence[Part] = (),
    then: str | None,
    otherwise: str | None = None,
    retries: int = 1,
) -> Part:
    """`otherwise` takes all lanes but the good one: a wrong answer, none, and the wish for a person."""
    lanes = dict.fromkeys(("invalid", "timeout", "person"), otherwise or then)
    return {
        "kind": "ask_question",
        "name": name,
        "text": text,
        "answer": answer,
        "save_to": save_to,
        "retries": retries,
        "lanes": {"success": then, **lanes},
    }


def options(**titles: Words) -> Part:
    """A multiple choice; an option's id is its name here."""
    listed = [{"id": key, "title": title} for key, title in titles.items()]
    return {"type": "multiple_choice", "options": listed}


def branch(*ways: tuple[str, Part, str | None], otherwise: str | None, name: str = "") -> Part:
    """Each way: its lane, its condition, the step it leads to."""
    return {
        "kind": "branch",
        "name": name,
        "branches": [{"id": lane, "condition": condition} for lane, condition, _ in ways],
        "lanes": {**{lane: target for lane, _, target in ways}, "else": otherwise},
    }


def when(field: Words, operator: str, value: object = None) -> Part:
    return {"kind": "comparison", "field": field, "operator": operator, "value": value}


def any_of(*conditions: Part) -> Part:
    return {"kind": "group", "match": "any", "conditions": conditions}


def all_of(*conditions: Part) -> Part:
    return {"kind": "group", "match": "all", "conditions": conditions}


def assign(
    team: str | None = None,
    *,
    user: str | None = None,
    then: str | None = None,
    busy: str | None = None,
    settings: Part = MappingProxyType({}),
) -> Part:
    """To a chosen team, to a chosen user (then `team` stands in), or to anybody."""
    target: Part = {"to": "workspace"}
    if user is not None:
        target = {
            "to": "user",
            "user_id": Chosen(user),
            "fallback_team_id": Chosen(team) if team else None,
        }
    elif team is not None:
        target = {"to": "team", "team_id": Chosen(team)}
    lanes = {"next": then, "timeout": busy}
    return {"kind": "assign_to", "target": target, "lanes": lanes, **settings}


def tag(key: str, *, then: str | None = None, operation: str = "add") -> Part:
    return {
        "kind": "update_tag",
        "operation": operation,
        "tag_ids": [Chosen(key)],
        "lanes": {"next": then},
    }


def post(
    url: Words,
    value: object,
    *,
    name: str = "",
    headers: Mapping[str, Words] = MappingProxyType({}),
    then: str | None,
    failed: str | None,
) -> Part:
    """Another system is told; `failed` takes the lanes of all that went wrong."""
    return {
        "kind": "http_request",
        "name": name,
        "method": "POST",
        "url": url,
        "headers": [{"name": header, "value": words} for header, words in headers.items()],
        "body": {"type": "json", "value": value},
        "retries": 2,
        "lanes": {"success": then, "failure": failed, "unknown": failed},
    }


def bearer(key: str) -> Mapping[str, Words]:
    """The header of a secret that the workspace keeps."""
    return {"Authorization": Chosen(key, "Bearer {{secret.{}}}")}


def compute(variable: str, expression: Words, *, then: str | None) -> Part:
    lanes = {"next": then}
    return {
        "kind": "set_variable",
        "variable": variable,
        "expression": expression,
        "lanes": lanes,
    }


def fill_field(key: str, value: Words, *, then: str | None) -> Part:
    """A field of the contact that was chosen."""
    lanes = {"next": then}
    return {
        "kind": "update_field",
        "scope": "contact",
        "slug": Chosen(key),
        "value": value,
        "lanes": lanes,
    }


def shortcut(*fields: Part) -> Part:
    return {"kind": "shortcut", "fields": fields}


def comment(text: Words, *, then: str | None = None) -> Part:
    return {"kind": "add_comment", "text": text, "lanes": {"next": then}}


def close(summary: Words = "", *, category: str | None = None) -> Part:
    category_id = Chosen(category) if category else None
    return {"kind": "close_conversation", "category_id": category_id, "summary": summary}


def to_variable(name: str) -> Part:
    return {"to": "variable", "name": name}


def to_contact(slug: Words) -> Part:
    return {"to": "contact_field", "slug": slug}


def to_conversation(slug: Words) -> Part:
    return {"to": "conversation_field", "slug": slug}


def a_team(key: str = "team", label: str = "The team that answers") -> Choice:
    return Choice(key, ChoiceKind.TEAM, label)


def a_text(key: str, label: str, proposal: str) -> Choice:
    return Choice(key, ChoiceKind.TEXT, label, proposal)


def a_title(key: str, label: str, proposal: str) -> Choice:
    return Choice(key, ChoiceKind.TITLE, label, proposal)


def a_tag(key: str, label: str) -> Choice:
    return Choice(key, ChoiceKind.TAG, label)


def an_address(key: str, label: str) -> Choice:
    return Choice(key, ChoiceKind.URL, label)


def a_secret(key: str, label: str) -> Choice:
    return Choice(key, ChoiceKind.SEALED, label)


def a_stage(key: str, label: str) -> Choice:
    return Choice(key, ChoiceKind.STAGE, label)


def a_calendar(key: str, label: str) -> Choice:
    return Choice(key, ChoiceKind.CALENDAR, label)


def in_hours(key: str, *, inside: str, outside: str, name: str = "") -> Part:
    return {
        "kind": "date_time",
        "name": name,
        "when": {"kind": "calendar", "calendar_id": Chosen(key)},
        "lanes": {"success": inside, "failure": outside},
    }
