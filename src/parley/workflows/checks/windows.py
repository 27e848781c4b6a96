"""Text after the reply window (O24): no step writes when the contact may have been silent for too long."""

from collections.abc import Iterator
from datetime import timedelta

from parley.domain.channel import Manifest
from parley.workflows.checks.finding import Finding
from parley.workflows.checks.silence import FOREVER, Silence
from parley.workflows.checks.subject import Subject
from parley.workflows.steps.step import Step


def check_windows(subject: Subject) -> Iterator[Finding]:
    """A failure lane is an answer to it: then the workflow knows what to do."""
    if not any(manifest.reply_window for manifest in subject.manifests):
        return
    silence = Silence(subject.definition)
    for step_id, step in subject.definition.steps.items():
        is_text = any(True for _ in step.texts_to_contact())
        if not is_text or "failure" in step.lanes or step_id not in subject.ways:
            continue
        manifest = _narrowest(step, subject)
        seconds = silence.longest_at(step_id)
        if manifest and manifest.reply_window and seconds > manifest.reply_window.total_seconds():
            sentence = (
                f"{manifest.name} takes text for {_said(manifest.reply_window.total_seconds())} after the "
                f"contact wrote; on this way {_said(seconds)} may have passed, and there is no failure lane."
            )
            path = silence.way_to(step_id)
            yield Finding("text_after_window", step_id, sentence, path=path)


def _narrowest(step: Step, subject: Subject) -> Manifest | None:
    manifests = subject.manifests_of(step)
    windowed = [manifest for manifest in manifests if manifest.reply_window]
    return min(windowed, key=lambda manifest: manifest.reply_window or timedelta.max, default=None)


def _said(seconds: float) -> str:
    if seconds == FOREVER:
        return "any time"
    if seconds % 3600:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.0f} hours"
