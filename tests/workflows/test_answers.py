"""Reading answers (O13): what counts, in which spelling, in which country."""

import pytest
from pydantic import ValidationError

from parley.workflows.answers import (
    EmailAnswer,
    MultipleChoiceAnswer,
    NumberAnswer,
    PhoneAnswer,
    TextAnswer,
)
from parley.workflows.answers.folding import find_only, fold
from parley.workflows.answers.multiple_choice import Option
from parley.workflows.answers.person import PHRASES, asks_for_person
from parley.workflows.answers.reading import Locale

VIETNAM, GERMANY, AMERICA = Locale("vi", "VN"), Locale("de", "DE"), Locale("en", "US")
SOMEWHERE, SWISS = Locale("en", None), Locale("de", "CH")


def choice(*titles: str) -> MultipleChoiceAnswer:
    return MultipleChoiceAnswer(
        options=[Option(id=f"o{n}", title=t) for n, t in enumerate(titles, 1)]
    )


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("1.500.000", VIETNAM, 1_500_000),
        ("1,5", VIETNAM, 1.5),
        ("1,5 kg", GERMANY, 1.5),
        ("1.5", GERMANY, 1.5),
        ("1.500", GERMANY, 1500),
        ("1.500,75 €", GERMANY, 1500.75),
        ("2,000,000", GERMANY, 2_000_000),
        ("1.500", AMERICA, 1.5),
        ("1,500", AMERICA, 1500),
        ("$1,500.75", AMERICA, 1500.75),
        ("1,500.75", VIETNAM, 1500.75),
        ("5,50", AMERICA, 5.5),
        ("1'500", SWISS, 1500),
        ("1 500 000", VIETNAM, 1_500_000),
        ("12,50,000", AMERICA, 1_250_000),
        ("I am 30.", AMERICA, 30),
        ("we are 12 people", AMERICA, 12),
        ("-5", AMERICA, -5),
        ("−5", AMERICA, -5),
        ("١٢٣", AMERICA, 123),
        ("१२", AMERICA, 12),
        ("４２", AMERICA, 42),
        ("7", SOMEWHERE, 7),
    ],
)
def test_o13_the_one_number_of_a_sentence_is_read(text: str, locale: Locale, number: float) -> None:
    read = NumberAnswer().read(text, locale)
    assert read is not None
    assert read.value == number


@pytest.mark.parametrize(
    "text",
    ["", "many", "2 or 3", "1..2", "1,2,3", "abc1", "30k", "1.5.2", "1,2.3,4", "9" * 40, "🙂"],
)
def test_o13_no_number_or_several_are_no_answer(text: str) -> None:
    assert NumberAnswer().read(text, AMERICA) is None


def test_a_number_has_to_lie_within_its_limits() -> None:
    between = NumberAnswer(min=1, max=5)
    assert [n for n in range(8) if between.read(str(n), AMERICA)] == [1, 2, 3, 4, 5]


def test_limits_that_leave_no_number_are_refused() -> None:
    with pytest.raises(ValidationError, match="no number would be valid"):
        NumberAnswer(min=5, max=1)


@pytest.mark.parametrize(
    ("text", "locale", "phone"),
    [
        ("0901 234 567", VIETNAM, "+84901234567"),
        ("0901 234 567", Locale("vi", None), "+84901234567"),
        ("my number is 0151 23456789, thanks", GERMANY, "+4915123456789"),
        ("+49 151 23456789", VIETNAM, "+4915123456789"),
        ("0049 151 23456789", SOMEWHERE, "+4915123456789"),
        ("60112233455", SOMEWHERE, "+60112233455"),
        ("٠٩٠١٢٣٤٥٦٧", VIETNAM, "+84901234567"),
    ],
)
def test_o13_a_phone_is_read_by_the_contacts_country(text: str, locale: Locale, phone: str) -> None:
    read = PhoneAnswer().read(text, locale)
    assert read is not None
    assert read.value == phone


