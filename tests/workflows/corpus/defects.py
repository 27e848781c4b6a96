"""All seeded defects, theme by theme."""

from collections.abc import Mapping

from workflows.corpus.defects_of_circles import CIRCLES, UNITS
from workflows.corpus.defects_of_conditions import CONDITIONS, NEIGHBOURS
from workflows.corpus.defects_of_names import CHANNELS, NAMES, PLACES, SECRETS, VARIABLES
from workflows.corpus.defects_of_shape import OWNERSHIP, SHAPE, WINDOWS
from workflows.corpus.defects_of_systems import EXPRESSIONS, INPUTS, REQUESTS, TIMES
from workflows.corpus.writing import Case

THEMES: Mapping[str, tuple[Case, ...]] = {
    "Where the steps lead": SHAPE,
    "Who has the conversation": OWNERSHIP,
    "What is named": NAMES,
    "Places to fill": PLACES,
    "Variables along the ways": VARIABLES,
    "Conditions": CONDITIONS,
    "What the channels carry": CHANNELS,
    "The reply window": WINDOWS,
    "Other workflows": NEIGHBOURS,
    "Secrets": SECRETS,
    "Other systems": REQUESTS,
    "Expressions": EXPRESSIONS,
    "Hours, stages and events": TIMES,
    "What it is handed at its start": INPUTS,
    "Circles of workflows": CIRCLES,
    "Lengths in the channel's own unit": UNITS,
}
DEFECTS = [case for cases in THEMES.values() for case in cases]
