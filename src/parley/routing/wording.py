"""Each strategy in plain words: a name and a sentence for screens, and why the first of a line is the first."""

from msgspec import Struct

from parley.domain.queue import Strategy


class Wording(Struct, frozen=True):
    """`title` for a list, `sentence` for somebody who chooses, `because` for a decision; `needs` is what must be
    set up for it to make a difference, empty where nothing must.
    """

    title: str
    sentence: str
    because: str
    needs: str = ""


WORDINGS = {
    Strategy.ROUND_ROBIN: Wording(
        "Round robin",
        "Everybody in turn, in a fixed circle; who cannot take work is passed over.",
        "next in turn",
    ),
    Strategy.LEAST_OPEN: Wording(
        "Fewest open",
        "Whoever has the least open work; of equals, who has waited longest for work.",
        "fewest open",
    ),
    Strategy.LONGEST_IDLE: Wording(
        "Longest idle",
        "Whoever has had nothing open for the longest; if all have work, who has the least.",
        "longest idle",
    ),
    Strategy.LEAST_OCCUPIED: Wording(
        "Least occupied",
        "Whoever uses the smallest part of their capacity; of equals, who has waited longest for work.",
        "least occupied",
        "A capacity for each user: who has none counts as free.",
    ),
    Strategy.BEST_SKILL_FIT: Wording(
        "Best skill fit",
        "Whoever has the highest levels in the skills that are asked for; of equals, who has the least open work.",
        "best skill fit",
        "Skills with levels at the users, and a step Assign To that asks for some.",
    ),
    Strategy.STICKY: Wording(
        "Former agent first",
        "The agent who had this contact last, waited for as long as you say; then another strategy.",
        "who had this contact before",
        "How long the former agent is waited for, and the strategy that follows.",
    ),
    Strategy.CONTACT_OWNER: Wording(
        "Contact owner first",
        "The contact's owner, waited for as long as you say; then another strategy.",
        "who owns this contact",
        "An owner at the contact, how long the owner is waited for, and the strategy that follows.",
    ),
    Strategy.MANUAL: Wording(
        "By hand",
        "Nobody gets it automatically: it waits until somebody takes it.",
        "taken by hand",
        "Somebody who looks at the queue: with an alarm, nobody waits unseen.",
    ),
}


def describe(strategy: Strategy) -> str:
    """Say in a few words why the first of a line is the first."""
    return WORDINGS[strategy].because
