"""Channels: connected with their settings, which nobody sees again."""

from collections.abc import AsyncIterator

import pytest

from api.world import HandClock, World, make_world
from parley.channels.custom.plugin import Custom
from parley.channels.whatsapp.plugin import WhatsApp
from parley.kit.crypto import CannotUnseal
from parley.storage.database import open_pool
from parley.storage.setup.channels import find_channel_with_secrets
from parley.storage.setup.endpoints import find_endpoint
from parley.storage.setup.secrets import unseal_config

pytestmark = pytest.mark.anyio
CHANNELS = "/api/v1/channels"
CUSTOM = {
    "channel_id": "shop",
    "api_base_url": "https://shop.example/parley",
    "api_token": "canary-token",
}
WHATSAPP = {
    "phone_number_id": "1001",
    "business_account_id": "2001",
    "access_token": "canary-access",
    "app_secret": "canary-app",
    "verify_token": "hello",
}


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    pool = await open_pool(database_url, size=4)
    try:
        yield await make_world(
            pool, plugins={"custom": Custom(HandClock()), "whatsapp": WhatsApp()}
        )
    finally:
        await pool.close()


async def connect(
    world: World, kind: str, config: dict[str, str], **more: object
) -> dict[str, str]:
    reply = await world.program("Olga").post(
        CHANNELS, {"kind": kind, "name": "Ours", "config": config, **more}
    )
    assert reply.status == 201, reply.body
    return reply.json()


async def test_a_connected_channel_shows_its_address_and_no_secret(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM)

    assert channel["external_id"] == "shop"
    assert channel["webhook_url"].startswith("http://127.0.0.1:8000/webhooks/")
    assert len(channel["webhook_url"].rsplit("/", 1)[1]) == 22
    assert channel["config"] == {
        "channel_id": "shop",
        "api_base_url": "https://shop.example/parley",
        "api_token": None,
        "signing_secret": None,
    }


async def test_secrets_are_sealed_for_their_place(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM)

    rows = await world.pool.fetch("SELECT channel::text, endpoint::text FROM channel, endpoint")
    sealed = await world.pool.fetchrow("SELECT id, sealed_config FROM channel")

    assert all("canary" not in str(tuple(row)) for row in rows)
    assert sealed is not None
    with pytest.raises(CannotUnseal):
        unseal_config(world.deps.keyring, world.foreign_id, sealed["id"], sealed["sealed_config"])
    opened = await find_channel_with_secrets(
        world.pool, world.deps.keyring, world.workspace_id, sealed["id"]
    )
    assert opened is not None
    assert opened.config["api_token"] == "canary-token"
    assert str(opened.id) == channel["id"]


async def test_the_endpoint_checks_with_the_channels_secret(world: World) -> None:
    channel = await connect(world, "whatsapp", WHATSAPP)
    handle = channel["webhook_url"].rsplit("/", 1)[1]

    endpoint = await find_endpoint(world.pool, world.deps.keyring, handle)

    assert endpoint is not None
    assert (endpoint.kind, endpoint.secrets) == ("whatsapp", ("canary-app",))
    assert endpoint.verify_token == "hello"
    assert await find_endpoint(world.pool, world.deps.keyring, "made-up") is None


async def test_two_numbers_of_one_app_share_a_webhook(world: World) -> None:
    first = await connect(world, "whatsapp", WHATSAPP)
    second = await connect(
        world,
        "whatsapp",
        WHATSAPP | {"phone_number_id": "1002", "app_secret": "newer"},
        shares_webhook_with=first["id"],
    )

    assert second["webhook_url"] == first["webhook_url"]
    handle = first["webhook_url"].rsplit("/", 1)[1]
    endpoint = await find_endpoint(world.pool, world.deps.keyring, handle)
    assert endpoint is not None
    assert endpoint.secrets == ("newer", "canary-app")


async def test_one_address_is_connected_once(world: World) -> None:
    first = await connect(world, "custom", CUSTOM)
    olga = world.program("Olga")
    body = {"kind": "custom", "name": "Again", "config": CUSTOM}

    again = await olga.post(CHANNELS, body)
    await olga.delete(f"{CHANNELS}/{first['id']}")
    anew = await olga.post(CHANNELS, body)

    assert (again.status, again.code, again.json()["field"]) == (
        409,
        "already_exists",
        "external_id",
    )
    assert anew.status == 201


@pytest.mark.parametrize(
    ("kind", "config", "field"),
    [
        ("pigeon", {}, "body.kind"),
        ("custom", {"channel_id": "shop"}, "body.config.api_base_url"),
        ("custom", CUSTOM | {"surprise": "x"}, "body.config.surprise"),
        ("custom", CUSTOM | {"api_token": ""}, "body.config.api_token"),
        ("custom", CUSTOM | {"api_base_url": "http://127.0.0.1/x"}, "body.config.api_base_url"),
        ("custom", CUSTOM | {"api_base_url": "https://[fd00::1]"}, "body.config.api_base_url"),
        ("custom", CUSTOM | {"api_base_url": "https://a.example:8443"}, "body.config.api_base_url"),
        ("custom", CUSTOM | {"api_base_url": "ftp://a.example"}, "body.config.api_base_url"),
        ("custom", CUSTOM | {"api_base_url": "a.example"}, "body.config.api_base_url"),
    ],
)
async def test_settings_must_fit_the_kind(
    world: World, kind: str, config: dict[str, str], field: str
) -> None:
    reply = await world.program("Olga").post(
        CHANNELS, {"kind": kind, "name": "Ours", "config": config}
    )

    assert (reply.status, reply.json()["field"]) == (422, field)


