"""Circles over tags that steps call by name: those that there are, and those that a run would make (5b.17)."""

from desks import LEAD, VIP
from workflows.corpus.writing import Json, flow, tag
from workflows.test_circles_of_events import B, circles, flips, on_tag, severities


def by_name(name: str, operation: str = "add", *, makes: bool = False, **lanes: str | None) -> Json:
    return {
        "kind": "update_tag",
        "operation": operation,
        "tag_names": [name],
        "creates_missing": makes,
        "lanes": lanes,
    }


def test_a_circle_over_tags_by_name_is_found_like_one_by_id() -> None:
    alpha = flow(on_tag(VIP), off=by_name("lead", "remove", next="on"), on=by_name("LEAD"))
    bravo = flow(on_tag(LEAD), **flips(VIP))
    [finding] = circles(alpha, Bravo=(B, bravo))
    assert (finding.severity.value, finding.step_id) == ("error", "on")
    assert "step 'on' of Alpha adds the tag Lead" in finding.sentence


def test_a_tag_that_a_run_would_make_starts_what_hears_any_tag() -> None:
    any_tag = flow(on_tag(), a=by_name("Gold", makes=True))
    assert severities(any_tag) == ["warning"]
    assert "adds the tag Gold" in circles(any_tag)[0].sentence
    bravo = flow(on_tag(change="any"), b=tag(VIP))
    assert severities(flow(on_tag(VIP), a=by_name("Gold", makes=True)), Bravo=(B, bravo)) == [
        "warning"
    ]


def test_a_tag_by_name_that_there_is_not_and_that_nobody_makes_starts_nothing() -> None:
    assert circles(flow(on_tag(), a=by_name("Gold"))) == []
    assert circles(flow(on_tag(VIP), a=by_name("Gold", makes=True))) == []
