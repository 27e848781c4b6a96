"""What the channels that are connected can carry (O13)."""

from collections.abc import Iterator

from parley.domain.channel import Manifest
from parley.workflows.checks.finding import Finding
from parley.workflows.checks.subject import Subject
from parley.workflows.variables import fixed_part


def check_texts(subject: Subject) -> Iterator[Finding]:
    """Each channel has the text that is for it, in the unit that its provider counts. Places to fill may stay
    empty: what stands around them is too long by itself.
    """
    for step_id, step in subject.definition.steps.items():
        for manifest in subject.manifests_of(step):
            for text in step.texts_on(manifest):
                length = manifest.measure(fixed_part(text))
                if length > manifest.text_limit:
                    most = manifest.said(manifest.text_limit)
                    sentence = f"{manifest.name} takes at most {most}, not {length}."
                    yield Finding("text_too_long", step_id, sentence)


def check_options(subject: Subject) -> Iterator[Finding]:
    for step_id, step in subject.definition.steps.items():
        titles = list(step.options())
        for manifest in subject.manifests_of(step):
            if titles and "prompt" in manifest.sends and manifest.button_limit > 0:
                yield from _check_titles(titles, manifest, step_id)


def _check_titles(titles: list[str], manifest: Manifest, step_id: str) -> Iterator[Finding]:
    if len(titles) > manifest.button_limit:
        sentence = f"{manifest.name} takes at most {manifest.button_limit} options; there are {len(titles)}."
        yield Finding("too_many_options", step_id, sentence)
    limit = manifest.button_title_limit
    for title in titles:
        if manifest.measure(title) > limit:
            sentence = (
                f"{manifest.name} takes at most {manifest.said(limit)} in an option: {title!r}."
            )
            yield Finding("option_too_long", step_id, sentence)
