"""Meta's own OpenAPI judges what we send.

Its message schemas are `allOf` of a part that forbids other members and one that has them, which no
JSON Schema validator can satisfy: so the parts are merged first, as they are meant. Documented
mistakes of the spec are corrected by the JSON Patch that lies beside it.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import jsonpatch
import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from parley.domain.content import Button, Media, Prompt, Text

pytestmark = pytest.mark.anyio

Reply = Callable[..., Any]


@pytest.fixture(scope="module")
def _specs() -> dict[Path, tuple[Any, Any]]:
    return {}


@pytest.fixture
def specs(contracts: Path, _specs: dict[Path, tuple[Any, Any]]) -> tuple[Any, Any]:
    """The message schema as Meta published it, and corrected."""
    if contracts not in _specs:
        folder = contracts / "specs/meta"
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        text = (folder / "business-messaging-api_v23.0.yaml").read_text()
        published = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
        operations = json.loads((folder / "corrections.rfc6902.json").read_bytes())["operations"]
        plain = [{k: v for k, v in op.items() if k != "x-why"} for op in operations]
        corrected = jsonpatch.apply_patch(published, plain)
        _specs[contracts] = (validator(published), validator(corrected))
    return _specs[contracts]


@pytest.fixture
def judge(specs: tuple[Any, Any]) -> Any:
    return specs[1]


def validator(spec: Any) -> Any:
    formats = FormatChecker(formats=())
    formats.checks("url")(is_web_address)
    message = merged(spec, {"$ref": "#/components/schemas/Message"})
    return Draft202012Validator(message, format_checker=formats)


def is_web_address(value: object) -> bool:
    return urlsplit(str(value)).scheme in {"http", "https"}


def merged(spec: Any, schema: Any) -> Any:
    """The schema with its references resolved and its `allOf` parts made one."""
    if isinstance(schema, list):
        return [merged(spec, part) for part in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    given = cast("dict[str, Any]", schema)
    if "$ref" in given:
        return merged(spec, spec["components"]["schemas"][given["$ref"].rsplit("/", 1)[1]])
    own = {name: merged(spec, part) for name, part in given.items() if name != "allOf"}
    for part in given.get("allOf", ()):
        own = joined(own, merged(spec, part))
    return own


def joined(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """Where both speak of one member, the later part narrows it."""
    both = left | right
    if "properties" in left and "properties" in right:
        both["properties"] = left["properties"] | right["properties"]
    if "required" in left and "required" in right:
        both["required"] = sorted({*left["required"], *right["required"]})
    return both


def test_the_judge_accepts_what_meta_shows_and_corrections_explain(
    specs: tuple[Any, Any], contracts: Path
) -> None:
    path = contracts / "samples/whatsapp-meta/spec-examples.json"
    examples = json.loads(path.read_bytes())["send"]
    accepted = [sum(judge.is_valid(e) for e in examples.values()) for judge in specs]
    assert len(examples) == 50
    assert accepted == [23, 39]


@pytest.mark.parametrize(
    "content",
    [
        Text("Hello"),
        Text("See https://example.com"),
        Prompt("Which?", (Button("a", "Sales"),)),
        Prompt("Which?", tuple(Button(f"id-{n}", f"Option {n}") for n in range(3))),
        Prompt("Which?", tuple(Button(f"id-{n}", f"Option {n}") for n in range(10))),
        Prompt("Which?", tuple(Button(f"id-{n}", f"Option {n}") for n in range(11))),
        Prompt("x" * 1024, (Button("a" * 256, "x" * 20),)),
        Prompt("x" * 1024, (Button("a" * 200, "x" * 24),)),
        Media("image", url="https://files.example.com/a.png", caption="x" * 1024),
        Media("video", url="https://files.example.com/a.mp4"),
        Media("audio", url="https://files.example.com/a.mp3"),
        Media("file", url="https://files.example.com/a.pdf", filename="a.pdf", caption="Menu"),
    ],
)
@pytest.mark.parametrize("scheme", ["wa_id", "bsuid"])
async def test_meta_accepts_what_we_send(
    whatsapp: Any, reply: Reply, judge: Any, content: Any, scheme: str
) -> None:
    message = msgspec.structs.replace(
        whatsapp.message(content, reply_to="wamid.T1"),
        scheme=scheme,
        address="84901234567" if scheme == "wa_id" else "DE.4242",
    )
    http = reply(200, whatsapp.accepted)
    await whatsapp.plugin.send(
        message, channel=whatsapp.channel, http=http, base_url=whatsapp.base_url
    )
    errors = [error.message for error in judge.iter_errors(json.loads(http.body))]
    assert errors == []


def test_the_judge_refuses_what_is_wrong(judge: Any) -> None:
    good = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "84901234567",
        "type": "text",
        "text": {"body": "Hello"},
    }
    assert judge.is_valid(good)
    for wrong in (
        good | {"text": {"body": 17}},
        good | {"surprise": 1},
        {name: part for name, part in good.items() if name != "to"},
    ):
        assert not judge.is_valid(wrong)
