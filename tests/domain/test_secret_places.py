"""Places of secrets: what is written around them, by whomever, is never taken for one."""

import json
from urllib.parse import parse_qs, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.domain.secret_places import hide, names_in, place_of, put_in, shield

SLY = st.lists(
    st.sampled_from(["{{secret.", "crm", "}}", ".", "{", "}", "{{", "secret.", "é", '"', " "]),
    max_size=8,
).map("".join)
SECRETS = {"crm": 's3cret "{{secret.other}}"', "other": "the other one"}


@given(SLY)
def test_a_shielded_text_comes_out_as_it_was_and_names_no_secret(text: str) -> None:
    assert put_in(shield(text), {}, "text") == text
    assert list(names_in(shield(text))) == []


@given(SLY, SLY)
def test_a_secret_stands_where_its_place_was_and_nowhere_else(before: str, after: str) -> None:
    shielded = shield(before) + place_of("crm") + shield(after)
    assert list(names_in(shielded)) == ["crm"]
    assert put_in(shielded, SECRETS, "text") == before + SECRETS["crm"] + after


@given(SLY)
def test_a_secret_in_json_and_in_a_form_is_written_as_they_want_it(text: str) -> None:
    document = json.dumps({"key": shield(text) + place_of("crm")}, ensure_ascii=False)
    assert json.loads(put_in(document, SECRETS, "json")) == {"key": text + SECRETS["crm"]}
    form = "key=" + quote_plus(text) + place_of("crm")
    assert parse_qs(put_in(form, SECRETS, "form")) == {"key": [text + SECRETS["crm"]]}


def test_a_secret_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        put_in(place_of("gone"), SECRETS, "text")


def test_what_another_system_repeats_is_hidden_in_every_writing() -> None:
    value = SECRETS["crm"]
    answer = f"{value} | {json.dumps(value)} | {quote_plus(value)}"
    assert hide(answer, SECRETS) == '{{secret.crm}} | "{{secret.crm}}" | {{secret.crm}}'
    assert hide("abcdefgh1 abcdefgh", {"a": "abcdefgh", "b": "abcdefgh1"}) == (
        "{{secret.b}} {{secret.a}}"
    )
