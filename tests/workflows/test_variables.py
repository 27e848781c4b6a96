"""Text with places: values, filters, fallbacks, and never a brace too many (O23)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desks import WORKSPACE, make_reference
from parley.domain.contact import Contact
from parley.workflows.paths import PLACES, find_value, is_place
from parley.workflows.variables import fill, fill_value, list_places
from scenes import MAI, RUN, scene


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hello {{contact.first_name|there}}!", "Hello Mai!"),
        ("{{ contact.phone | no phone }}", "no phone"),
        ("{{contact.phone}}", ""),
        ("{{contact.fields.city:title}}", "Hà Nội"),
        ("{{contact.first_name:upper}}", "MAI"),
        ("{{contact.first_name : lower : capital}}", "Mai"),
        ("{{contact.fields.newsletter}}", "yes"),
        ("{{contact.fields.budget}}", "2"),
        ("{{contact.tags}}", "VIP"),
        ("{{conversation.fields.topic}}", "Order"),
        ("{{conversation.team}}", "Sales"),
        ("{{conversation.source}}/{{conversation.status}}", "contact/open"),
        (
            "{{assignee.name}} {{assignee.email}} {{assignee.presence}}",
            "Ana ana@example.com online",
        ),
        ("{{channel.kind}} {{channel.name}}", "whatsapp Shop"),
        ("{{message.text:trim}}", "I need help"),
        ("{{system.now}}", "2026-03-02 19:00:00"),
        ("{{system.date}} {{system.time}}", "2026-03-02 19:00:00"),
        ("{{system.now:date}} {{system.now:time}} {{system.time:time}}", "2026-03-02 19:00 19:00"),
        ("{{conversation.opened_at}}", "2026-03-02 19:00:00"),
        ("{{var.n}} {{var.names}} {{var.empty|none}} {{var.gone|gone}}", "3 a, b none gone"),
        ("no places", "no places"),
        ("{{}} {{ }} {{x}} {{contact}}", "   "),
        ("{{contact.__class__|no}} {{contact.name.upper()|no}}", "no no"),
        ("{{contact.name:nope|fallback}}", "fallback"),
        ("{{unknown.path|fallback}}", "fallback"),
        ("{{what is this|a fallback}}", "a fallback"),
        ("open {{ never closed", "open  never closed"),
        ("{{{contact.first_name}}}", "}"),
        ("a }} b", "a }} b"),
    ],
)
def test_places_are_filled(template: str, text: str) -> None:
    assert fill(template, scene()).text == text


def test_o23_what_has_no_value_is_noted() -> None:
    assert fill("{{contact.phone}} {{contact.name}} {{var.x|y}}", scene()).missing == (
        "contact.phone",
        "var.x|y",
    )


def test_o08_a_greeting_falls_back_to_the_display_name() -> None:
    nameless = replace(MAI, given_name=None)
    assert fill("{{contact.first_name}}", scene(nameless)).text == "Mai Nguyễn"


def test_without_a_conversation_its_places_are_empty() -> None:
    template = (
        "{{conversation.id}}{{conversation.fields.topic}}{{conversation.team}}{{assignee.name}}-"
    )
    assert fill(template, scene(talk=None)).text == "-"


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert fill("{{system.time}}", scene(zone="Mars/Olympus")).text == "12:00:00"


def test_one_bare_place_keeps_the_type_of_its_value() -> None:
    assert fill_value("{{var.n}}", scene()) == 3
    assert fill_value("{{ var.names }}", scene()) == ["a", "b"]
    assert fill_value("{{var.n}} pieces", scene()) == "3 pieces"
    assert fill_value("{{contact.name}}", scene()) == "Mai Nguyễn"
    assert fill_value("{{nonsense}}", scene()) == ""


def test_every_place_can_be_read_with_and_without_a_conversation() -> None:
    bare = scene(Contact(WORKSPACE, MAI.id, "Mai"), talk=None)
    for path in PLACES:
        find_value(path, RUN, scene().view)
        find_value(path, RUN, bare.view)
        assert is_place(path, make_reference())


def test_a_place_names_a_field_that_exists() -> None:
    reference = make_reference()
    assert is_place("contact.fields.city", reference)
    assert is_place("conversation.fields.topic", reference)
    assert not is_place("contact.fields.topic", reference)
    assert not is_place("contact.shoe_size", reference)


def test_a_value_is_cut_at_its_limit() -> None:
    long = replace(MAI, display_name="x" * 10_000)
    assert len(fill("{{contact.name}}", scene(long)).text) == 4096


@given(st.text(alphabet=st.sampled_from("{}|: .abcontact_name\n🙂"), max_size=60))
def test_o23_no_template_leaves_a_brace_pair(template: str) -> None:
    filled = fill(template, scene())
    assert "{{" not in filled.text
    assert len(list(list_places(template))) >= len(filled.missing)
