"""Stories of templates with several contacts; those with one stand as tests beside the templates."""

from desks import ANA, BO
from workflows.templates.drawing import story_of


def test_round_robin__serves_in_turn_whether_online_or_not() -> None:
    story = story_of("round_robin", online=())
    for who in ("Mai", "Ben", "Zoe"):
        story.writes(who, "hi")
    holders = [story.conversation(who).assignee_id for who in ("Mai", "Ben", "Zoe")]
    assert holders == [ANA, BO, ANA]


def test_round_robin_online__passes_over_who_is_away() -> None:
    story = story_of("round_robin_online", online=(BO,))
    for who in ("Mai", "Ben"):
        story.writes(who, "hi")
    assert {story.conversation(who).assignee_id for who in ("Mai", "Ben")} == {BO}


def test_least_open__gives_to_the_one_who_has_the_fewest() -> None:
    story = story_of("least_open")
    for who in ("Mai", "Ben"):
        story.writes(who, "hi")
    held = story.conversation("Mai").assignee_id
    story.closes("Mai")
    story.writes("Zoe", "hi")
    assert story.conversation("Zoe").assignee_id == held
