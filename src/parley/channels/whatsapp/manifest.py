"""What WhatsApp is and can do, with the provider's numbers."""

from datetime import timedelta

from parley.domain.channel import Begins, ConfigField, FileRule, Manifest

KIND = "whatsapp"
DEFAULT_BASE_URL = "https://graph.facebook.com"
GRAPH_VERSION = "v23.0"

TEXT_LIMIT = 4096
BUTTONS_MOST = 3
BUTTON_TITLE_LIMIT = 20
BUTTON_ID_LIMIT = 256
INTERACTIVE_BODY_LIMIT = 1024
ROWS_MOST = 10
ROW_TITLE_LIMIT = 24
ROW_ID_LIMIT = 200
CAPTION_LIMIT = 1024
FILENAME_LIMIT = 240
MEGABYTE = 1_000_000
SEND_TIMEOUT_SECONDS = 30.0
LIST_BUTTON = "Options"

BSUID = "bsuid"
PARENT_BSUID = "parent_bsuid"
WA_ID = "wa_id"

FILES = {
    "image": FileRule(5 * MEGABYTE, frozenset({"jpg", "jpeg", "png"})),
    "video": FileRule(16 * MEGABYTE, frozenset({"mp4", "3gp"})),
    "audio": FileRule(
        16 * MEGABYTE, frozenset({"aac", "amr", "mp3", "m4a", "ogg", "opus"}), takes_caption=False
    ),
    "file": FileRule(100 * MEGABYTE),
}

MANIFEST = Manifest(
    kind=KIND,
    name="WhatsApp",
    # Outside the reply window a business may begin with an approved template only.
    begins=Begins.CONTACT,
    sends=frozenset({"text", "prompt", "media"}),
    reply_window=timedelta(hours=24),
    text_limit=TEXT_LIMIT,
    button_limit=ROWS_MOST,
    button_title_limit=BUTTON_TITLE_LIMIT,
    has_receipts=True,
    opens_on=frozenset(
        {
            "text",
            "media",
            "location",
            "contact_cards",
            "choice",
            "form",
            "order",
            "unsupported",
        }
    ),
    identity_schemes=(BSUID, PARENT_BSUID, WA_ID),
    config_fields=(
        ConfigField(
            "phone_number_id",
            "Phone number ID",
            help="From the app's WhatsApp page; not the phone number itself.",
        ),
        ConfigField(
            "business_account_id",
            "WhatsApp Business Account ID",
            help="News about the whole account are matched by it.",
        ),
        ConfigField(
            "access_token",
            "Access token",
            secret=True,
            help="A permanent token of a system user with whatsapp_business_messaging.",
        ),
        ConfigField(
            "app_secret",
            "App secret",
            secret=True,
            help="Signs the webhooks. One per app, shared by its numbers.",
        ),
        ConfigField(
            "verify_token",
            "Verify token",
            help="Type the same text where the app's webhook is set up.",
        ),
        ConfigField(
            "list_button",
            "Label of the list button",
            required=False,
            help="Shown where a question has 4 to 10 options; at most 20 characters.",
        ),
    ),
    docs="channels/whatsapp.md",
    files=FILES,
    caption_limit=CAPTION_LIMIT,
)
