"""Files that a business sends by their link: what reaches the phone, what is refused, what fails later."""

import pytest

from parley.simulator.phones import Phone
from parley.simulator.server import Simulator
from simulator.peers import Business, Callback, text_to

pytestmark = pytest.mark.anyio

BO = "4915112345678"


@pytest.fixture
async def bo(simulator: Simulator) -> Phone:
    """Bo, who has just written and so may be answered."""
    phone = simulator.phone(BO, name="Bo")
    phone.says("Hello")
    return phone


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("image", {"link": "https://files.example/a.png", "caption": "Menu"}),
        ("video", {"link": "https://files.example/a.mp4"}),
        ("audio", {"link": "https://files.example/a.mp3"}),
        ("document", {"link": "https://files.example/a.xyz", "filename": "menu.xyz"}),
    ],
)
async def test_a_file_reaches_the_phone_by_its_link(
    business: Business, bo: Phone, kind: str, media: dict[str, str]
) -> None:
    status, _ = await business.post(text_to(BO, "") | {"type": kind, kind: media})
    [received] = bo.received()
    assert status == 200
    assert (received.kind, received.link) == (kind, media["link"])
    assert received.text == media.get("caption", "")


@pytest.mark.parametrize(
    ("kind", "media", "code"),
    [
        ("audio", {"link": "https://files.example/a.mp3", "caption": "Hear"}, 100),
        ("image", {"link": "https://files.example/a.png", "filename": "a.png"}, 100),
        ("image", {"link": "files.example/a.png"}, 131009),
        ("image", {}, 131009),
        ("image", {"link": "https://files.example/a.png", "caption": "x" * 1025}, 131009),
    ],
)
async def test_what_is_no_file_is_refused_with_metas_code(
    business: Business, bo: Phone, kind: str, media: dict[str, str], code: int
) -> None:
    status, answer = await business.post(text_to(BO, "") | {"type": kind, kind: media})
    assert (status, answer["error"]["code"]) == (400, code)
    assert bo.received() == []


@pytest.mark.parametrize(
    "link",
    [
        "https://files.invalid/a.png",
        "https://files.example/too-big/a.png",
        "https://files.example/a.svg",
    ],
)
async def test_a_file_that_cannot_be_fetched_fails_later(
    business: Business, simulator: Simulator, callback: Callback, link: str
) -> None:
    simulator.phone(BO, name="Bo").says("Hello")
    status, _ = await business.post(text_to(BO, "") | {"type": "image", "image": {"link": link}})
    await simulator.settled()
    assert status == 200
    [failed] = callback.statuses
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131053)
