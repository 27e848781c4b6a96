"""What the channels that are connected take as a file, as far as it can be known before it is sent."""

from collections.abc import Iterator

from parley.domain.channel import Manifest
from parley.domain.web_address import KNOWN_ENDINGS, ending_of, find_fault
from parley.workflows.checks.finding import Finding
from parley.workflows.checks.subject import Subject
from parley.workflows.steps import SendMessage
from parley.workflows.steps.send_message import Attachment
from parley.workflows.variables import fixed_part


def check_files(subject: Subject) -> Iterator[Finding]:
    """An address that holds places is looked at when they are filled."""
    for step_id, step in subject.definition.steps.items():
        if not isinstance(step, SendMessage):
            continue
        manifests = _manifests_for(step, subject)
        for attachment in step.attachments:
            fault = None if "{{" in attachment.url else find_fault(attachment.url)
            if fault is not None:
                sentence = f"The address of a file cannot be used: {fault}."
                yield Finding("bad_file_address", step_id, sentence)
            for manifest in manifests:
                yield from _check_file(attachment, manifest, step_id)


def _manifests_for(step: SendMessage, subject: Subject) -> list[Manifest]:
    # Where a channel takes no files at all, the address stands in the text.
    return [manifest for manifest in subject.manifests_of(step) if "media" in manifest.sends]


def _check_file(attachment: Attachment, manifest: Manifest, step_id: str) -> Iterator[Finding]:
    rule, caption, kind = manifest.files.get(attachment.media), attachment.caption, attachment.media
    if rule is None:
        yield Finding("file_not_taken", step_id, f"{manifest.name} sends no {kind}.")
        return
    if caption and not rule.takes_caption:
        sentence = f"{manifest.name} shows no text with {kind}: send it as a message of its own."
        yield Finding("file_not_taken", step_id, sentence)
    elif caption and (length := manifest.measure(fixed_part(caption))) > manifest.caption_limit:
        most = manifest.said(manifest.caption_limit)
        sentence = f"{manifest.name} takes at most {most} with a file, not {length}."
        yield Finding("text_too_long", step_id, sentence)
    ending = "" if "{{" in attachment.url else ending_of(attachment.url)
    if rule.endings and ending in KNOWN_ENDINGS - rule.endings:
        taken = ", ".join(sorted(rule.endings))
        sentence = f"{manifest.name} takes no .{ending} as {kind}, but {taken}."
        yield Finding("file_not_taken", step_id, sentence)
