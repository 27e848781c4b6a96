"""The catalogue of workflows to begin with."""

from collections.abc import Mapping

from parley.domain.errors import NotFound
from parley.workflows.templates.advertising import ADVERTISING
from parley.workflows.templates.assignment import ASSIGNMENT
from parley.workflows.templates.business import BUSINESS
from parley.workflows.templates.choices import Choice, ChoiceKind
from parley.workflows.templates.collecting import COLLECTING
from parley.workflows.templates.following_up import FOLLOWING_UP
from parley.workflows.templates.greeting import GREETING
from parley.workflows.templates.routing import ROUTING
from parley.workflows.templates.supervision import SUPERVISION
from parley.workflows.templates.template import Category, Template, instantiate

_GROUPS = (
    GREETING,
    ASSIGNMENT,
    ROUTING,
    BUSINESS,
    COLLECTING,
    SUPERVISION,
    FOLLOWING_UP,
    ADVERTISING,
)
TEMPLATES: Mapping[str, Template] = {
    template.key: template for group in _GROUPS for template in group
}


def get_template(key: str) -> Template:
    """Raises NotFound."""
    found = TEMPLATES.get(key)
    if found is None:
        raise NotFound(f"There is no workflow template {key!r}.")
    return found


__all__ = [
    "TEMPLATES",
    "Category",
    "Choice",
    "ChoiceKind",
    "Template",
    "get_template",
    "instantiate",
]
