"""What all parts of a definition share: frozen, strict about names, ids that are plain words."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from parley.workflows import limits


class Model(BaseModel):
    """Unknown names are refused, so that a misspelt setting is not silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=())


StepId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", min_length=1, max_length=limits.STEP_ID_LENGTH),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=limits.TEXT_LENGTH)]
