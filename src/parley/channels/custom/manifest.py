"""What a Custom channel is and can do, with the numbers of its contract."""

from parley.domain.channel import Begins, ConfigField, FileRule, Manifest

KIND = "custom"

TEXT_LIMIT = 4096
BUTTONS_MOST = 10
BUTTON_TITLE_LIMIT = 50
MESSAGE_ID_LIMIT = 50
FILE_BYTES_MOST = 25_000_000
SEND_TIMEOUT_SECONDS = 10.0
RETRY_LADDER_SECONDS = (60.0, 300.0, 1800.0, 7200.0, 21600.0)
"""The waits before the second to the sixth try; after the sixth the message has failed."""

PHONE = "phone"
CUSTOM_ID = "custom_id"

MANIFEST = Manifest(
    kind=KIND,
    name="Custom channel",
    begins=Begins.BOTH,
    sends=frozenset({"text", "prompt", "media"}),
    reply_window=None,
    text_limit=TEXT_LIMIT,
    button_limit=BUTTONS_MOST,
    button_title_limit=BUTTON_TITLE_LIMIT,
    has_receipts=True,
    opens_on=frozenset({"text", "media", "location", "choice", "unsupported"}),
    identity_schemes=(PHONE, CUSTOM_ID),
    config_fields=(
        ConfigField(
            "channel_id",
            "Channel ID",
            help="Any name you like; your server sends it as channelId.",
        ),
        ConfigField(
            "api_base_url",
            "API base URL",
            help="Parley posts outgoing messages to this address with /message behind it.",
        ),
        ConfigField(
            "api_token",
            "API token",
            secret=True,
            help="The bearer token of both directions.",
        ),
        ConfigField(
            "signing_secret",
            "Signing secret",
            secret=True,
            required=False,
            help="If given, Parley signs its calls with it (Standard Webhooks, whsec_...).",
        ),
    ),
    docs="channels/custom.md",
    files=dict.fromkeys(("image", "video", "audio", "file"), FileRule(FILE_BYTES_MOST)),
    caption_limit=TEXT_LIMIT,
)
