"""Who works in the demo workspace, and what it is called."""

from msgspec import Struct

from parley.domain.people import Role

WORKSPACE = "Demo: Lantern & Co"
CHANNEL = "WhatsApp (simulated)"
NUMBER_ID = "106500000000001"
DISPLAY_NUMBER = "15550100001"
ACCOUNT_ID = "102900000000001"
CAPACITY = 20
SALES, SUPPORT = "Sales", "Support"
TAGS = (("VIP", "amber"), ("Follow up", "blue"), ("Complaint", "red"))
CATEGORIES = (
    ("Solved", "The contact has what they asked for."),
    ("Sold", "An order came out of it."),
    ("Not for us", "Spam, a wrong number, or nothing we do."),
)


class Person(Struct, frozen=True):
    name: str
    email: str
    role: Role
    teams: tuple[str, ...] = ()


OWNER = Person("Olivia Owner", "owner@demo.parley", Role.OWNER)
# Bo stands in both teams, so that either has two agents.
AGENTS = (
    Person("Ana", "ana@demo.parley", Role.AGENT, (SALES,)),
    Person("Bo", "bo@demo.parley", Role.AGENT, (SALES, SUPPORT)),
    Person("Chi", "chi@demo.parley", Role.AGENT, (SUPPORT,)),
)
