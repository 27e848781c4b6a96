"""A conversation that leaves the queue and enters it again within one batch."""

from desks import ANA, WHATSAPP
from model.test_desk_model import DeskMachine, machine
from parley.domain.content import Text

__all__ = ["machine"]


def test_an_entry_that_is_put_anew_is_saved_over_the_old_one(machine: type[DeskMachine]) -> None:
    machine.with_workflow = True
    town = machine()
    town.contact_writes("leo", WHATSAPP, [Text("x"), Text("me@example.org")], 3600)
    town.time_goes_on()
    town.user_assigns(0, ANA, None)
    assert town.conversations()
