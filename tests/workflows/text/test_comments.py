"""What did not change stays word for word, comments included."""

from desks import SALES, SUPPORT, make_reference
from parley.workflows.samples import demo_inbound
from parley.workflows.steps import SendMessage, Wait
from parley.workflows.text.document import parse_document, write_document
from parley.workflows.text.names import names_of

NAMES = names_of(make_reference())
DEMO = demo_inbound(sales=SALES, support=SUPPORT)
TEXT = (
    "# Kept by the shop team.\n"
    + write_document(DEMO, NAMES)
    .replace("start: welcome", "# Where it begins.\nstart: welcome  # the greeting")
    .replace("  topic:\n", "  # What they want.\n  topic:   # two options\n")
    .replace("  email:\n", "\n  # Never more than three times.\n  email:\n")
    .replace("steps:\n", "steps: # all of them\n")
    + "# The end.\n"
)


def test_the_same_definition_leaves_the_text_alone() -> None:
    assert write_document(DEMO, NAMES, former=TEXT) == TEXT


def test_a_changed_step_keeps_the_comment_above_it_and_the_others_stay_as_they_are() -> None:
    email = DEMO.steps["email"].model_copy(update={"text": "Where can we write to?"})
    changed = DEMO.model_copy(update={"steps": {**DEMO.steps, "email": email}})
    text = write_document(changed, NAMES, former=TEXT)
    assert text == TEXT.replace("What is your e-mail address?", "Where can we write to?")


def test_a_removed_step_takes_its_comment_along_and_a_new_one_comes_last() -> None:
    steps = {key: step for key, step in DEMO.steps.items() if key != "email"}
    steps["later"] = Wait(seconds=60)
    changed = DEMO.model_copy(update={"steps": steps})
    text = write_document(changed, NAMES, former=TEXT)
    assert "three times" not in text
    assert "# What they want.\n  topic:   # two options" in text
    assert text.index("  later:") > text.index("  thanks:")
    assert text.endswith("# The end.\n")
    assert parse_document(text, NAMES).definition == changed


def test_a_person_may_write_it_in_their_own_way() -> None:
    own = TEXT.replace("team_id: Sales", f'"team_id": {SALES}  # Sales').replace(
        "retries: 2", "retries:   2"
    )
    assert parse_document(own, NAMES).definition == DEMO
    welcome = SendMessage(text="Hi!", lanes={"next": "topic"})
    changed = DEMO.model_copy(update={"steps": {**DEMO.steps, "welcome": welcome}})
    text = write_document(changed, NAMES, former=own)
    assert f'"team_id": {SALES}  # Sales' in text
    assert "retries:   2" in text
    assert "text: Hi!" in text or 'text: "Hi!"' in text


def test_tests_beside_the_workflow_stay() -> None:
    text = TEXT + "\n# By Linh.\ntests:\n  - name: greets\n    turns: [{says: hello}]\n"
    changed = DEMO.model_copy(update={"name": "Other"})
    assert write_document(changed, NAMES, former=text) == text.replace(
        "name: Welcome and route", "name: Other"
    )


def test_a_former_text_that_is_broken_is_not_looked_at() -> None:
    assert write_document(DEMO, NAMES, former="a: [\n") == write_document(DEMO, NAMES)
