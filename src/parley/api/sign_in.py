"""Signing in: one answer for every failure, the same work for each, and a pause after too many."""

import secrets
from hashlib import sha256

import anyio.to_thread
from msgspec import Struct

from parley.api.deps import Deps
from parley.api.limits import (
    SESSION_LENGTH,
    SIGN_IN_FIRST_PAUSE,
    SIGN_IN_FORGET_AFTER,
    SIGN_IN_FREE_FAILURES,
    SIGN_IN_FREE_FAILURES_PER_ADDRESS,
    SIGN_IN_LONGEST_PAUSE,
)
from parley.api.refusals import SignInFailed, TooManyRequests
from parley.domain.ids import UserId, WorkspaceId
from parley.kit.crypto import hash_password, hash_token, is_hash_outdated, is_password, new_token
from parley.storage.setup import callers
from parley.storage.setup.callers import Account

SESSION_PREFIX = "session"
DOUBLINGS_MAX = 10


class SignedIn(Struct, frozen=True):
    """`token` goes into the cookie and is stored nowhere."""

    workspace_id: WorkspaceId
    user_id: UserId
    token: str
    csrf: str


async def sign_in(deps: Deps, *, email: str, password: str, address: str) -> SignedIn:
    """Raises SignInFailed, or TooManyRequests while this address is held off from this account, or from
    all. Other addresses are not held off: nobody can lock a person out from elsewhere.
    """
    pair = f"pair:{sha256(f'{address} {email.lower()}'.encode()).hexdigest()}"
    await count_try(deps, f"address:{address}", free=SIGN_IN_FREE_FAILURES_PER_ADDRESS)
    await count_try(deps, pair, free=SIGN_IN_FREE_FAILURES)
    account = await _find_account(deps, email, password)
    if account is None:
        raise SignInFailed
    await callers.forget_attempts(deps.pool, pair)
    # The failures with other accounts stay: one known password is no licence to guess on.
    await callers.uncount_attempt(deps.pool, f"address:{address}")
    return await begin_session(deps, account.workspace_id, account.user_id)


async def count_try(deps: Deps, subject: str, *, free: int) -> None:
    """Counts this try as failed until it has succeeded."""
    now = deps.wall.now()
    failures, blocked_until = await callers.count_attempt(
        deps.pool, subject, now=now, forget_after=SIGN_IN_FORGET_AFTER
    )
    if blocked_until is not None and blocked_until > now:
        raise TooManyRequests(retry_after=int((blocked_until - now).total_seconds()) + 1)
    if failures > free:
        doublings = min(failures - free - 1, DOUBLINGS_MAX)
        pause = min(SIGN_IN_FIRST_PAUSE * 2**doublings, SIGN_IN_LONGEST_PAUSE)
        await callers.block_attempts(deps.pool, subject, until=now + pause)
        raise TooManyRequests(retry_after=int(pause.total_seconds()))


async def begin_session(deps: Deps, workspace_id: WorkspaceId, user_id: UserId) -> SignedIn:
    token, csrf = new_token(SESSION_PREFIX), secrets.token_urlsafe(24)
    now = deps.wall.now()
    await callers.add_session(
        deps.pool,
        workspace_id,
        user_id,
        token_hash=hash_token(token),
        csrf=csrf,
        now=now,
        expires_at=now + SESSION_LENGTH,
    )
    return SignedIn(workspace_id, user_id, token, csrf)


async def is_right_password(deps: Deps, password: str, password_hash: str | None) -> bool:
    return await anyio.to_thread.run_sync(
        is_password, password, password_hash, limiter=deps.password_checks
    )


async def make_hash(deps: Deps, password: str) -> str:
    return await anyio.to_thread.run_sync(hash_password, password, limiter=deps.password_checks)


async def _find_account(deps: Deps, email: str, password: str) -> Account | None:
    """An unknown address costs one check, too: nobody learns from the time who has an account."""
    accounts = await callers.list_accounts(deps.pool, email)
    if not accounts:
        await is_right_password(deps, password, None)
        return None
    for account in accounts:
        if await is_right_password(deps, password, account.password_hash):
            await _renew_hash(deps, account, password)
            return account
    return None


async def _renew_hash(deps: Deps, account: Account, password: str) -> None:
    if account.password_hash is not None and is_hash_outdated(account.password_hash):
        await callers.set_password(
            deps.pool, account.workspace_id, account.user_id, await make_hash(deps, password)
        )