@pytest.mark.parametrize(
    "text",
    ["", "123", "call me", "0901 234 567 or 0902 345 678", "99999999999999999999", "0000000000"],
)
def test_o13_no_phone_or_several_are_no_answer(text: str) -> None:
    assert PhoneAnswer().read(text, VIETNAM) is None


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("ana@example.com", "ana@example.com"),
        ("it is Ana@Example.com.", "Ana@example.com"),
        ("<ana@example.com>", "ana@example.com"),
        ("mailto:ana@example.com", "ana@example.com"),
        ("ana@example.com, yes ana@example.com", "ana@example.com"),
        ("tên@ví-dụ.vn", "tên@ví-dụ.vn"),
    ],
)
def test_o13_the_one_address_of_a_sentence_is_read(text: str, email: str) -> None:
    read = EmailAnswer().read(text, AMERICA)
    assert read is not None
    assert read.value == email


@pytest.mark.parametrize(
    "text", ["", "abc", "ana@", "@example.com", "a@b", "a@x.com b@x.com", "a b@c"]
)
def test_o13_no_address_or_several_are_no_answer(text: str) -> None:
    assert EmailAnswer().read(text, AMERICA) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bán hàng", "Bán hàng"),
        ("BÁN HÀNG!", "Bán hàng"),
        ("Ba\u0301n ha\u0300ng", "Bán hàng"),
        ("ho tro", "Hỗ trợ"),
        ("doi tra", "Đổi trả"),
        ("2", "Hỗ trợ"),
        ("2.", "Hỗ trợ"),
        ("(3)", "Đổi trả"),
        ("２", "Hỗ trợ"),
    ],
)
def test_o13_an_option_is_chosen_by_text_or_number(text: str, title: str) -> None:
    read = choice("Bán hàng", "Hỗ trợ", "Đổi trả").read(text, VIETNAM)
    assert read is not None
    assert read.value == title


def test_o13_without_diacritics_only_what_is_unambiguous_is_chosen() -> None:
    options = choice("Bán hàng", "Bạn hàng")
    assert options.read("ban hang", VIETNAM) is None
    read = options.read("bạn hàng", VIETNAM)
    assert read is not None
    assert read.option_id == "o2"


def test_o13_the_text_of_an_option_comes_before_its_number() -> None:
    read = choice("3", "2", "1").read("1", AMERICA)
    assert read is not None
    assert read.option_id == "o3"


@pytest.mark.parametrize("text", ["", "4", "0", "maybe", "!!!", "🙂"])
def test_o13_anything_else_chooses_nothing(text: str) -> None:
    assert choice("One", "Two", "Three").read(text, AMERICA) is None


def test_a_button_chooses_its_option() -> None:
    options = choice("Yes", "No")
    read = options.find_option("o2")
    assert read is not None
    assert read.value == "No"
    assert options.find_option("o9") is None


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([{"id": "a", "title": "Yes"}, {"id": "a", "title": "No"}], "same id"),
        ([{"id": "a", "title": "Yes"}, {"id": "b", "title": " YES "}], "same title"),
        ([], "at least 1 item"),
        ([{"id": f"o{n}", "title": f"T{n}"} for n in range(51)], "at most 50 items"),
    ],
)
def test_options_must_be_told_apart_and_be_few(
    options: list[dict[str, str]], complaint: str
) -> None:
    with pytest.raises(ValidationError, match=complaint):
        MultipleChoiceAnswer.model_validate({"options": options})


def test_free_text_is_taken_as_it_is_and_blanks_are_not() -> None:
    read = TextAnswer().read("  Xin chào 🙂 ", VIETNAM)
    assert read is not None
    assert read.value == "Xin chào 🙂"
    assert TextAnswer().read(" \n ", VIETNAM) is None


@pytest.mark.parametrize("phrase", [phrase for phrases in PHRASES.values() for phrase in phrases])
def test_o14_every_phrase_asks_for_a_person(phrase: str) -> None:
    assert asks_for_person(f" {phrase.upper()}! ")


@pytest.mark.parametrize(
    "text", ["please, an agent", "bitte", "agents are bad", "", "nhân viên của bạn tệ"]
)
def test_o14_a_sentence_about_something_else_does_not(text: str) -> None:
    assert not asks_for_person(text)


def test_folding_keeps_words_apart_and_drops_what_surrounds_them() -> None:
    assert fold('  "Hello,   World!" ') == "hello, world"
    assert fold("Straße") == fold("STRASSE")
    assert find_only("", ["", "a"]) is None
