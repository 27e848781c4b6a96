"""What a password must be: long enough, not the address, not one that everybody tries first."""

from parley.api.limits import PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN
from parley.domain.errors import Invalid

# What guessing begins with, once digits and signs around the word are taken off.
TRIED_FIRST = frozenset(
    {
        "abc",
        "abcd",
        "admin",
        "administrator",
        "baseball",
        "changeme",
        "dragon",
        "football",
        "iloveyou",
        "letmein",
        "login",
        "master",
        "monkey",
        "parley",
        "pass",
        "passwort",
        "password",
        "princess",
        "qwerty",
        "qwertz",
        "qwertyuiop",
        "qwertzuiop",
        "secret",
        "starwars",
        "sunshine",
        "superman",
        "trustno",
        "welcome",
    }
)
AROUND = "0123456789!?.,;:-_#*@$&+ "


def check_password(password: str, *, email: str) -> None:
    """Raises Invalid. Length counts most: no rule asks for signs."""
    if not PASSWORD_LENGTH_MIN <= len(password) <= PASSWORD_LENGTH_MAX:
        raise Invalid(
            f"A password has {PASSWORD_LENGTH_MIN} to {PASSWORD_LENGTH_MAX} characters.",
            field="body.password",
            limit=PASSWORD_LENGTH_MIN,
        )
    word = password.lower().strip(AROUND)
    is_guessed = word in TRIED_FIRST or word == "" or len(set(password)) == 1
    if is_guessed or word in (email.lower(), email.lower().split("@", 1)[0]):
        raise Invalid(
            "This password is among the first that anybody would try. Choose another.",
            field="body.password",
        )
