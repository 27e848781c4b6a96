"""Meta's error codes, by what they mean for us."""

from collections.abc import Iterable, Sequence

from parley.channels.whatsapp.contents import error_text
from parley.channels.whatsapp.payloads import ErrorBlock
from parley.domain.message import ErrorClass, Failure

# The same codes come as the answer to a send and, later, in the errors of a failed status.
# Fleeting: the platform, or the media behind a message, is not there at the moment.
# MEDIA_TROUBLE is tried once more: the file may be one that Meta will never take.
MEDIA_TROUBLE = frozenset({131052, 131053})
_RETRY = (1, 2, 131000, 131016, *MEDIA_TROUBLE, 131057, 133004)
# Too much at once; PAIR_LIMIT is the one between a number and one person.
PAIR_LIMIT = 131056
_RATE = (4, 613, 80007, 130429, PAIR_LIMIT, 133016, 138005)
_WINDOW = (131047,)
# This person cannot or will not be reached. Why is not told, and not guessed.
_CONTACT = (131021, 131026, 131030, 131050)
# Not for this message: experiments, the health of the ecosystem, templates, calls.
_PERMANENT = (
    *(130472, 131049),
    *(132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069),
    *(138000, 138001, 138002, 138003, 138004, 138006, 138007, 138009, 138012, 138013, 138018),
)
# What we sent is wrong.
_CONTENT = (33, 100, 131008, 131009, 131051, 131062, 137000)
# The account or its credentials: nothing will be sent until a person looks.
_ACCOUNT = (
    *(0, 3, 10, *range(200, 300), 368),
    *(130497, 131005, 131031, 131037, 131042, 131044, 131045, 131048, 131063, 131064, 133010),
    190,
)

_CLASSES: tuple[tuple[ErrorClass, Iterable[int]], ...] = (
    (ErrorClass.RETRY, _RETRY),
    (ErrorClass.RATE, _RATE),
    (ErrorClass.WINDOW, _WINDOW),
    (ErrorClass.CONTACT, _CONTACT),
    (ErrorClass.PERMANENT, _PERMANENT),
    (ErrorClass.CONTENT, _CONTENT),
    (ErrorClass.ACCOUNT, _ACCOUNT),
)
CLASS_OF_CODE = {code: error_class for error_class, codes in _CLASSES for code in codes}


def failure_of(errors: Sequence[ErrorBlock] | None) -> Failure:
    """The failure that a status tells of; an unknown code is permanent."""
    if not errors:
        return Failure(ErrorClass.PERMANENT, text="WhatsApp gave no reason.")
    first = errors[0]
    error_class = CLASS_OF_CODE.get(first.code, ErrorClass.PERMANENT)
    return Failure(error_class, code=str(first.code), text=error_text([first]))
