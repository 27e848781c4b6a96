"""A bare thanks says that all is said; anything more is a message like every other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.workflows.pleasantries import COURTESY, THANKS, is_bare_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "thank you so much",
        "THX",
        "ok thanks a lot, have a nice day!",
        "Great, thank you very much for your help 🙏",
        "Cảm ơn",
        "cam on ban nhieu nhe",
        "Dạ em cảm ơn chị ạ",
        "cám ơn shop nhiều ❤️",
        "Ca\u0309m o\u031bn",  # decomposed
        "Danke",
        "Vielen Dank für die Hilfe!",
        "Dankeschön, schönen Tag noch :)".replace(":)", ""),
        "dankeschon",
        "ＴＨＡＮＫＳ",
        "🙏",
        "👍👍👍",
        "❤️ 😊",
        "🙏🏽".replace("🏽", ""),
    ],
)
def test_a_bare_thanks_is_known_in_every_language(text: str) -> None:
    assert is_bare_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "ok",
        "have a nice day",
        "thanks?",
        "Thanks, but it does not work",
        "thank you, where is my parcel",
        "Thanks 4711",
        "thanks https://shop.example",
        "cảm ơn, cho mình hỏi giá",
        "Danke, aber das stimmt nicht",
        "nhiều",
        "👎",
        "😡",
        "🙏 help",
        "thanks 😡",
        "спасибо",
        "thanks " * 40,
        "thankless",
        "ありがとう",
    ],
)
def test_anything_more_than_thanks_is_a_message(text: str) -> None:
    assert not is_bare_thanks(text)


@pytest.mark.parametrize("language", sorted(THANKS))
def test_every_phrase_of_the_lists_thanks_and_no_courtesy_alone_does(language: str) -> None:
    assert [phrase for phrase in THANKS[language] if not is_bare_thanks(phrase)] == []
    assert [phrase for phrase in COURTESY[language] if is_bare_thanks(phrase)] == []


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert is_bare_thanks(text) in (True, False)


@given(st.text(alphabet="abcdefghijk0123456789", min_size=7, max_size=20))
def test_a_word_that_we_do_not_know_makes_it_a_message(word: str) -> None:
    assert not is_bare_thanks(f"thanks {word}")
