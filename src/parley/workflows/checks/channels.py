"""What the channels that are connected can carry (O13)."""

from collections.abc import Iterator

from parley.domain.channel import Manifest
from parley.workflows.checks.finding import Finding
from parley.workflows.checks.subject import Subject


def check_texts(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        for text in step.texts_to_contact():
            for manifest in subject.manifests:
                if len(text) > manifest.text_limit:
                    sentence = f"{manifest.name} takes at most {manifest.text_limit} characters, not {len(text)}."
                    yield Finding("text_too_long", step_id, sentence)


def check_options(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        titles = list(step.options())
        for manifest in subject.manifests:
            if titles and "prompt" in manifest.sends and manifest.button_limit > 0:
                yield from _check_titles(titles, manifest, step_id)


def _check_titles(titles: list[str], manifest: Manifest, step_id: str) -> Iterator[Finding]:
    if len(titles) > manifest.button_limit:
        sentence = f"{manifest.name} takes at most {manifest.button_limit} options; there are {len(titles)}."
        yield Finding("too_many_options", step_id, sentence)
    limit = manifest.button_title_limit
    for title in titles:
        if len(title) > limit:
            sentence = f"{manifest.name} takes at most {limit} characters in an option: {title!r}."
            yield Finding("option_too_long", step_id, sentence)
