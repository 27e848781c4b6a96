"""`parley up` from the first start to the last: one installation, told as a story."""

import asyncio
import json
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.installation import Caller, Installation, ask, run_parley
from parley.supervisor.readiness import until_ready

PASSWORD = "seven lanterns"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def parley(open_tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(open_tmp_path / "data")
    try:
        yield installation
    finally:
        installation.stop(signal.SIGTERM)


def test_a_newcomer_starts_plays_the_demo_answers_and_stops(parley: Installation) -> None:
    parley.start("--demo-password", PASSWORD)
    told = "\n".join(parley.words)
    assert parley.words[-1] == f"READY {parley.url}"
    for word in (parley.url, "owner@demo.parley", PASSWORD, "parley demo"):
        assert word in told

    summary = _plays_the_demo(parley)
    assert summary["problems"] == []
    assert summary["conversations_assigned"] == 3

    _an_agents_reply_reaches_the_phone(parley)
    _doctor_finds_nothing(parley)
    _a_second_one_is_refused(parley)

    assert parley.stop() == 0
    assert not (parley.data / "running.json").exists()


def test_a_second_start_finds_everything_and_lost_processes_come_back(
    parley: Installation,
) -> None:
    parley.start()
    password = (parley.data / "demo-password").read_text().strip()
    assert stat.S_IMODE((parley.data / "demo-password").stat().st_mode) == 0o600
    assert stat.S_IMODE((parley.data / "simulator.json").stat().st_mode) == 0o600
    assert parley.stop() == 0

    parley.start()
    assert password in "\n".join(parley.words)
    owner = Caller(parley.url, email="owner@demo.parley", password=password)
    assert len(owner.get("/api/v1/users")["items"]) == 4
    assert [team["name"] for team in owner.get("/api/v1/teams")["items"]] == ["Sales", "Support"]

    # Who waits over HTTP goes before what may take its time.
    assert parley.find("work").nice() > parley.find("serve").nice()
    for command in ("serve", "work"):
        lost = parley.find(command)
        lost.kill()
        lost.wait(30)
    asyncio.run(asyncio.wait_for(until_ready("127.0.0.1", parley.port, "/readyz"), 60))
    assert _plays_the_demo(parley)["problems"] == []
    _doctor_finds_nothing(parley)

    # `stop` sees to it that nothing outlives the supervisor, not even when that is killed.
    assert parley.stop(signal.SIGKILL) == -signal.SIGKILL


def _plays_the_demo(parley: Installation) -> dict[str, object]:
    done = run_parley(*("demo", "--contacts", "3", "--pace", "fast", "--json"), data=parley.data)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"says", "receives", "presses", "is with"} <= {line.get("what") for line in lines}
    return lines[-1]


def _an_agents_reply_reaches_the_phone(parley: Installation) -> None:
    owner = Caller(parley.url, email="owner@demo.parley", password=PASSWORD)
    conversation = owner.get("/api/v1/conversations?view=all")["items"][0]
    contact = owner.get(f"/api/v1/contacts/{conversation['contact']['id']}")
    simulator = json.loads((parley.data / "running.json").read_text())["simulator_url"]
    phone = f"{simulator}/sim/contacts/{contact['phone'].lstrip('+')}/received"
    before = len(ask(phone))
    owner.post(
        f"/api/v1/conversations/{conversation['id']}/messages",
        {"text": "Good afternoon!", "expected_user_id": conversation["assignee_id"]},
    )
    news = ask(f"{phone}?after={before}&wait=30")
    assert [message["text"] for message in news] == ["Good afternoon!"]


def _doctor_finds_nothing(parley: Installation) -> None:
    done = run_parley("doctor", "--json", data=parley.data)
    assert done.returncode == 0, done.stdout + done.stderr
    examination = json.loads(done.stdout)
    assert examination["broken"] == []
    assert examination["checked"] > 30


def _a_second_one_is_refused(parley: Installation) -> None:
    again = run_parley("up", data=parley.data)
    assert again.returncode == 1
    assert f"Another Parley runs on {parley.data} at {parley.url}" in again.stderr
    elsewhere = run_parley("up", "--port", str(parley.port), data=parley.data.with_name("other"))
    assert elsewhere.returncode == 1
    assert f"Port {parley.port} on 127.0.0.1 cannot be used" in elsewhere.stderr
