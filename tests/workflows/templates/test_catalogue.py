"""Every template says what is still to be chosen, and passes the checks once it is."""

import pytest

from parley.domain.errors import Invalid, NotFound
from parley.workflows.checks import validate_for_publish
from parley.workflows.definition import parse_definition
from parley.workflows.expressions import evaluate, parse_expression
from parley.workflows.steps import SetVariable
from parley.workflows.templates import (
    TEMPLATES,
    ChoiceKind,
    Template,
    get_template,
    instantiate,
)
from scenes import scene
from workflows.templates.drawing import SUITABLE, a_reference, suitable

ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))


# What the field's catalogues have, and where it is found here. What a language model would do is left out.
COUNTERPARTS = {
    "Welcome": "welcome",
    "Welcome and ask e-mail": "welcome_ask_email",
    "Welcome and ask phone": "welcome_ask_phone",
    "Welcome, channel-specific": "welcome_by_channel",
    "Away": "away",
    "Away with business hours": "away_by_hours",
    "Round robin": "round_robin",
    "Round robin, online only": "round_robin_online",
    "Least open contacts": "least_open",
    "Unassign after conversation closes": "anybody_anew",
    "Multi-team by the contact's choice": "teams_by_choice",
    "Multi-team by shifts": "teams_by_shifts",
    "New and returning contacts": "new_or_returning",
    "VIP contacts": "vip",
    "Language preference": "by_language",
    "Language preference, asked": "language",
    "Shift transfer": "shift_transfer",
    "Simple chat menu": "simple_menu",
    "Multi-level chat menu": "deep_menu",
    "Request privacy consent": "privacy_consent",
    "Unsubscribe from broadcasts": "unsubscribe",
    "Broadcast response": "broadcast_response",
    "Appointment": "book_by_service",
    "Issue escalation": "escalation",
    "Sales call report": "call_report",
    "CSAT to a sheet": "rating_to_sheet",
    "CSAT to a data warehouse": "rating_to_warehouse",
    "Click-to-chat assignment": "ad_assignment",
    "Share product info and route": "ad_product",
    "Conversions API for converted leads": "meta_conversion",
    "TikTok: report leads": "tiktok_lead",
    "TikTok: report conversion": "tiktok_conversion",
    "TikTok: report qualification": "tiktok_qualification",
    "Follow up a silent contact": "silent",
    "Remind of waiting conversations": "waiting",
    "Survey after closing": "survey",
}


@pytest.mark.parametrize("name", COUNTERPARTS)
def test_what_is_usual_in_the_field_has_its_template(name: str) -> None:
    assert COUNTERPARTS[name] in TEMPLATES


def test_there_are_at_least_25() -> None:
    assert len(TEMPLATES) >= 25
    assert len({template.name for template in TEMPLATES.values()}) == len(TEMPLATES)


@ALL
def test_a_template_with_its_choices_made_passes_the_checks(template: Template) -> None:
    reference = a_reference()
    drawn = instantiate(template, suitable(template), reference)
    assert validate_for_publish(drawn, reference) == []
    assert parse_definition(drawn.model_dump_json()) == drawn
    assert (drawn.name, drawn.description) == (template.name, template.description)


@ALL
def test_a_choice_that_is_missing_is_named(template: Template) -> None:
    for choice in template.choices:
        if choice.proposal is not None:
            continue
        made = suitable(template)
        del made[choice.key]
        with pytest.raises(Invalid, match="still to be chosen") as refused:
            instantiate(template, made, a_reference())
        assert refused.value.details["choice"] == choice.key


@ALL
def test_a_wrong_choice_is_named(template: Template) -> None:
    for choice in template.choices:
        for wrong in ("", "x" * 2000):
            with pytest.raises(Invalid, match=choice.key) as refused:
                instantiate(template, suitable(template) | {choice.key: wrong}, a_reference())
            assert refused.value.details["field"] == f"body.choices.{choice.key}"


@ALL
def test_every_choice_changes_the_workflow(template: Template) -> None:
    drawn = instantiate(template, suitable(template), a_reference()).model_dump_json()
    for choice in template.choices:
        used = choice.proposal or SUITABLE[choice.kind]
        assert used in drawn or (choice.kind is ChoiceKind.TAG and '"VIP"' in drawn)


def test_a_choice_that_the_template_does_not_have_is_refused() -> None:
    with pytest.raises(Invalid, match="no choice 'colour'"):
        instantiate(get_template("welcome"), {"colour": "red"}, a_reference())


def test_an_address_is_a_safe_one() -> None:
    made = suitable(get_template("appointment")) | {"page": "http://example.com"}
    with pytest.raises(Invalid, match="https://"):
        instantiate(get_template("appointment"), made, a_reference())


def test_two_answers_with_the_same_words_do_not_go_together() -> None:
    made = suitable(get_template("teams_by_choice")) | {
        "first_title": "Same",
        "second_title": "same",
    }
    with pytest.raises(Invalid, match=r"do not go together.*the same title"):
        instantiate(get_template("teams_by_choice"), made, a_reference())


def test_a_template_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound, match="'nonsense'"):
        get_template("nonsense")


def test_words_within_an_expression_are_what_was_chosen() -> None:
    template = get_template("tiktok_qualification")
    words = 'a "b" \\ c'
    drawn = instantiate(template, suitable(template) | {"good": words}, a_reference())
    step = drawn.steps["good"]
    assert isinstance(step, SetVariable)
    assert evaluate(parse_expression(step.expression), scene()).value == words
