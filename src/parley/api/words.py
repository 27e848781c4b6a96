"""Types of values that people write: bounded, trimmed, and without what Postgres refuses."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from parley.api.limits import DESCRIPTION_LENGTH, NAME_LENGTH


def _without_controls(value: str) -> str:
    if "\x00" in value:
        raise ValueError("A text cannot hold the character NUL.")
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("A text cannot hold half a surrogate pair.")
    return value


def _one_line(value: str) -> str:
    if any(ord(char) < 32 or ord(char) == 127 for char in value):  # noqa: PLR2004 - the ASCII controls
        raise ValueError("A name is one line of text.")
    return value


Text = Annotated[str, AfterValidator(_without_controls)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH),
    AfterValidator(_one_line),
]
Description = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=DESCRIPTION_LENGTH),
    AfterValidator(_without_controls),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,20}$")]
Count = Annotated[int, Field(ge=0, le=2_147_483_647)]


class Body(BaseModel):
    """A request body: a name that is not known is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class View(BaseModel):
    """An answer, made from a frozen value of the same names."""

    model_config = ConfigDict(from_attributes=True)
