"""Templates for advertising: who comes by an ad, and what is reported back to the ad's platform."""

from collections.abc import Mapping

from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen
from parley.workflows.templates.parts import (
    BUSY,
    Part,
    Words,
    a_secret,
    a_stage,
    a_team,
    a_text,
    a_title,
    an_address,
    ask,
    assign,
    bearer,
    body,
    branch,
    comment,
    compute,
    fill_field,
    options,
    post,
    say,
    to_variable,
    when,
)
from parley.workflows.templates.template import Category, Template

_BY_AD: Part = {"kind": "click_to_chat_ad"}
_CLICK = Choice("click", ChoiceKind.CONTACT_FIELD, "The field that keeps the click on the ad")
_KNOWN: Part = when(Chosen("click", by="path"), "exists")
_LOST = comment("The advertising platform did not take the report.")

AD_ASSIGNMENT = Template(
    key="ad_assignment",
    name="From an ad to the team",
    description="Who comes by an ad is greeted and assigned; the click is kept for reports to the platform.",
    category=Category.ADVERTISING,
    choices=(
        a_text("greeting", "What they are greeted with", "Hello, and thank you for your interest!"),
        _CLICK,
        a_team(),
    ),
    body=body(
        {
            "keep": fill_field("click", "{{trigger.click_id|}}", then="note"),
            "note": comment("Came by the ad {{trigger.ad_title|without a title}}.", then="welcome"),
            "welcome": say(Chosen("greeting"), then="assign"),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        },
        trigger=_BY_AD,
    ),
)

AD_PRODUCT = Template(
    key="ad_product",
    name="From an ad to the product",
    description="Tells about the product of the ad, asks what is wanted, and assigns to the team for it.",
    category=Category.ADVERTISING,
    choices=(
        a_text("product", "What the product is", "Here is what you asked for: ..."),
        a_title("buy", "The answer of those who buy", "I want to buy"),
        a_team("sales", "The team that sells"),
        a_title("ask", "The answer of those who ask", "I have a question"),
        a_team("support", "The team that answers questions, and all else"),
    ),
    body=body(
        {
            "tell": say(Chosen("product"), then="ask"),
            "ask": ask(
                "What would you like to do?",
                options(buy=Chosen("buy"), ask=Chosen("ask")),
                save_to=[to_variable("wish")],
                then="which",
                otherwise="support",
            ),
            "which": branch(
                ("buy", when("var.wish", "is_equal_to", Chosen("buy")), "sales"),
                otherwise="support",
            ),
            "sales": assign("sales", busy="busy"),
            "support": assign("support", busy="busy"),
            "busy": say(BUSY),
        },
        trigger=_BY_AD,
    ),
)


def _at_stage(*stages: str) -> Part:
    return {"kind": "lifecycle_updated", "to_stage_ids": [Chosen(stage) for stage in stages]}


META_CONVERSION = Template(
    key="meta_conversion",
    name="Report converted leads to Meta",
    description="A contact who came by an ad and reaches a stage is reported by the Conversions API.",
    category=Category.ADVERTISING,
    choices=(
        a_stage("stage", "The stage of converted leads"),
        _CLICK,
        an_address("address", "The events address of your dataset at graph.facebook.com"),
        Choice("account", ChoiceKind.TITLE, "The id of your WhatsApp Business account"),
        a_title("event", "The event", "LeadSubmitted"),
        a_secret("token", "The secret that holds the access token"),
    ),
    body=body(
        {
            "known": branch(("yes", _KNOWN, "time"), otherwise=None, name="By an ad?"),
            "time": compute("time", "unix(now())", then="report"),
            "report": post(
                Chosen("address"),
                {
                    "data": [
                        {
                            "event_name": Chosen("event"),
                            "event_time": "{{var.time}}",
                            "event_id": Chosen("event", "{{contact.id}}-{}"),
                            "action_source": "business_messaging",
                            "messaging_channel": "whatsapp",
                            "user_data": {
                                "whatsapp_business_account_id": Chosen("account"),
                                "ctwa_clid": Chosen("click", "{{{}|}}", by="path"),
                            },
                        }
                    ]
                },
                headers=bearer("token"),
                then=None,
                failed="lost",
            ),
            "lost": _LOST,
        },
        trigger=_at_stage("stage"),
    ),
)

