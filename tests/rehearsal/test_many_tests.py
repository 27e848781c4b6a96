"""Many tests beside big neighbours: these are understood once."""

from desks import make_reference
from parley.rehearsal.script import parse_suite
from parley.rehearsal.suite import run_suite
from workflows_by_hand import flow, say


def test_other_workflows_are_the_same_for_all_tests_whatever_channel_they_are_about() -> None:
    other = flow(hello=say("Hello")).model_dump(mode="json", exclude={"layout"})
    tests = [
        {"name": channel, "channel": channel, "turns": [{"says": "hi"}], "expect": expect}
        for channel in ("whatsapp", "custom", "sms")
        for expect in [{"started": ["Other"], "hears": ["Hello", "Hi"]}]
    ]
    suite = parse_suite({"workspace": {"workflows": {"Other": other}}, "tests": tests})
    result = run_suite(flow(hi=say("Hi")), suite, make_reference())
    assert [case.failure for case in result.cases] == [None, None, None]


def test_no_tests_are_no_failure() -> None:
    assert run_suite(flow(hi=say("Hi")), parse_suite({}), make_reference()).passed