async def test_a_changed_setting_leaves_the_others_and_the_secrets(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM)
    path = f"{CHANNELS}/{channel['id']}"

    reply = await world.program("Olga").patch(
        path, {"config": {"channel_id": "store", "api_token": None}}
    )

    assert reply.json()["config"]["channel_id"] == "store"
    assert reply.json()["external_id"] == "store"
    opened = await find_channel_with_secrets(
        world.pool,
        world.deps.keyring,
        world.workspace_id,
        await world.pool.fetchval("SELECT id FROM channel"),
    )
    assert opened is not None
    assert opened.config["api_token"] == "canary-token"


async def test_a_new_secret_replaces_the_old_one_at_the_endpoint(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM)

    await world.program("Olga").patch(
        f"{CHANNELS}/{channel['id']}", {"config": {"api_token": "fresh"}}
    )

    handle = channel["webhook_url"].rsplit("/", 1)[1]
    endpoint = await find_endpoint(world.pool, world.deps.keyring, handle)
    assert endpoint is not None
    assert endpoint.secrets == ("fresh",)


async def test_a_channel_is_paused_and_resumed(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM)
    olga, path = world.program("Olga"), f"{CHANNELS}/{channel['id']}/pause"

    paused = await olga.put(path, {"reason": "Holiday"})
    resumed = await olga.delete(path)

    assert (paused.json()["pause_reason"], paused.json()["paused_at"] is None) == ("Holiday", False)
    assert resumed.json()["paused_at"] is None
    count = await world.pool.fetchval(
        "SELECT count(*) FROM event WHERE kind = 'ChannelHealthChanged'"
    )
    assert count == 2


async def test_a_disconnected_channel_hears_nothing(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM)
    handle = channel["webhook_url"].rsplit("/", 1)[1]

    reply = await world.program("Olga").delete(f"{CHANNELS}/{channel['id']}")

    assert reply.status == 204
    assert await find_endpoint(world.pool, world.deps.keyring, handle) is None
    assert (await world.program("Olga").get(CHANNELS)).json()["items"] == []


async def test_a_disconnected_channels_secret_opens_a_shared_webhook_no_more(world: World) -> None:
    first = await connect(world, "whatsapp", WHATSAPP)
    second = WHATSAPP | {"phone_number_id": "1002", "app_secret": "newer"}
    await connect(world, "whatsapp", second, shares_webhook_with=first["id"])

    await world.program("Olga").delete(f"{CHANNELS}/{first['id']}")

    handle = first["webhook_url"].rsplit("/", 1)[1]
    endpoint = await find_endpoint(world.pool, world.deps.keyring, handle)
    assert endpoint is not None
    assert endpoint.secrets == ("newer",)


async def test_a_new_address_takes_the_secrets_again(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM | {"signing_secret": "whsec_c2VjcmV0"})
    olga, path = world.program("Olga"), f"{CHANNELS}/{channel['id']}"
    elsewhere = {"api_base_url": "https://elsewhere.example"}

    without = await olga.patch(path, {"config": elsewhere})
    half = await olga.patch(path, {"config": elsewhere | {"api_token": "canary-token"}})
    both = {"api_token": "canary-token", "signing_secret": ""}
    moved = await olga.patch(path, {"config": elsewhere | both})
    same = await olga.patch(path, {"config": elsewhere, "name": "Shop"})

    assert (without.status, without.json()["field"]) == (422, "body.config.api_token")
    assert (half.status, half.json()["field"]) == (422, "body.config.signing_secret")
    assert (moved.status, moved.json()["config"]["api_base_url"]) == (
        200,
        "https://elsewhere.example",
    )
    assert same.status == 200


async def test_a_channel_does_not_move_to_an_address_that_is_never_called(world: World) -> None:
    channel = await connect(world, "custom", CUSTOM)
    inside = {"api_base_url": "http://192.168.0.1", "api_token": "canary-token"}

    reply = await world.program("Olga").patch(f"{CHANNELS}/{channel['id']}", {"config": inside})

    assert (reply.status, reply.json()["field"]) == (422, "body.config.api_base_url")
    assert "internal address" in reply.json()["detail"]


async def test_agents_see_which_channels_there_are_and_nothing_of_their_settings(
    world: World,
) -> None:
    await connect(world, "custom", CUSTOM)
    await world.hire("Ana")

    shown = (await world.program("Ana").get(CHANNELS)).json()["items"][0]

    assert shown["name"] == "Ours"
    assert (shown["config"], shown["webhook_url"]) == ({}, None)


async def test_the_kinds_say_what_they_need_and_can_do(world: World) -> None:
    kinds = (await world.program("Olga").get("/api/v1/channel-kinds")).json()["items"]

    assert [kind["kind"] for kind in kinds] == ["custom", "whatsapp"]
    assert kinds[1]["reply_window_seconds"] == 24 * 3600
    assert kinds[1]["caption_limit"] == 1024
    image = {"most_bytes": 5_000_000, "endings": ["jpeg", "jpg", "png"], "takes_caption": True}
    assert kinds[1]["files"]["image"] == image
    assert {"name": "access_token", "secret": True}.items() <= kinds[1]["config_fields"][2].items()
