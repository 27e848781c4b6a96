"""Seeded defects: what a workflow names, what it reads, and what a channel can carry."""

from desks import ANA, VIP
from workflows.corpus.world import EMPTY, LEFT
from workflows.corpus.writing import (
    NOWHERE,
    Case,
    Json,
    ask,
    assign,
    assign_user,
    branch,
    choose,
    close,
    flow,
    hooked,
    http,
    iff,
    note,
    put,
    say,
    tag,
    wait,
)

NAMES = (
    Case(
        "a contact field that is not there", "unknown_field", "a", flow(a=put("contact", "shoes"))
    ),
    Case(
        "a contact's field taken for a conversation's",
        "unknown_field",
        "a",
        flow(a=put("conversation", "city")),
    ),
    Case(
        "an answer for a contact field that is not there",
        "unknown_field",
        "a",
        flow(a=ask(into="contact.shoes", timeout=None)),
    ),
    Case(
        "an answer for a conversation field that is not there",
        "unknown_field",
        "a",
        flow(a=ask(into="conversation.email", timeout=None)),
    ),
    Case("a tag that was deleted", "unknown_tag", "a", flow(a=tag(NOWHERE))),
    Case(
        "a deleted tag is taken away",
        "unknown_tag",
        "b",
        flow(a=tag(VIP, next="b"), b=tag(NOWHERE, "remove")),
    ),
    Case(
        "an option with a deleted tag",
        "unknown_tag",
        "a",
        flow(a=choose("Yes", "No", tag=NOWHERE, timeout=None)),
    ),
    Case("a team that was deleted", "unknown_team", "a", flow(a=assign(NOWHERE, timeout=None))),
    Case(
        "a fallback team that was deleted",
        "unknown_team",
        "a",
        flow(a=assign_user(ANA, NOWHERE, timeout=None)),
    ),
    Case(
        "a user who does not exist", "unknown_user", "a", flow(a=assign_user(NOWHERE, timeout=None))
    ),
    Case("a user who has left", "unknown_user", "a", flow(a=assign_user(LEFT, timeout=None))),
    Case(
        "a channel that was taken away",
        "unknown_channel",
        "a",
        flow(a={**say(), "channel_id": NOWHERE}),
    ),
    Case("a category that was deleted", "unknown_category", "a", flow(a=close(category=NOWHERE))),
    Case(
        "a team that nobody belongs to",
        "empty_team",
        "a",
        flow(a=assign(EMPTY, timeout=None)),
        "warning",
    ),
)

PLACES = (
    Case("a place that names nothing", "malformed_variable", "a", flow(a=say("Hi {{name}}"))),
    Case(
        "a filter that does not exist",
        "malformed_variable",
        "a",
        flow(a=say("{{contact.name:sparkle}}")),
    ),
    Case("a call in a place", "malformed_variable", "a", flow(a=say("{{contact.name()|x}}"))),
    Case(
        "a place that does not exist",
        "unknown_variable",
        "a",
        flow(a=say("{{contact.shoes|none}}")),
    ),
    Case(
        "a field in a text that does not exist",
        "unknown_variable",
        "a",
        flow(a=say("{{contact.fields.shoes|x}}")),
    ),
    Case("a variable that nothing sets", "unknown_variable", "a", flow(a=say("{{var.never|x}}"))),
    Case(
        "a comment that reads what does not exist",
        "unknown_variable",
        "a",
        flow(a=note("{{contact.shoes|x}}")),
    ),
    Case(
        "a field filled from what does not exist",
        "unknown_variable",
        "a",
        flow(a=put("contact", "city", "{{conversation.fields.shoes|x}}")),
    ),
    Case(
        "a summary that reads what does not exist",
        "unknown_variable",
        "a",
        flow(a=close("{{var.why|x}}")),
    ),
    Case(
        "a retry that reads what does not exist",
        "unknown_variable",
        "a",
        flow(a={**ask(timeout=None), "retry_text": "{{contact.shoes|x}}"}),
    ),
    Case(
        "a condition on a field that does not exist",
        "unknown_variable",
        "a",
        flow(a=branch(iff("contact.fields.shoes", "exists"), b0="b"), b=say()),
    ),
    Case(
        "a condition that compares with what does not exist",
        "unknown_variable",
        "a",
        flow(a=branch(iff("contact.name", "is_equal_to", "{{contact.shoes}}"), b0="b"), b=say()),
    ),
    Case(
        "a trigger that looks at a field that does not exist",
        "unknown_variable",
        None,
        flow(
            {
                "kind": "conversation_opened",
                "sources": ["user"],
                "condition": iff("contact.fields.shoes", "exists"),
            },
            a=say(),
        ),
    ),
    Case(
        "an e-mail address that may be missing",
        "no_fallback",
        "a",
        flow(a=say("We write to {{contact.email}}.")),
        "warning",
    ),
    Case(
        "a topic that may be missing",
        "no_fallback",
        "a",
        flow(a=note("About {{conversation.fields.topic}}")),
        "warning",
    ),
    Case(
        "an agent who may be missing",
        "no_fallback",
        "a",
        flow(a=say("{{assignee.name}} is here.")),
        "warning",
    ),
)

