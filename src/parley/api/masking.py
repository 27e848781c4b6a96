"""What a definition holds in the open, as it is shown to who may not change it."""

from typing import Any, cast

from parley.workflows.checks.secrets import is_secret_header, is_secret_text

MASK = "***"


def mask_secrets(definition: dict[str, Any]) -> dict[str, Any]:
    """Of any JSON: a draft may be unfinished. Secrets that are named have only their places there, and stay."""
    return cast("dict[str, Any]", _masked(definition))


def _masked(value: object) -> object:
    if isinstance(value, list):
        return [_masked(part) for part in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    parts = cast("dict[str, object]", value)
    shown = {
        name: MASK if isinstance(part, str) and is_secret_text(name, part) else _masked(part)
        for name, part in parts.items()
    }
    if _is_secret_header(parts):
        shown["value"] = MASK
    return shown


def _is_secret_header(parts: dict[str, object]) -> bool:
    name, value = parts.get("name"), parts.get("value")
    if not isinstance(name, str) or not isinstance(value, str):
        return False
    return parts.get("secret") is True or is_secret_header(name, value)
