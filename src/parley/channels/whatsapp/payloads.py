"""The parts of Meta's webhooks that we read; everything is optional, since everything has been missing once."""

from typing import Any

from msgspec import Struct

PROVIDER_OBJECT = "whatsapp_business_account"

Moment = str | int | float | None
"""Seconds since 1970, mostly as a text."""


class Party(Struct):
    """A person, by up to three addresses."""

    user_id: str | None = None
    parent_user_id: str | None = None
    wa_id: str | None = None


# Inherited fields keep their names: each renamed party says its three again.
class MessageParty(
    Party,
    rename={"user_id": "from_user_id", "parent_user_id": "from_parent_user_id", "wa_id": "from"},
):
    user_id: str | None = None
    parent_user_id: str | None = None
    wa_id: str | None = None


class EchoParty(
    Party, rename={"user_id": "to_user_id", "parent_user_id": "to_parent_user_id", "wa_id": "to"}
):
    user_id: str | None = None
    parent_user_id: str | None = None
    wa_id: str | None = None


class StatusParty(
    Party,
    rename={
        "user_id": "recipient_user_id",
        "parent_user_id": "parent_recipient_user_id",
        "wa_id": "recipient_id",
    },
):
    user_id: str | None = None
    parent_user_id: str | None = None
    wa_id: str | None = None


class ProfileBlock(Struct):
    name: str | None = None


class ContactBlock(Party):
    profile: ProfileBlock | None = None


class ProductBlock(Struct):
    catalog_id: str | None = None
    product_retailer_id: str | None = None


class ContextBlock(Struct):
    id: str | None = None
    forwarded: bool | None = None
    frequently_forwarded: bool | None = None
    referred_product: ProductBlock | None = None


class ReferralBlock(Struct):
    source_url: str | None = None
    source_id: str | None = None
    source_type: str | None = None
    headline: str | None = None
    body: str | None = None
    ctwa_clid: str | None = None


class TextBlock(Struct):
    body: str


class MediaBlock(Struct):
    id: str | None = None
    url: str | None = None
    mime_type: str | None = None
    sha256: str | None = None
    caption: str | None = None
    filename: str | None = None
    file_size: int | None = None
    voice: bool | None = None


class LocationBlock(Struct):
    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    url: str | None = None


class CardName(Struct):
    formatted_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class CardPhone(Struct):
    phone: str | None = None
    wa_id: str | None = None


class CardEmail(Struct):
    email: str | None = None


class CardBlock(Struct):
    name: CardName | None = None
    phones: list[CardPhone] | None = None
    emails: list[CardEmail] | None = None


class ReactionBlock(Struct):
    message_id: str
    emoji: str | None = None


class ReplyBlock(Struct):
    id: str
    title: str = ""
    description: str | None = None


class FormBlock(Struct):
    name: str | None = None
    body: str | None = None
    response_json: str | None = None


class CallPermissionBlock(Struct):
    response: str | None = None
    response_source: str | None = None
    expiration_timestamp: Moment = None
    is_permanent: bool | None = None


class InteractiveBlock(Struct):
    type: str | None = None
    button_reply: ReplyBlock | None = None
    list_reply: ReplyBlock | None = None
    nfm_reply: FormBlock | None = None
    call_permission_reply: CallPermissionBlock | None = None


class TemplateButtonBlock(Struct):
    payload: str | None = None
    text: str | None = None


class OrderItemBlock(Struct):
    product_retailer_id: str = ""
    quantity: float = 1
    item_price: float | None = None
    currency: str | None = None


class OrderBlock(Struct):
    catalog_id: str | None = None
    text: str | None = None
    product_items: list[OrderItemBlock] | None = None


class SystemBlock(Struct):
    type: str | None = None
    body: str | None = None
    wa_id: str | None = None
    new_wa_id: str | None = None
    user_id: str | None = None
    parent_user_id: str | None = None


class ErrorData(Struct):
    details: str | None = None


class ErrorBlock(Struct):
    code: int = -1
    title: str | None = None
    message: str | None = None
    error_data: ErrorData | None = None


class UnsupportedBlock(Struct):
    type: str | None = None


class RevokeBlock(Struct):
    original_message_id: str


class Body(Struct):
    """What a message carries, under the name of its type."""

    type: str = "unknown"
    text: TextBlock | None = None
    image: MediaBlock | None = None
    video: MediaBlock | None = None
    audio: MediaBlock | None = None
    document: MediaBlock | None = None
    sticker: MediaBlock | None = None
    location: LocationBlock | None = None
    contacts: list[CardBlock] | None = None
    interactive: InteractiveBlock | None = None
    button: TemplateButtonBlock | None = None
    order: OrderBlock | None = None
    unsupported: UnsupportedBlock | None = None
    errors: list[ErrorBlock] | None = None


class EditBlock(Struct):
    original_message_id: str
    message: Body | None = None


class MessageBlock(
    Body,
    rename={
        "sender": "from",
        "sender_user_id": "from_user_id",
        "sender_parent_user_id": "from_parent_user_id",
        "recipient": "to",
        "recipient_user_id": "to_user_id",
        "recipient_parent_user_id": "to_parent_user_id",
    },
):
    """An inbound message or, with the `recipient` fields, an echo of one."""

    id: str | None = None
    timestamp: Moment = None
    sender: str | None = None
    sender_user_id: str | None = None
    sender_parent_user_id: str | None = None
    recipient: str | None = None
    recipient_user_id: str | None = None
    recipient_parent_user_id: str | None = None
    group_id: str | None = None
    context: ContextBlock | None = None
    referral: ReferralBlock | None = None
    reaction: ReactionBlock | None = None
    system: SystemBlock | None = None
    edit: EditBlock | None = None
    revoke: RevokeBlock | None = None


class StatusBlock(Struct):
    id: str | None = None
    status: str | None = None
    type: str | None = None
    timestamp: Moment = None
    recipient_id: str | None = None
    recipient_user_id: str | None = None
    parent_recipient_user_id: str | None = None
    recipient_type: str | None = None
    biz_opaque_callback_data: str | None = None
    errors: list[ErrorBlock] | None = None


class PreferenceBlock(Party):
    detail: str | None = None
    category: str | None = None
    value: str | None = None
    timestamp: Moment = None


class Replaced(Struct):
    previous: str | None = None
    current: str | None = None


class UserIdUpdateBlock(Struct):
    wa_id: str | None = None
    detail: str | None = None
    user_id: Replaced | None = None
    parent_user_id: Replaced | None = None
    timestamp: Moment = None


class Metadata(Struct):
    phone_number_id: str | None = None


class Value(Struct):
    metadata: Metadata | None = None
    contacts: list[ContactBlock] | None = None
    messages: list[MessageBlock] | None = None
    message_echoes: list[MessageBlock] | None = None
    statuses: list[StatusBlock] | None = None
    user_preferences: list[PreferenceBlock] | None = None
    user_id_update: list[UserIdUpdateBlock] | None = None
    errors: list[ErrorBlock] | None = None


class Change(Struct):
    field: str = "unknown"
    value: Value | None = None


class Entry(Struct):
    id: str | None = None
    changes: list[Change] | None = None


class Webhook(Struct):
    object: str = ""
    entry: list[Entry] | None = None


class LooseChange(Struct):
    """A change whose value is read by name: news about accounts and templates."""

    field: str = "unknown"
    value: dict[str, Any] | None = None


class LooseEntry(Struct):
    changes: list[LooseChange] | None = None


class LooseWebhook(Struct):
    entry: list[LooseEntry] | None = None