_TIKTOK = "https://business-api.tiktok.com/open_api/v1.3/event/track/"


def _tiktok(
    key: str,
    name: str,
    description: str,
    *,
    stages: tuple[Choice, ...],
    events: tuple[Choice, ...],
    event: Words,
    before: Mapping[str, Part],
) -> Template:
    """`before` are the steps between the check and the report; the last of them leads to `time`."""
    first = next(iter(before), "time")
    return Template(
        key=key,
        name=name,
        description=description,
        category=Category.ADVERTISING,
        choices=(
            *stages,
            *events,
            _CLICK,
            Choice("address", ChoiceKind.URL, "The address of the Events API", _TIKTOK),
            Choice("event_set", ChoiceKind.TITLE, "The id of your CRM event set"),
            a_secret("token", "The secret that holds the access token"),
        ),
        body=body(
            {
                "known": branch(("yes", _KNOWN, first), otherwise=None, name="By an ad?"),
                **before,
                "time": compute("time", "unix(now())", then="report"),
                "report": post(
                    Chosen("address"),
                    {
                        "event_source": "crm",
                        "event_source_id": Chosen("event_set"),
                        "data": [
                            {
                                "event": event,
                                "event_time": "{{var.time}}",
                                "event_id": "{{contact.id}}-{{var.time}}",
                                "user": {"ttclid": Chosen("click", "{{{}|}}", by="path")},
                                "lead": {
                                    "lead_id": Chosen("click", "{{{}|}}", by="path"),
                                    "lead_event_source": "Parley",
                                },
                            }
                        ],
                    },
                    headers={"Access-Token": Chosen("token", "{{secret.{}}}")},
                    then=None,
                    failed="lost",
                ),
                "lost": _LOST,
            },
            trigger=_at_stage(*(stage.key for stage in stages)),
        ),
    )


TIKTOK_CONTACT = _tiktok(
    "tiktok_lead",
    "Report leads to TikTok",
    "A contact who came by an ad and becomes a lead is reported by the Events API.",
    stages=(a_stage("stage", "The stage of leads"),),
    events=(a_title("event", "The event", "Lead"),),
    event=Chosen("event"),
    before={},
)
TIKTOK_CONVERSION = _tiktok(
    "tiktok_conversion",
    "Report conversions to TikTok",
    "A contact who came by an ad and buys is reported by the Events API.",
    stages=(a_stage("stage", "The stage of those who have bought"),),
    events=(a_title("event", "The event", "Converted"),),
    event=Chosen("event"),
    before={},
)
TIKTOK_QUALIFICATION = _tiktok(
    "tiktok_qualification",
    "Report to TikTok who is qualified",
    "Whether a contact who came by an ad is qualified or not is reported by the Events API.",
    stages=(
        a_stage("qualified", "The stage of qualified leads"),
        a_stage("disqualified", "The stage of leads that are none"),
    ),
    events=(
        a_title("good", "The event of qualified leads", "Qualified lead"),
        a_title("bad", "The event of leads that are none", "Disqualified lead"),
    ),
    event="{{var.event}}",
    before={
        "which": branch(
            (
                "qualified",
                when("trigger.new", "is_equal_to", Chosen("qualified", by="name")),
                "good",
            ),
            otherwise="bad",
        ),
        "good": compute("event", Chosen("good", by="quoted"), then="time"),
        "bad": compute("event", Chosen("bad", by="quoted"), then="time"),
    },
)

ADVERTISING = (
    AD_ASSIGNMENT,
    AD_PRODUCT,
    META_CONVERSION,
    TIKTOK_CONTACT,
    TIKTOK_CONVERSION,
    TIKTOK_QUALIFICATION,
)
