"""A run is walked again over the API: by its own version, another one, the draft, or what is sent along."""

from typing import Any

import pytest

from api.inbox_world import Inbox
from parley.workflows.conditions import Comparison, Operator
from parley.workflows.definition import Definition
from parley.workflows.steps import Branch, CloseConversation, Wait
from parley.workflows.steps.branch import Way
from workflows_by_hand import flow, say

pytestmark = pytest.mark.anyio
WORKFLOWS = "/api/v1/workflows"


def asks(word: str) -> Definition:
    """Where the first message is this word the contact reads Bye, else Sorry; then all wait for a minute."""
    wanted = Comparison(field="message.text", operator=Operator.IS_EQUAL_TO, value=word)
    return flow(
        ask=Branch(
            branches=[Way(id="yes", name="Yes", condition=wanted)],
            lanes={"yes": "bye", "else": "sorry"},
        ),
        bye=say("Bye", then="wait"),
        sorry=say("Sorry", then="wait"),
        wait=Wait(seconds=60, lanes={"next": "close"}),
        close=CloseConversation(),
    )


ASKS = asks("Buy")


async def publish(inbox: Inbox, definition: Definition, path: str | None = None) -> str:
    olga = inbox.by("Olga")
    body = {"name": "Asks", "draft": definition.model_dump(mode="json")}
    if path is None:
        made = await olga.post(WORKFLOWS, body)
        path = f"{WORKFLOWS}/{made.json()['id']}"
    else:
        made = await olga.patch(path, body)
    assert made.status < 300, made.body
    published = await olga.put(f"{path}/publication")
    assert published.status == 200, published.body
    return path


async def run_once(inbox: Inbox, answer: str = "Buy") -> tuple[str, str]:
    """The path of the workflow, and that of its run."""
    path = await publish(inbox, ASKS)
    await inbox.writes("Kim", answer)
    (run,) = (await inbox.by("Olga").get("/api/v1/runs")).json()["items"]
    return path, f"/api/v1/runs/{run['id']}"


async def replay(inbox: Inbox, run: str, query: str = "", *, by: str = "Olga") -> dict[str, Any]:
    reply = await inbox.by(by).get(f"{run}/replay{query}")
    assert reply.status == 200, reply.body
    return reply.json()


async def test_a_run_comes_out_as_it_was(inbox: Inbox) -> None:
    _, run = await run_once(inbox)
    told = await replay(inbox, run)
    assert (told["is_same"], told["difference"], told["stands_at"]) == (True, None, "wait")
    assert (told["against"], told["version_number"]) == (1, 1)
    visits = [(visit["number"], visit["step_id"], visit["lane"]) for visit in told["visits"]]
    assert visits == [(1, "ask", "yes"), (2, "bye", "next")]
    traced = (await inbox.by("Olga").get(run)).json()["visits"]
    assert [visit["output"] for visit in told["visits"]] == [visit["output"] for visit in traced]


async def test_another_version_shows_where_it_goes_another_way(inbox: Inbox) -> None:
    path, run = await run_once(inbox)
    await publish(inbox, asks("Sell"), path)
    drawn = asks("Buy").model_dump(mode="json")
    drawn["steps"]["bye"]["text"] = "See you"
    draft = {"draft": drawn}
    assert (await inbox.by("Olga").patch(path, draft)).status == 200

    second = await replay(inbox, run, "?version=2")
    first = await replay(inbox, run, "?version=1")
    of_draft = await replay(inbox, run, "?version=draft")

    assert first["is_same"]
    assert second["difference"] == {
        "visit": 1,
        "step_id": "ask",
        "what": "lane",
        "before": "yes",
        "after": "else",
        "sentence": "Visit 1, step 'ask': the lane was 'yes', and would be 'else'.",
    }
    assert [visit["step_id"] for visit in second["visits"]] == ["ask", "sorry"]
    assert (of_draft["against"], of_draft["difference"]["what"]) == ("draft", "output")


async def test_a_definition_may_be_sent_along(inbox: Inbox) -> None:
    _, run = await run_once(inbox)
    mia = inbox.by("Mia")
    same = await mia.post(f"{run}/replays", {"definition": ASKS.model_dump(mode="json")})
    shorter = ASKS.model_dump(mode="json")
    shorter["steps"]["bye"]["lanes"] = {}
    other = await mia.post(f"{run}/replays", {"definition": shorter})
    assert (same.json()["is_same"], same.json()["against"]) == (True, "given")
    assert other.json()["difference"]["sentence"] == (
        "Visit 3: the run was at the step 'wait', and would have ended."
    )


async def test_what_cannot_be_walked_is_refused(inbox: Inbox) -> None:
    path, run = await run_once(inbox)
    olga = inbox.by("Olga")
    broken = {"draft": {"name": "Asks", "steps": 7}}
    assert (await olga.patch(path, broken)).status == 200
    for query, status in (
        ("?version=9", 404), ("?version=0", 422), ("?version=last", 422), ("?version=draft", 422),
        (f"?version={2**40}", 422),
    ):  # fmt: skip
        reply = await olga.get(f"{run}/replay{query}")
        assert reply.status == status, (query, reply.body)
    bodies: list[dict[str, Any]] = [
        {},
        {"definition": {}},
        {"definition": {"steps": 7}},
        {"definition": 5},
    ]
    for body in bodies:
        reply = await olga.post(f"{run}/replays", body)
        assert (reply.status, reply.code) == (422, "invalid"), (body, reply.body)


async def test_only_who_sees_the_contact_sees_the_run_walked_again(inbox: Inbox) -> None:
    _, run = await run_once(inbox)
    seen = {name: (await inbox.by(name).get(f"{run}/replay")).status for name in ("Ana", "Otto")}
    assert seen == {"Ana": 200, "Otto": 404}
    body = {"definition": ASKS.model_dump(mode="json")}
    assert (await inbox.by("Ana").post(f"{run}/replays", body)).status == 403


async def test_walking_again_leaves_no_trace(inbox: Inbox) -> None:
    _, run = await run_once(inbox)
    counting = "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM visit), (SELECT count(*) FROM outbox)"
    before = await inbox.world.pool.fetchrow(counting)
    await replay(inbox, run)
    assert await inbox.world.pool.fetchrow(counting) == before
