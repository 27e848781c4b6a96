"""What a file must be to be sent by its web address; its bytes are never fetched here."""

from parley.domain.channel import Manifest
from parley.domain.content import Media
from parley.domain.errors import ContentNotSupported, Invalid, LimitExceeded
from parley.domain.web_address import KNOWN_ENDINGS, ending_of, find_fault


def check_file(file: Media, manifest: Manifest) -> None:
    """Raises ContentNotSupported, Invalid or LimitExceeded for what the channel would refuse for sure. An
    ending that says nothing is no fault: the provider looks at the bytes.
    """
    rule = manifest.files.get(file.kind)
    if rule is None:
        raise ContentNotSupported(kind=file.kind)
    fault = find_fault(file.url or "")
    if fault is not None:
        message = f"The address of the file cannot be used: {fault}."
        raise Invalid(message, field="attachment.url")
    caption = file.caption or ""
    if caption and not rule.takes_caption:
        message = (
            f"{manifest.name} shows no text with {file.kind}: send it as a message of its own."
        )
        raise Invalid(message, field="attachment")
    if manifest.measure(caption) > manifest.caption_limit:
        most = manifest.said(manifest.caption_limit)
        message = f"{manifest.name} takes at most {most} with a file."
        raise LimitExceeded(message, field="text", limit=manifest.caption_limit)
    ending = ending_of(file.url or "")
    if rule.endings and ending in KNOWN_ENDINGS - rule.endings:
        taken = ", ".join(sorted(rule.endings))
        message = f"{manifest.name} takes no .{ending} as {file.kind}, but {taken}."
        raise Invalid(message, field="attachment.url")
    if file.size is not None and file.size > rule.most_bytes:
        message = f"{manifest.name} takes at most {rule.most_bytes} bytes as {file.kind}."
        raise LimitExceeded(message, field="attachment", limit=rule.most_bytes)
