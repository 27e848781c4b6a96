"""Every line of a thread is a sentence."""

from typing import get_args
from uuid import UUID

import pytest

from parley.api.views.sentences import _SAYINGS, sentence
from parley.domain import events
from parley.domain.actor import SYSTEM, Actor, ActorKind
from parley.domain.conversation import ClosingNote, Source
from parley.domain.events import EventBody
from parley.domain.ids import CategoryId, UserId, WorkflowId
from parley.storage.reads.thread import THREAD_KINDS

ANA, BO, SOLD = UUID(int=1), UUID(int=2), UUID(int=3)
NAMES = {ANA: "Ana", BO: "Bo", SOLD: "Sold"}
BY_ANA = Actor(ActorKind.USER, ANA)


def test_every_kind_that_a_thread_shows_has_a_sentence() -> None:
    assert {kind.__name__ for kind in _SAYINGS} == set(THREAD_KINDS)
    assert set(THREAD_KINDS) <= {kind.__name__ for kind in get_args(EventBody)}


@pytest.mark.parametrize(
    ("body", "actor", "said"),
    [
        (events.ConversationAssigned(UserId(BO)), BY_ANA, "Ana assigned the conversation to Bo"),
        (
            events.ConversationAssigned(UserId(BO), automatic=True),
            SYSTEM,
            "Assigned to Bo by the queue",
        ),
        (events.ConversationAssigned(None), BY_ANA, "Ana unassigned the conversation"),
        (
            events.ConversationClosed(Source.USER, ClosingNote(CategoryId(SOLD), "Blue shoes")),
            BY_ANA,
            "Ana closed the conversation (Sold: Blue shoes)",
        ),
        (
            events.ContactFieldChanged("first_order", None, ["a", "b"]),
            Actor(ActorKind.WORKFLOW, WorkflowId(UUID(int=9))),
            "A workflow set first order to a, b",
        ),
        (
            events.ConversationFieldChanged("topic", "x", None),
            Actor(ActorKind.API, ANA),
            "Ana (API) cleared topic",
        ),
        (events.ContactCreated("Kim"), SYSTEM, ""),
    ],
)
def test_it_says_who_did_what(body: EventBody, actor: Actor, said: str) -> None:
    assert sentence(body, actor, NAMES) == said
