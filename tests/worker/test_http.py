"""Which addresses a channel may call."""

import pytest

from parley.domain.channel import AddressRefused
from parley.simulator.server import Simulator
from parley.worker.http import open_clients

pytestmark = pytest.mark.anyio


async def test_an_address_on_this_machine_is_open_to_the_operator_alone() -> None:
    async with Simulator() as simulator, open_clients([simulator.base_url]) as clients:
        url = f"{simulator.base_url}/v23.0/1/messages"
        reply = await clients.operator.post(url, headers={}, body=b"{}", timeout_seconds=5)
        assert reply.status >= 400
        with pytest.raises(AddressRefused):
            await clients.workspace.post(url, headers={}, body=b"{}", timeout_seconds=5)


async def test_the_operator_may_call_no_other_address_on_this_machine() -> None:
    async with open_clients(["http://127.0.0.1:9"]) as clients:
        with pytest.raises(AddressRefused):
            await clients.operator.post(
                "http://127.0.0.1:10/x", headers={}, body=b"", timeout_seconds=5
            )
