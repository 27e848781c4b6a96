"""What a simulation and a workflow's tests tell of the files that would be sent."""

import pytest

from desks import NOON, WITH_BUTTONS
from parley.domain.channel import Manifest
from parley.rehearsal.playing import Player
from parley.rehearsal.script import Person, Shop, Turn
from parley.rehearsal.simulating import simulate
from parley.rehearsal.workspace import bare_workspace, plain_manifest, set_up
from parley.workflows.steps import SendMessage
from parley.workflows.steps.send_message import Attachment
from workflows_by_hand import flow

URL = "https://files.example.com/menu.png"
MENU = Attachment(media="image", url=URL, caption="For {{contact.name}}")


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (WITH_BUTTONS, ["Our menu", f"For Linh ({URL})"]),
        (plain_manifest("pigeon"), [f"Our menu\nFor Linh\n{URL}"]),
    ],
    ids=["takes files", "takes none"],
)
def test_a_simulation_tells_which_file_would_be_sent(manifest: Manifest, said: list[str]) -> None:
    kind = manifest.kind
    definition = flow(menu=SendMessage(text="Our menu", attachments=[MENU]))
    player = Player(
        definition,
        set_up(bare_workspace({kind: manifest}), definition, Shop(), kind),
        person=Person(name="Linh"),
        channel=kind,
        at=NOON,
        online=[],
    )
    walk = simulate(player, [Turn(says="hi")])
    assert [message.text for moment in walk.moments for message in moment.sends] == said
