"""The script told over HTTP and from the command line, to a simulator in another process."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import aiohttp
import anyio
import pytest
from click.testing import CliRunner, Result

from parley.simulator.commands import simulator_commands
from parley.simulator.ledger import BusinessEchoed
from parley.simulator.server import Simulator
from simulator.peers import Business, Callback

pytestmark = pytest.mark.anyio

BO = "4915112345678"


async def _call(business: Business, method: str, path: str, order: Any = None) -> tuple[int, Any]:
    url = business.simulator.base_url + path
    async with business.session.request(method, url, json=order) as answer:
        return answer.status, await answer.json()


async def test_a_contact_writes_presses_and_reads_over_http(
    business: Business, simulator: Simulator, callback: Callback
) -> None:
    said, _ = await _call(business, "POST", f"/sim/contacts/{BO}/messages", {"says": "Hello"})
    await business.asks(BO, "Which team?", ["Sales", "Support"])
    pressed, answer = await _call(
        business, "POST", f"/sim/contacts/{BO}/messages", {"presses": "Sales"}
    )
    read, reads = await _call(business, "POST", f"/sim/contacts/{BO}/reads")
    await simulator.settled()
    assert (said, pressed, read) == (201, 201, 201)
    assert callback.messages[-1]["id"] == answer["wamid"]
    assert len(reads["read"]) == 1
    _, received = await _call(business, "GET", f"/sim/contacts/{BO}/received")
    assert [(one["text"], one["buttons"]) for one in received] == [
        ("Which team?", ["Sales", "Support"])
    ]
    assert received[0]["statuses"] == ["sent", "delivered", "read"]


async def test_waiting_for_a_message_ends_when_it_comes(
    business: Business, simulator: Simulator
) -> None:
    simulator.phone(BO).says("Hello")
    found: list[Any] = []

    async def wait() -> None:
        path = f"/sim/contacts/{BO}/received?after=0&wait=20"
        found.extend((await _call(business, "GET", path))[1])

    async with anyio.create_task_group() as group:
        group.start_soon(wait)
        await business.sends(BO, "Hi")
    assert [one["text"] for one in found] == ["Hi"]


async def test_any_message_can_be_given_as_the_webhook_has_it(
    business: Business, simulator: Simulator, callback: Callback
) -> None:
    content = {"type": "hologram", "hologram": {"depth": 3}}
    order = {"content": content, "name": "Bo", "user_id": "DE.77"}
    await _call(business, "POST", f"/sim/contacts/{BO}/messages", order)
    await simulator.settled()
    [message] = callback.messages
    assert message["hologram"] == {"depth": 3}
    assert message["from_user_id"] == "DE.77"


async def test_the_clock_closes_the_window_over_http(
    business: Business, simulator: Simulator
) -> None:
    simulator.phone(BO).says("Hello")
    await _call(business, "POST", "/sim/clock", {"advance_seconds": 24 * 3600})
    assert (await business.sends(BO, "late"))[1]["error"]["code"] == 131047
    _, [contact] = await _call(business, "GET", "/sim/contacts")
    assert contact["window_is_open"] is False


async def test_faults_are_ordered_and_cleared_over_http(
    business: Business, simulator: Simulator
) -> None:
    simulator.phone(BO).says("Hello")
    order = {"fault": {"kind": "error", "code": 130429}, "times": 2}
    await _call(business, "POST", "/sim/faults", order)
    assert (await business.sends(BO, "Hi"))[0] == 429
    await _call(business, "DELETE", "/sim/faults")
    assert (await business.sends(BO, "Hi"))[0] == 200
    order = {"contact": BO, "rate_limit": {"per_second": 0.1, "burst": 1}}
    await _call(business, "POST", "/sim/faults", order)
    answers = [(await business.sends(BO, "Hi"))[0] for _ in range(2)]
    assert answers == [200, 429]


async def test_webhooks_are_held_dropped_and_redelivered_over_http(
    business: Business, simulator: Simulator, callback: Callback
) -> None:
    await _call(business, "PUT", "/sim/delivery", {"batch_size": 5, "layout": "messages"})
    await _call(business, "POST", "/sim/webhook-faults", {"paused": True})
    phone = simulator.phone(BO)
    sent = [phone.says("one"), phone.says("two")]
    callback.answers = [500]
    await _call(business, "POST", "/sim/webhook-faults", {"paused": False})
    await simulator.settled()
    _, state = await _call(business, "GET", "/sim/state")
    assert (state["idle"], state["retries_waiting"]) == (True, 1)
    _, answer = await _call(business, "POST", "/sim/redeliveries")
    await simulator.delivered()
    assert answer == {"webhooks": 1}
    assert [message["id"] for message in callback.messages] == sent * 2
    assert len(callback.bodies) == 2


async def test_a_second_number_is_added_and_changed_over_http(
    business: Business, simulator: Simulator, callback: Callback
) -> None:
    order = {
        "number_id": "42",
        "display_number": "15550100042",
        "waba_id": "43",
        "token": "t",
        "app_secret": "s",
        "callback_url": callback.url,
        "verify_token": "v",
    }
    status, _ = await _call(business, "POST", "/sim/numbers", order)
    changed, view = await _call(business, "PATCH", "/sim/numbers/42", {"window": "off"})
    assert (status, changed, view["window"]) == (201, 200, "off")
    missing, answer = await _call(
        business, "POST", f"/sim/contacts/{BO}/messages", {"says": "to whom?"}
    )
    assert missing == 404
    assert "42" in answer["error"]
    simulator.phone(BO, number_id="42").is_written_to_by_the_app("Hello")
    assert [entry.number_id for entry in simulator.ledger.of(BusinessEchoed)] == ["42"]


@pytest.mark.parametrize(
    ("method", "path", "order", "status"),
    [
        ("POST", f"/sim/contacts/{BO}/messages", {}, 400),
        ("POST", f"/sim/contacts/{BO}/messages", {"shouts": "x"}, 400),
        ("POST", f"/sim/contacts/{BO}/messages", {"presses": "nothing"}, 404),
        ("POST", "/sim/faults", {"fault": {"kind": "flood"}}, 400),
        ("PATCH", "/sim/numbers/1", {}, 404),
        ("GET", "/sim/ledger?after=x", None, 400),
    ],
)
async def test_a_bad_order_is_refused_in_words(
    business: Business, method: str, path: str, order: Any, status: int
) -> None:
    found, answer = await _call(business, method, path, order)
    assert found == status
    assert answer["error"]


async def test_the_commands_play_a_contact(business: Business, simulator: Simulator) -> None:
    async def command(*words: str) -> Result:
        line = [*words[:1], "--url", simulator.base_url, *words[1:]]
        return await anyio.to_thread.run_sync(CliRunner().invoke, simulator_commands, line)

    said = await command("say", BO, "Hello", "--name", "Bo")
    await business.asks(BO, "Which team?", ["Sales", "Support"])
    pressed = await command("press", BO, "Sales")
    read = await command("read", BO)
    received = await command("received", BO)
    ledger = await command("ledger", "--entry", "contact_sent")
    verified = await command("verify")
    missing = await command("press", BO, "Billing")
    done = (said, pressed, read, received, ledger, verified)
    assert [result.exit_code for result in done] == [0] * 6
    assert json.loads(received.output)["text"] == "Which team?"
    kinds = [json.loads(line)["kind"] for line in ledger.output.splitlines()]
    assert kinds == ["text", "interactive"]
    assert missing.exit_code == 1
    assert "Billing" in missing.output


def test_a_command_without_a_simulator_says_so() -> None:
    result = CliRunner().invoke(simulator_commands, ["ledger", "--url", "http://127.0.0.1:9"])
    assert result.exit_code == 1
    assert "No simulator answers" in result.output


async def test_it_runs_as_a_process_of_its_own_and_ends_when_told(
    callback: Callback, tmp_path: Path
) -> None:
    code = "from parley.simulator.commands import simulator_commands as go; go()"
    line = f"run --port 0 --callback-url {callback.url} --app-secret s --token t".split()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, *line, "--ledger", tmp_path / "kept.jsonl", stdout=PIPE
    )
    assert process.stdout is not None
    try:
        greeting = (await process.stdout.readline()).decode()
        url = greeting.removeprefix("Graph API at ").partition("/v")[0]
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{url}/sim/contacts/{BO}/messages", json={"says": "Hello"}) as answer,
        ):
            wamid = (await answer.json())["wamid"]
        process.terminate()
        code_of_exit = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
    assert code_of_exit == 0
    assert wamid in (tmp_path / "kept.jsonl").read_text("utf-8")
