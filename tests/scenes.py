"""One contact in one conversation, as a step sees them."""

from datetime import timedelta

from desks import ANA, NOON, SALES, VIP, WHATSAPP, WITH_BUTTONS, WORKSPACE, make_reference
from parley.domain.contact import Contact
from parley.domain.conversation import Conversation, Source, Status
from parley.domain.ids import UUID, ContactId, ConversationId, RunId, VersionId, WorkflowId
from parley.domain.people import Agent, Presence
from parley.domain.run import Run, VariableValue
from parley.domain.workspace import Settings
from parley.workflows.view import Scene, View

MAI = Contact(
    WORKSPACE,
    ContactId(UUID(int=1)),
    "Mai Nguyễn",
    given_name="Mai",
    email="mai@example.com",
    language="vi-VN",
    fields={"city": "hà nội", "newsletter": True, "budget": 2.0},
    tags=(VIP,),
    created_at=NOON,
)
TALK = Conversation(
    WORKSPACE,
    ConversationId(UUID(int=2)),
    MAI.id,
    Status.OPEN,
    NOON,
    Source.CONTACT,
    team_id=SALES,
    assignee_id=ANA,
    fields={"topic": "Order"},
)
NAMES: dict[str, VariableValue] = {"n": 3, "names": ["a", "b"], "empty": ""}
RUN = Run(
    WORKSPACE,
    RunId(UUID(int=3)),
    WorkflowId(UUID(int=4)),
    VersionId(UUID(int=5)),
    MAI.id,
    TALK.id,
    "a",
    visit=1,
    waiting=None,
    variables=NAMES,
    jumps={},
    chain=(),
    speaks=True,
    started_at=NOON,
    visit_started_at=NOON,
)


def scene(
    contact: Contact = MAI, talk: Conversation | None = TALK, zone: str = "Asia/Ho_Chi_Minh"
) -> Scene:
    reference = make_reference(settings=Settings(timezone=zone))
    agent = Agent(WORKSPACE, ANA, Presence.ONLINE, None, NOON, 1, None)
    view = View(
        now=NOON,
        reference=reference,
        contact=contact,
        conversation=talk,
        channel=reference.channels[WHATSAPP],
        manifest=WITH_BUTTONS,
        last_inbound_at=NOON - timedelta(minutes=5),
        last_outbound_at=None,
        last_message="I need help",
        find_agent=lambda _: agent,
    )
    return Scene(RUN, view, 0)
