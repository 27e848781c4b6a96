"""What all parts of a definition share: frozen, strict about names, ids that are plain words."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from parley.workflows import limits

_YEARS = (2000, 2999)


class Model(BaseModel):
    """Unknown names are refused, so that a misspelt setting is not silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=())


def is_of_our_time(moment: datetime) -> datetime:
    """Beyond these years no calendar can be counted on. Raises ValueError."""
    first, last = _YEARS
    if not first <= moment.year <= last:
        message = f"a moment lies between the years {first} and {last}"
        raise ValueError(message)
    return moment


StepId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", min_length=1, max_length=limits.STEP_ID_LENGTH),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=limits.TEXT_LENGTH)]
Hour = Annotated[AwareDatetime, AfterValidator(is_of_our_time)]
