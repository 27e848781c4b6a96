"""The reference page of the catalogue of workflow templates."""

from collections.abc import Iterator

from parley.workflows.templates import TEMPLATES, Category, Choice, Template
from parley.workflows.templates.suite import list_tests

_TITLES = {
    Category.GREETING: "Greeting",
    Category.ASSIGNMENT: "Assignment",
    Category.ROUTING: "Routing",
    Category.BUSINESS: "Everyday business",
    Category.COLLECTING: "Asking for what is missing",
    Category.SUPERVISION: "Supervision",
    Category.FOLLOWING_UP: "Following up",
    Category.ADVERTISING: "Advertising",
}


def templates_page(made: str) -> str:
    """`made` says how the page is made."""
    return "\n".join([_HEAD.format(made=made, count=len(TEMPLATES)), *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    for category, title in _TITLES.items():
        found = [template for template in TEMPLATES.values() if template.category is category]
        if found:
            yield f"## {title}\n"
        for template in found:
            yield from _told(template)


def _told(template: Template) -> Iterator[str]:
    yield f"### {template.name}\n"
    yield f"`{template.key}`: {template.description}\n"
    if template.choices:
        yield "| choice | kind | what is chosen | if nothing is |"
        yield "|---|---|---|---|"
        yield from (_row(choice) for choice in template.choices)
        yield ""
    yield f"Tests: {'; '.join(list_tests(template))}.\n"


def _row(choice: Choice) -> str:
    proposal = "has to be chosen" if choice.proposal is None else _quoted(choice.proposal)
    return f"| `{choice.key}` | {choice.kind.replace('_', ' ')} | {choice.label} | {proposal} |"


def _quoted(words: str) -> str:
    return f"“{words.replace('|', chr(92) + '|')}”"


_HEAD = """# Workflow templates

{made}

{count} workflows to begin with. A template leaves open what only you know: a team, a tag, the words. With the choices
made it is a draft without a finding, and its tests come with it. They are written as
[all tests of workflows](../workflow-tests.md) are, and take every step and every lane that leads somewhere
(`test_the_tests_of_a_template_pass_and_take_every_lane`).

By API: `GET /workflow-templates` lists them, `POST /workflows` with `template` and `choices` makes the draft and stores
its tests; with `"tests_required": true` it is published only while they pass. What is missing or wrong among the
choices is named, all at once.

At the terminal: `parley workflow templates` lists them, `parley workflow new` draws one into a file with its tests,
which `parley workflow check`, `test` and `import` then take:

```
$ parley workflow new vip -c vip=VIP -c agent=Ana -c team=Sales -o vip.yaml
VIP contacts stands in vip.yaml, with 3 tests.
$ parley workflow test vip.yaml
vip.yaml: passed  a VIP goes to the agent of VIPs
vip.yaml: passed  anybody else goes to the team
vip.yaml: passed  nobody is there for a VIP
vip.yaml: steps 4 of 4, lanes 7 of 7
```

Kinds of choices: words (`text`, `title` for a button, `url`); the slug of a field, or of a `secret` that the workspace
keeps; or something of the workspace by its id (in `parley workflow new` by its name).

The catalogue holds nothing that needs a language model: collecting an e-mail address or a phone number by AI is left
out, and `collect_email` and `collect_phone` ask plainly.
"""
