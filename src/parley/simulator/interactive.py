"""The provider's limits on interactive messages: reply buttons and lists in full, others in short."""

from typing import Any, cast

from parley.simulator.errors import Json
from parley.simulator.shapes import choose_text, invalid, need, need_object, need_objects

MAX_BUTTONS = 3
MAX_BUTTON_TITLE = 20
MAX_BUTTON_ID = 256
MAX_BUTTON_BODY = 1024
MAX_LIST_BODY = 4096
MAX_ROWS = 10
MAX_SECTIONS = 10
MAX_ROW_ID = 200
MAX_ROW_TITLE = 24
MAX_ROW_DESCRIPTION = 72
MAX_SECTION_TITLE = 24
MAX_HEADER_OR_FOOTER = 60

# Accepted when they have an action and, but for single products, a body.
OTHER_KINDS = (
    "address_message",
    "call_permission_request",
    "carousel",
    "catalog_message",
    "cta_url",
    "flow",
    "location_request_message",
    "order_details",
    "order_status",
    "product",
    "product_list",
    "request_contact_info",
)


def check(interactive: Any) -> None:
    """Raises GraphError for what the provider would refuse."""
    if not isinstance(interactive, dict):
        raise invalid("interactive must be an object.")
    given = cast("Json", interactive)
    kind = need(given, "type")
    _check_frame(given)
    match kind:
        case "button":
            _check_body(given, limit=MAX_BUTTON_BODY)
            _check_buttons(need_object(given, "action"))
        case "list":
            _check_body(given, limit=MAX_LIST_BODY)
            _check_list(need_object(given, "action"))
        case "product":
            need_object(given, "action")
        case str() if kind in OTHER_KINDS:
            _check_body(given, limit=MAX_BUTTON_BODY)
            need_object(given, "action")
        case _:
            raise invalid(f"interactive.type {kind!r} is not known.")


def _check_body(given: Json, *, limit: int) -> None:
    choose_text(need_object(given, "body"), "text", limit=limit)


def _check_frame(given: Json) -> None:
    header = given.get("header")
    if isinstance(header, dict) and "text" in header:
        choose_text(cast("Json", header), "text", limit=MAX_HEADER_OR_FOOTER)
    if given.get("footer") is not None:
        choose_text(need_object(given, "footer"), "text", limit=MAX_HEADER_OR_FOOTER)


def _check_buttons(action: Json) -> None:
    ids: list[str] = []
    titles: list[str] = []
    for button in need_objects(action, "buttons", most=MAX_BUTTONS):
        if button.get("type") != "reply":
            raise invalid("buttons[].type must be reply.")
        reply = need_object(button, "reply")
        ids.append(choose_text(reply, "id", limit=MAX_BUTTON_ID))
        titles.append(choose_text(reply, "title", limit=MAX_BUTTON_TITLE))
    _must_differ(ids, "button ids")
    _must_differ(titles, "button titles")


def _check_list(action: Json) -> None:
    choose_text(action, "button", limit=MAX_BUTTON_TITLE)
    sections = need_objects(action, "sections", most=MAX_SECTIONS)
    ids: list[str] = []
    for section in sections:
        if len(sections) > 1 or "title" in section:
            choose_text(section, "title", limit=MAX_SECTION_TITLE)
        for row in need_objects(section, "rows", most=MAX_ROWS):
            ids.append(choose_text(row, "id", limit=MAX_ROW_ID))
            choose_text(row, "title", limit=MAX_ROW_TITLE)
            if row.get("description") is not None:
                choose_text(row, "description", limit=MAX_ROW_DESCRIPTION)
    if len(ids) > MAX_ROWS:
        raise invalid(f"Total row count exceeds the maximum of {MAX_ROWS}.")
    _must_differ(ids, "row ids")


def _must_differ(values: list[str], what: str) -> None:
    if len(set(values)) != len(values):
        raise invalid(f"Duplicated {what}.")
