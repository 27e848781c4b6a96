from typing import Any

import pytest

ASKED = {"hub.mode": "subscribe", "hub.verify_token": "knock", "hub.challenge": "1158201444"}


def test_meta_gets_its_challenge_back_for_the_right_token(whatsapp: Any) -> None:
    answer = whatsapp.plugin.answer_handshake(ASKED, endpoint=whatsapp.endpoint())
    assert answer == b"1158201444"


@pytest.mark.parametrize(
    "change",
    [
        {"hub.verify_token": "knöck"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": ""},
    ],
)
def test_anything_else_is_refused(whatsapp: Any, change: dict[str, str]) -> None:
    query = ASKED | change
    assert whatsapp.plugin.answer_handshake(query, endpoint=whatsapp.endpoint()) is None


def test_an_endpoint_without_a_token_answers_nobody(whatsapp: Any) -> None:
    endpoint = whatsapp.endpoint(verify_token="")
    query = ASKED | {"hub.verify_token": ""}
    assert whatsapp.plugin.answer_handshake(query, endpoint=endpoint) is None


def test_the_custom_channel_has_no_handshake(custom: Any) -> None:
    assert custom.plugin.answer_handshake(ASKED, endpoint=custom.endpoint()) is None
