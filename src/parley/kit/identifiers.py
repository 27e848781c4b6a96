"""Time-ordered identifiers (UUID version 7) and unguessable public handles."""

import base64
import os
import random
import secrets
import struct
import time
from collections.abc import Callable

from asyncpg.pgproto.pgproto import UUID

# Upper half of an id: 48 bits of time in milliseconds, the version, 12 bits that are this process's own.
_VERSION_7 = 0x7000
_OWN_BITS = 12
# Lower half: the variant, and 62 bits of which the top one is free at first: room to count up within a millisecond.
_VARIANT = 0x2 << 62
_RANDOM_BITS = 61
_USED_UP = 0x3 << 62
# Ids of one millisecond go up by a random stride, so that a neighbour's id is no guess.
_STRIDE_BITS = 32
_HANDLE_BYTES = 16
_MILLISECOND = 1_000_000
_PACK = struct.Struct(">QQ").pack


class IdSource:
    """Makes ids that rise within this process, also when the clock stands still or goes back.

    Seeded once from the system, since asking it for every id is slow; `seed` makes a test repeatable.
    One source belongs to one thread.
    """

    def __init__(
        self, *, seed: int | None = None, nanoseconds: Callable[[], int] = time.time_ns
    ) -> None:
        self._is_repeatable = seed is not None
        self._random = random.Random(seed)  # noqa: S311 - ids are no secrets; handles are, see below
        self._draw = self._random.getrandbits
        self._own = self._draw(_OWN_BITS) | _VERSION_7
        self._nanoseconds = nanoseconds
        self._next_time = 0
        self._upper = 0
        self._last_random = 0
        if seed is None:
            self._reseed()
            # A forked child must not repeat its parent's ids.
            os.register_at_fork(after_in_child=self._reseed)

    def new_id(self) -> UUID:
        # Ten a message. Two halves of 64 bits, since arithmetic on 128 costs more than all else here; within a
        # millisecond the lower one goes up and the upper one stays.
        now = self._nanoseconds()
        if now < self._next_time:
            lower = self._last_random + 1 + self._draw(_STRIDE_BITS)
            if lower < _USED_UP:
                self._last_random = lower
                return UUID(_PACK(self._upper, lower))
            now = self._next_time
        milliseconds = now // _MILLISECOND
        self._next_time = (milliseconds + 1) * _MILLISECOND
        self._upper = upper = milliseconds << 16 | self._own
        self._last_random = lower = self._draw(_RANDOM_BITS) | _VARIANT
        return UUID(_PACK(upper, lower))

    def new_handle(self) -> str:
        """Make a public handle: 128 unguessable bits in 22 characters that fit a URL."""
        draw = self._random.randbytes if self._is_repeatable else secrets.token_bytes
        drawn = draw(_HANDLE_BYTES)
        return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()

    def _reseed(self) -> None:
        self._random.seed(int.from_bytes(os.urandom(32), "big"))
        self._own = self._draw(_OWN_BITS) | _VERSION_7
