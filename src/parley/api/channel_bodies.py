"""What is sent and shown of a channel, and whether its settings fit its kind."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from parley.api.deps import Deps
from parley.api.limits import CONFIG_VALUE_LENGTH
from parley.api.words import Body, Description, Name, Text, View
from parley.domain.channel import Begins, FileRule, LengthUnit, Manifest
from parley.domain.errors import Invalid
from parley.domain.ids import UUID
from parley.domain.people import Role
from parley.kit.egress_guard import EgressRefused, require_allowed_url
from parley.storage.setup.channels import ConnectedChannel

Setting = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=CONFIG_VALUE_LENGTH)]
Config = Annotated[dict[str, Setting | None], Field(max_length=50)]
ADDRESS_SUFFIX = "_url"
ExternalId = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=200)]


class ConfigFieldView(View):
    name: str
    label: str
    secret: bool
    required: bool
    help: str


class FileRuleView(View):
    """What the channel takes as this kind of file; no endings: any. The provider judges the size."""

    most_bytes: int
    endings: list[str]
    takes_caption: bool


class ChannelKindView(View):
    """What a kind of channel is and can do; `reply_window_seconds` null: no window. `files`: the kinds of
    files that it sends by their web address. Lengths are counted in `length_unit`.
    """

    kind: str
    name: str
    begins: Begins
    sends: list[str]
    reply_window_seconds: int | None
    text_limit: int
    button_limit: int
    button_title_limit: int
    has_receipts: bool
    opens_on: list[str]
    identity_schemes: list[str]
    config_fields: list[ConfigFieldView]
    docs: str
    files: dict[str, FileRuleView]
    caption_limit: int
    length_unit: LengthUnit


class ChannelView(View):
    """Secret settings are null. `config` and `webhook_url` are empty for agents."""

    id: UUID
    kind: str
    name: str
    external_id: str
    config: dict[str, str | None]
    webhook_url: str | None
    paused_at: datetime | None
    pause_reason: str
    last_error: str
    last_error_at: datetime | None


class NewChannel(Body):
    """`external_id` is how the provider's events name the channel; left out, the kind's first setting.
    `shares_webhook_with`: a channel of the same kind whose webhook serves this one, too.
    """

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name: Name
    external_id: ExternalId = ""
    config: Config = Field(default_factory=dict)
    shares_webhook_with: UUID | None = None


class ChannelChange(Body):
    """What is left out stays. In `config` a null leaves the setting as it is, an empty text removes it."""

    name: Name = ""
    external_id: ExternalId = ""
    config: Config = Field(default_factory=dict)


class Pause(Body):
    reason: Description = ""


def kind_view(manifest: Manifest) -> ChannelKindView:
    window = manifest.reply_window
    return ChannelKindView(
        kind=manifest.kind,
        name=manifest.name,
        begins=manifest.begins,
        sends=sorted(manifest.sends),
        reply_window_seconds=int(window.total_seconds()) if window else None,
        text_limit=manifest.text_limit,
        button_limit=manifest.button_limit,
        button_title_limit=manifest.button_title_limit,
        has_receipts=manifest.has_receipts,
        opens_on=sorted(manifest.opens_on),
        identity_schemes=list(manifest.identity_schemes),
        config_fields=[ConfigFieldView.model_validate(field) for field in manifest.config_fields],
        docs=manifest.docs,
        files={kind: _rule_view(rule) for kind, rule in manifest.files.items()},
        caption_limit=manifest.caption_limit,
        length_unit=manifest.length_unit,
    )


def _rule_view(rule: FileRule) -> FileRuleView:
    return FileRuleView(
        most_bytes=rule.most_bytes,
        endings=sorted(rule.endings),
        takes_caption=rule.takes_caption,
    )


def channel_view(deps: Deps, found: ConnectedChannel, *, role: Role) -> ChannelView:
    channel = found.channel
    is_admin = role is not Role.AGENT
    return ChannelView(
        id=channel.id,
        kind=channel.kind,
        name=channel.name,
        external_id=channel.external_id,
        config=_shown(deps, found) if is_admin else {},
        webhook_url=f"{deps.public_url}/webhooks/{found.handle}" if is_admin else None,
        paused_at=channel.paused_at,
        pause_reason=channel.pause_reason,
        last_error=found.last_error,
        last_error_at=found.last_error_at,
    )


def check_config(manifest: Manifest, config: Mapping[str, str]) -> None:
    """Raises Invalid, naming what is unknown or missing."""
    known = {field.name for field in manifest.config_fields}
    unknown = sorted(set(config) - known)
    if unknown:
        raise Invalid(
            f"This kind has no setting '{unknown[0]}'.", field=f"body.config.{unknown[0]}"
        )
    for field in manifest.config_fields:
        if field.required and not config.get(field.name):
            raise Invalid(f"'{field.label}' is missing.", field=f"body.config.{field.name}")


def check_addresses(manifest: Manifest, config: Mapping[str, str]) -> None:
    """Raises Invalid for an address that would never be called, so that nobody waits for it in vain."""
    for name in _addresses(manifest):
        if config.get(name):
            try:
                require_allowed_url(config[name])
            except EgressRefused as error:
                raise Invalid(str(error), field=f"body.config.{name}") from error


def check_secrets_follow(
    manifest: Manifest,
    *,
    former: Mapping[str, str],
    merged: Mapping[str, str],
    given: Collection[str],
) -> None:
    """Who sends a secret elsewhere must know it. Raises Invalid, asking for the secret again."""
    if all(former.get(name) == merged.get(name) for name in _addresses(manifest)):
        return
    for field in manifest.config_fields:
        if field.secret and former.get(field.name) and field.name not in given:
            raise Invalid(
                f"With a new address give '{field.label}' again: it will be sent there.",
                field=f"body.config.{field.name}",
            )


def split_config(
    manifest: Manifest, config: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The plain settings, and the secret ones."""
    hidden = {field.name for field in manifest.config_fields if field.secret}
    plain = {name: value for name, value in config.items() if name not in hidden}
    return plain, {name: value for name, value in config.items() if name in hidden}


def external_id_of(manifest: Manifest, config: Mapping[str, str], given: str) -> str:
    """The first plain setting of a kind is how its provider names the channel."""
    if given:
        return given
    for field in manifest.config_fields:
        if field.required and not field.secret:
            return config.get(field.name, "")
    raise Invalid("How do the provider's events name this channel?", field="body.external_id")


def _addresses(manifest: Manifest) -> list[str]:
    """The plain settings that say where messages are sent."""
    return [
        field.name
        for field in manifest.config_fields
        if not field.secret and field.name.endswith(ADDRESS_SUFFIX)
    ]


def _shown(deps: Deps, found: ConnectedChannel) -> dict[str, str | None]:
    plugin = deps.plugins.get(found.channel.kind)
    hidden = (
        [field.name for field in plugin.manifest.config_fields if field.secret] if plugin else []
    )
    return {**found.channel.config, **dict.fromkeys(hidden)}
