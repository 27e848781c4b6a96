"""The pages made from code say what the code says."""

import re
from pathlib import Path

import pytest

from parley.api import describe
from parley.api.limit_sentences import SENTENCES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(describe.pages()))
def test_a_page_is_up_to_date(name: str) -> None:
    kept = (REFERENCE / name).read_text()

    assert kept == describe.pages()[name], (
        f"{name} has drifted: run `python -m parley.api.describe docs/reference`"
    )


def test_every_limit_has_a_sentence_and_every_sentence_a_limit() -> None:
    page = describe.limits_page()

    assert "|  |" not in page
    assert [key for key in SENTENCES if f"`{key}`" not in page] == []


def test_two_refusals_never_share_a_code() -> None:
    codes = [kind.code for kind in describe.all_refusals()]

    assert len(codes) == len(set(codes))
    assert {"not_found", "forbidden", "busy", "reply_window_closed"} <= set(codes)


def test_the_contract_names_every_path() -> None:
    told = re.sub(r"{\w+}", "{}", (REFERENCE / "api.md").read_text())

    assert [path for path in describe.openapi_paths() if path not in told] == []
