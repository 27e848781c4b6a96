"""The log's format and what never reaches it."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from parley.kit.logs import HIDDEN, configure_logs


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return json.loads(capsys.readouterr().err.splitlines()[-1])


def test_a_line_is_json_with_its_bound_context(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True)
    structlog.contextvars.bind_contextvars(workspace="w1")
    structlog.stdlib.get_logger("parley.test").info("conversation_opened", contact="c1")
    line = last_line(capsys)
    assert (
        line.items()
        >= {
            "event": "conversation_opened",
            "workspace": "w1",
            "contact": "c1",
            "level": "info",
            "logger": "parley.test",
        }.items()
    )
    assert str(line["timestamp"]).endswith("Z")


def test_a_librarys_line_has_the_same_format(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True)
    logging.getLogger("library").warning("odd: %s", "thing")
    assert last_line(capsys).items() >= {"event": "odd: thing", "level": "warning"}.items()


@pytest.mark.parametrize(
    "field", ["password", "access_token", "Authorization", "app_secret", "cookie", "api_key"]
)
def test_a_secrets_value_is_hidden_at_any_depth(
    field: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(as_json=True)
    log = structlog.stdlib.get_logger("parley.test")
    log.info("signed_in", **{field: "canary"}, details={"inner": {field: "canary"}})
    text = capsys.readouterr().err
    assert "canary" not in text
    assert text.count(HIDDEN) == 2


def test_an_error_comes_with_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True)
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        structlog.stdlib.get_logger("parley.test").exception("failed")
    assert "ZeroDivisionError" in str(last_line(capsys)["exception"])


def test_lines_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=False, level="warning")
    log = structlog.stdlib.get_logger("parley.test")
    log.info("quiet")
    log.warning("loud")
    text = capsys.readouterr().err
    assert "quiet" not in text
    assert "loud" in text
