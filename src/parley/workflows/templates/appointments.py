"""Templates for appointments: by the page of a booking service, or booked at once by its API."""

from parley.workflows.templates.choices import Choice, ChoiceKind, Chosen
from parley.workflows.templates.parts import (
    BUSY,
    a_secret,
    a_team,
    a_text,
    a_title,
    ask,
    assign,
    bearer,
    body,
    branch,
    close,
    comment,
    compute,
    options,
    post,
    say,
    to_contact,
    to_variable,
    when,
)
from parley.workflows.templates.template import Category, Template

_DATE = Choice("date", ChoiceKind.CONTACT_FIELD, "The field with the date of the appointment")

APPOINTMENT = Template(
    key="appointment",
    name="Book an appointment",
    description="Asks for the e-mail address, then sends the link of a booking page such as Cal.com.",
    category=Category.BUSINESS,
    choices=(
        Choice("page", ChoiceKind.URL, "The address of your booking page"),
        a_team(),
    ),
    body=body(
        {
            "ask": ask(
                "Would you like to book an appointment?",
                options(yes="Yes, please", no="No"),
                save_to=[to_variable("wish")],
                then="which",
                otherwise="assign",
            ),
            "which": branch(
                ("yes", when("var.wish", "is_equal_to", "Yes, please"), "email"), otherwise="assign"
            ),
            "email": ask(
                "Which e-mail address shall the confirmation go to?",
                {"type": "email"},
                save_to=[{"to": "contact_field", "slug": "email"}],
                then="link",
                otherwise="link",
            ),
            "link": say(Chosen("page", "Please choose a time here: {}"), then="note"),
            "note": comment(
                "The booking link was sent to {{contact.email|no known address}}.", then="close"
            ),
            "close": close("The booking link was sent."),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

BOOK_BY_SERVICE = Template(
    key="book_by_service",
    name="Book an appointment at once",
    description="Asks for day, hour and e-mail address, and books by the API of Cal.com or a service alike.",
    category=Category.BUSINESS,
    choices=(
        a_text("question", "The question", "On which day would you like to come?"),
        a_title("first_hour", "The first hour that is offered", "09:00"),
        a_title("second_hour", "The second hour", "11:00"),
        a_title("third_hour", "The third hour", "15:00"),
        a_text("zone", "Your time zone, as Europe/Berlin", "UTC"),
        a_title("offset", "How far it is from UTC, as +01:00", "+00:00"),
        Choice("event_type", ChoiceKind.TITLE, "The number of the event type at the service"),
        Choice(
            "address",
            ChoiceKind.URL,
            "The address that takes bookings",
            "https://api.cal.com/v2/bookings",
        ),
        a_secret("token", "The secret that holds the key of the service"),
        a_team(),
    ),
    body=body(
        {
            "day": ask(
                Chosen("question"),
                {"type": "date"},
                save_to=[to_variable("day")],
                then="hour",
                otherwise="assign",
            ),
            "hour": ask(
                "And at which hour?",
                options(
                    first=Chosen("first_hour"),
                    second=Chosen("second_hour"),
                    third=Chosen("third_hour"),
                ),
                save_to=[to_variable("hour")],
                then="email",
                otherwise="assign",
            ),
            "email": {
                **ask(
                    "Which e-mail address shall the confirmation go to?",
                    {"type": "email"},
                    save_to=[to_contact("email")],
                    then="event_type",
                    otherwise="assign",
                ),
                "skip_if_known": True,
            },
            "event_type": compute(
                "event_type", Chosen("event_type", "number({})", by="quoted"), then="book"
            ),
            "book": post(
                Chosen("address"),
                {
                    "start": Chosen("offset", "{{var.day}}T{{var.hour}}:00{}"),
                    "eventTypeId": "{{var.event_type}}",
                    "attendee": {
                        "name": "{{contact.name}}",
                        "email": "{{contact.email|}}",
                        "timeZone": Chosen("zone"),
                    },
                },
                headers={**bearer("token"), "cal-api-version": "2024-08-13"},
                then="booked",
                failed="failed",
            ),
            "booked": say("You are booked for {{var.day}} at {{var.hour}}.", then="note"),
            "note": comment("Booked for {{var.day}} at {{var.hour}}.", then="close"),
            "close": close("An appointment was booked."),
            "failed": comment(
                "Not booked: {{var.day}} at {{var.hour}} is wished for.", then="sorry"
            ),
            "sorry": say(
                "That did not work. A colleague will find a time with you.", then="assign"
            ),
            "assign": assign("team", busy="busy"),
            "busy": say(BUSY),
        }
    ),
)

REMINDER = Template(
    key="appointment_reminder",
    name="Remind of an appointment",
    description="At 9 on the day before the date in a field the contact is reminded; where the channel takes "
    + "no text any more, the team is asked to call.",
    category=Category.BUSINESS,
    choices=(
        _DATE,
        a_text("reminder", "The reminder", "We look forward to seeing you tomorrow!"),
        a_team("team", "The team that calls"),
    ),
    body=body(
        {
            "tomorrow": compute("tomorrow", "add_days(today(), 1)", then="is_tomorrow"),
            "is_tomorrow": branch(
                (
                    "yes",
                    when(
                        Chosen("date", by="path"),
                        "starts_with",
                        "{{var.tomorrow|nothing}}",
                    ),
                    "remind",
                ),
                otherwise=None,
                name="Is it tomorrow?",
            ),
            "remind": {
                **say(Chosen("reminder")),
                "lanes": {"next": None, "failure": "open"},
            },
            "open": {"kind": "open_conversation", "lanes": {"next": "call"}},
            "call": comment(
                Chosen("date", "Appointment {{{}|}}: please call, no message is taken.", by="path"),
                then="assign",
            ),
            "assign": assign("team"),
        },
        trigger={
            "kind": "schedule",
            "cron": "0 9 * * *",
            "condition": when(Chosen("date", by="path"), "exists"),
        },
    ),
)

APPOINTMENTS = (APPOINTMENT, BOOK_BY_SERVICE, REMINDER)