TO_ELSE = {"else": "c"}
HAS_CITY = iff("contact.fields.city", "exists")
VARIABLES = (
    Case(
        "an answer is read before it is asked for",
        "variable_never_set",
        "a",
        flow(a=say("{{var.answer|x}}", next="b"), b=ask(timeout=None)),
    ),
    Case(
        "a branch on what is asked later",
        "variable_never_set",
        "a",
        flow(
            a=branch(iff("var.answer", "is_equal_to", "x"), b0="b", **TO_ELSE),
            b=say(),
            c=ask(timeout=None),
        ),
    ),
    Case(
        "an answer is read where it was not given",
        "variable_never_set",
        "b",
        flow(a=ask(success="c", timeout="b"), b=say("You said {{var.answer|nothing}}."), c=say()),
    ),
    Case(
        "an answer that a time-out leaves out",
        "variable_perhaps_unset",
        "b",
        flow(a=ask(success="b", timeout="b"), b=say("You said {{var.answer}}.")),
        "warning",
    ),
    Case(
        "a question that one way passes by",
        "variable_perhaps_unset",
        "c",
        flow(
            a=branch(HAS_CITY, b0="b", **TO_ELSE),
            b=ask(success="c", timeout=None),
            c=note("{{var.answer}}"),
        ),
        "warning",
    ),
    Case(
        "an answer that a wrong one leaves out, three steps on",
        "variable_perhaps_unset",
        "d",
        flow(
            a=ask("email", success="b", invalid="b", timeout=None),
            b=say(next="c"),
            c=wait(60, next="d"),
            d=put("contact", "city", "{{var.answer}}"),
        ),
        "warning",
    ),
)

LONG = "x" * 2001
FILES = "https://files.example.com"


def sends(media: str, *, url: str = f"{FILES}/menu", caption: str | None = None) -> Json:
    file: Json = {"media": media, "url": url, "caption": caption}
    return flow(a={"kind": "send_message", "text": "Here", "attachments": [file]})


CHANNELS = (
    Case(
        "eleven options where ten are taken",
        "too_many_options",
        "a",
        flow(a=choose(*(f"O{n}" for n in range(11)), timeout=None)),
    ),
    Case(
        "an option of 21 characters where 20 are taken",
        "option_too_long",
        "a",
        flow(a=choose("x" * 21, "No", timeout=None)),
    ),
    Case("a message that is too long for one channel", "text_too_long", "a", flow(a=say(LONG))),
    Case("a kind of file that a channel does not send", "file_not_taken", "a", sends("video")),
    Case(
        "a text beside a file that the channel shows alone",
        "file_not_taken",
        "a",
        sends("audio", caption="Listen"),
    ),
    Case(
        "a picture of a kind that the channel does not take",
        "file_not_taken",
        "a",
        sends("image", url=f"{FILES}/menu.webp"),
    ),
    Case(
        "a text beside a file that is too long for its channel",
        "text_too_long",
        "a",
        sends("file", caption="x" * 1025),
    ),
    Case(
        "a file at an address that is not encrypted",
        "bad_file_address",
        "a",
        sends("file", url="http://files.example.com/a.pdf"),
    ),
    Case(
        "a file at an address inside",
        "bad_file_address",
        "a",
        sends("file", url="https://10.0.0.8/a.pdf"),
    ),
    Case(
        "a question that is too long for one channel",
        "text_too_long",
        "a",
        flow(a=ask(text=LONG, timeout=None)),
    ),
)

SECRETS = (
    Case(
        "a password in a URL",
        "secret_in_url",
        "a",
        flow(a=say("https://shop:hunter2@example.com/x")),
    ),
    Case(
        "a token in a URL",
        "secret_in_url",
        "a",
        flow(a=note("see https://example.com/o?id=1&access_token=abc123")),
    ),
    Case(
        "an API key in a URL",
        "secret_in_url",
        "a",
        flow(a=put("contact", "city", "http://example.com?api_key=k-1")),
    ),
    Case(
        "a signature in a URL",
        "secret_in_url",
        "a",
        flow(a=say("https://example.com/blob?se=2030&sig=Zm9v")),
    ),
    Case(
        "a kept secret in a URL",
        "secret_in_url",
        "a",
        flow(a=http("https://example.com/{{secret.crm}}")),
    ),
    Case(
        "a token in a header",
        "secret_in_header",
        "a",
        flow(a=http(headers=[{"name": "Authorization", "value": "Bearer abc123"}])),
    ),
    Case(
        "an API key in a header",
        "secret_in_header",
        "a",
        flow(a=http(headers=[{"name": "X-Shop-Api-Key", "value": "abc123"}])),
    ),
    Case(
        "a password in a JSON body",
        "secret_in_body",
        "a",
        flow(a=http(method="POST", body={"type": "json", "value": {"password": "hunter2"}})),
    ),
    Case(
        "a secret that the workspace does not keep",
        "unknown_secret",
        "a",
        flow(a=http(headers=[{"name": "Authorization", "value": "{{secret.gone}}"}])),
    ),
    Case(
        "a mention of a user who has left",
        "unknown_user",
        "a",
        flow(a=note(f"Tell @[{LEFT}]")),
    ),
    Case(
        "a mention of an e-mail that nobody has",
        "unknown_user",
        "a",
        flow(a=note("Tell @[lee@nowhere.test]")),
    ),
    Case(
        "a tag by a name that no tag has",
        "unknown_tag",
        "a",
        flow(a={"kind": "update_tag", "tag_names": ["Gold"]}),
    ),
    Case(
        "a value of a webhook's call where no call came",
        "variable_never_set",
        "b",
        flow(a=hooked(timeout="b"), b=say("{{var.total}}")),
    ),
    Case(
        "a place in line that has no such name",
        "unknown_variable",
        "a",
        flow(a=say("You are {{queue.place|somewhere}}")),
    ),
    Case(
        "a place in line without a fallback",
        "no_fallback",
        "a",
        flow(a=say("You are number {{queue.position}}")),
        "warning",
    ),
    Case(
        "a secret in a message",
        "unknown_variable",
        "a",
        flow(a=say("Our key is {{secret.crm}}")),
    ),
)
