"""Answers in scripts from the right, with marks that nobody sees, and pictures beside or instead of words (O13)."""

import pytest

from parley.workflows.answers import (
    EmailAnswer,
    MultipleChoiceAnswer,
    PhoneAnswer,
    TextAnswer,
    UrlAnswer,
)
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.answers.reading import Locale

VIETNAM, AMERICA = Locale("vi", "VN"), Locale("en", "US")


@pytest.mark.parametrize(
    ("titles", "text", "title"),
    [
        (("نعم", "لا"), "\u200fنعم\u200f", "نعم"),
        (("نعم", "لا"), "نعم!", "نعم"),
        (("שלום", "להתראות"), "\u202bשלום\u202c", "שלום"),
        (("是", "否"), "是。", "是"),
        (("ใช่", "ไม่"), "ใช่", "ใช่"),
        (("👍", "👎"), "👍🏽", "👍"),
        (("❤️", "💔"), "❤", "❤️"),
        (("🛒 Mua hàng", "🔧 Sửa chữa"), "mua hang", "🛒 Mua hàng"),
        (("Yes", "No"), "yes 🙂", "Yes"),
        (("Straße", "Platz"), "STRASSE", "Straße"),
    ],
)
def test_o13_an_option_is_chosen_in_any_script_and_direction(
    titles: tuple[str, ...], text: str, title: str
) -> None:
    options = [Option(id=f"o{n}", title=t) for n, t in enumerate(titles, 1)]
    read = MultipleChoiceAnswer(options=options).read(text, AMERICA)
    assert read is not None
    assert read.value == title


@pytest.mark.parametrize(
    ("titles", "text"),
    [
        (("Yes", "No"), "👍"),
        (("👍 A", "👎 A"), "A"),
        (("Yes", "No"), "\u200f"),
        (("A", "B"), "🙂🙂"),
    ],
)
def test_o13_a_picture_alone_chooses_no_word(titles: tuple[str, ...], text: str) -> None:
    options = [Option(id=f"o{n}", title=t) for n, t in enumerate(titles, 1)]
    assert MultipleChoiceAnswer(options=options).read(text, AMERICA) is None


def test_marks_of_direction_hide_no_address_and_are_no_answer() -> None:
    marked = "\u200f{}\u200f"
    mail = EmailAnswer().read(marked.format("mai@example.com"), AMERICA)
    url = UrlAnswer().read(marked.format("example.com"), AMERICA)
    phone = PhoneAnswer().read(marked.format("0901 234 567"), VIETNAM)
    assert mail
    assert url
    assert phone
    assert (mail.value, url.value, phone.value) == (
        "mai@example.com",
        "https://example.com",
        "+84901234567",
    )
    assert TextAnswer().read("\u200f\u2066\u2069 \u200b", AMERICA) is None
    arabic = "أريد طاولة لأربعة أشخاص"
    for words in (arabic, "🙂"):
        read = TextAnswer().read(words, AMERICA)
        assert read is not None
        assert read.value == words
    assert EmailAnswer().read("🙂", AMERICA) is None
