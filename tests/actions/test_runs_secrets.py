"""Secrets of requests: no run knows them, only where they stand."""

import pytest

from desks import make_reference
from parley.domain.calls import names_of, with_secrets
from parley.workflows.checks import validate_for_publish
from parley.workflows.definition import Definition
from parley.workflows.steps import HttpRequest
from parley.workflows.steps.http_bodies import Body, FormBody, JsonBody, TextBody
from parley.workflows.steps.http_request import Header
from stories import Story
from workflows_by_hand import ask_text, flow, say

URL = "https://api.example.com/orders"
SECRETS = {"crm": "s3cret-of-the-crm"}


def definition(**parts: object) -> Definition:
    step = HttpRequest.model_validate({"method": "POST", "url": URL, **parts})
    return flow(ask=ask_text(success="call"), call=step)


def asks(name: str, **parts: object) -> Story:
    """Mai gives an answer, which goes out with the request."""
    story = Story(definition(**parts))
    story.writes("Mai", "hi")
    story.writes("Mai", name)
    return story


def test_the_request_waits_without_its_secret() -> None:
    story = asks("Mai", headers=[Header(name="Authorization", value="Bearer {{secret.crm}}")])
    call = story.desk.calls[-1]
    assert call.headers == {"Authorization": "Bearer {{secret.crm}}"}
    assert names_of(call) == {"crm"}
    sent = with_secrets(call, SECRETS)
    assert sent.headers == {"Authorization": "Bearer s3cret-of-the-crm"}


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        (
            JsonBody(value={"key": "{{secret.crm}}", "name": "{{var.text}}"}),
            '{"key": "s3cret-of-the-crm", "name": "{{secret.crm}}"}',
        ),
        (
            FormBody(fields={"key": "{{ secret.crm }}", "name": "{{var.text}}"}),
            "key=s3cret-of-the-crm&name=%7B%7Bsecret.crm%7D%7D",
        ),
        (TextBody(text="{{secret.crm}} {{var.text}}"), "s3cret-of-the-crm {{secret.crm}}"),
    ],
)
def test_a_contact_who_writes_the_place_of_a_secret_does_not_get_it(body: Body, sent: str) -> None:
    story = asks("{{secret.crm}}", body=body)
    call = story.desk.calls[-1]
    assert "s3cret" not in str(call)
    assert with_secrets(call, SECRETS).body == sent


def test_the_halves_of_a_place_in_two_values_are_no_place() -> None:
    story = asks("}}", body=TextBody(text="{{secret.crm}}{{var.none|{{secret.crm}}{{var.text}}"))
    assert with_secrets(story.desk.calls[-1], SECRETS).body == "s3cret-of-the-crm{{secret.crm}}"


def test_without_a_secret_a_request_is_sent_as_it_stands() -> None:
    story = asks("{{secret.crm}}", body=TextBody(text="{{var.text}}"))
    call = story.desk.calls[-1]
    assert (names_of(call), with_secrets(call, {}).body) == (set(), "{{secret.crm}}")


def test_elsewhere_the_name_of_a_secret_is_a_place_without_a_value() -> None:
    story = Story(flow(say=say("key: {{secret.crm}}.")))
    story.writes("Mai", "hi")
    assert story.heard("Mai") == ["key: ."]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"headers": [{"name": "Authorization", "value": "Bearer abc"}]}, "secret_in_header"),
        ({"headers": [{"name": "X-Api-Key", "value": "abc"}]}, "secret_in_header"),
        ({"body": {"type": "json", "value": {"a": [{"password": "abc"}]}}}, "secret_in_body"),
        ({"body": {"type": "form", "fields": {"client_secret": "abc"}}}, "secret_in_body"),
        ({"headers": [{"name": "X", "value": "{{secret.gone}}"}]}, "unknown_secret"),
        ({"headers": [{"name": "X", "value": "{{secret.crm|none}}"}]}, "unknown_variable"),
        ({"url": URL + "/{{secret.crm}}"}, "secret_in_url"),
        ({"headers": [{"name": "X-Api-Key", "value": "{{secret.crm}}"}]}, None),
        ({"headers": [{"name": "Authorization", "value": "Bearer {{var.text}}"}]}, None),
        ({"headers": [{"name": "X-Token-Kind", "value": "abc"}]}, None),
    ],
)
def test_a_secret_in_the_open_is_found_before_publishing(
    parts: dict[str, object], code: str | None
) -> None:
    found = validate_for_publish(definition(**parts), make_reference())
    codes = {finding.code for finding in found if finding.step_id == "call"}
    assert codes - {"no_fallback", "unmapped_status"} == ({code} if code else set())
