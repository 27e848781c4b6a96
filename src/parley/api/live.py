"""The live socket: says hello, sends events as they happen, resumes where a client was."""

import asyncio
import contextlib
from time import monotonic
from typing import Final

import anyio
import msgspec
from fastapi import APIRouter
from msgspec import Struct
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from parley.api.activity import note_socket
from parley.api.addresses import client_address
from parley.api.auth import authenticate, caller_by_token, cookie_name
from parley.api.broadcast import Broadcaster, Client
from parley.api.deps import Deps, get_deps
from parley.api.refusals import NotSignedIn, TooManyRequests
from parley.api.routers import API
from parley.api.scope import Scope
from parley.domain.errors import Refusal
from parley.storage import attendance
from parley.storage.database import TROUBLE
from parley.storage.reads.log import Cursor

router = APIRouter(prefix=API)

PING_SECONDS: Final = 25.0
FIRST_FRAME_SECONDS: Final = 10.0
SLOWEST_SEND_SECONDS: Final = 30.0
FRAME_LENGTH = 4_096
RESUMES_PER_SOCKET = 20

# Close codes: the ones above 4000 are ours, named after the status that a request would get.
BAD_FRAME = 4400
NOT_SIGNED_IN = 4401
REFUSED = 4403
TOO_MANY = 4429
TRY_LATER = 1013


class FromClient(Struct, frozen=True):
    """What a client may say: who it is, if it has no cookie, and where it was."""

    token: str | None = None
    resume: str | None = None


_FROM_CLIENT = msgspec.json.Decoder(FromClient)


class Ended(Exception):
    """The socket is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@router.websocket("/live")
async def live(websocket: WebSocket) -> None:
    """Events of the conversations that the caller may see."""
    await websocket.accept()
    deps = get_deps(websocket)
    try:
        await Socket(websocket, deps).serve()
    except Ended as end:
        if websocket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close(end.code, end.reason)
    except WebSocketDisconnect:
        return


class Socket:
    """One connection, from its first frame to its end."""

    def __init__(self, websocket: WebSocket, deps: Deps) -> None:
        self._websocket = websocket
        self._deps = deps
        self._token: str | None = None
        self._id = deps.ids.new_id()
        self._beat_at = deps.wall.now()

    async def serve(self) -> None:
        """Returns never: raises Ended or WebSocketDisconnect."""
        broadcaster = self._deps.broadcaster
        if broadcaster is None:
            raise Ended(TRY_LATER, "live updates are off")
        if "token" in self._websocket.query_params:
            raise Ended(
                BAD_FRAME, "a token in an address ends up in logs: send it as the first frame"
            )
        self._admit()
        scope = await self._who()
        try:
            client = await broadcaster.join(scope.sight)
        except TooManyRequests as refusal:
            raise Ended(TOO_MANY, refusal.text) from refusal
        try:
            await note_socket(self._deps, scope.workspace_id, scope.user_id, self._id)
            await self._talk(broadcaster, client)
        finally:
            broadcaster.leave(client)
            await self._depart(scope)

    async def _depart(self, scope: Scope) -> None:
        """What is not written down now is found when the socket's beats stay away."""
        now = self._deps.clock.now()
        with contextlib.suppress(*TROUBLE):
            await attendance.close_socket(
                self._deps.pool, scope.workspace_id, scope.user_id, self._id, now=now
            )

    def _admit(self) -> None:
        """Opening a socket counts like any request of this address, before anybody has signed in."""
        deps = self._deps
        try:
            deps.address_buckets.take(
                client_address(self._websocket.scope, deps), now=deps.wall.now()
            )
        except TooManyRequests as refusal:
            raise Ended(TOO_MANY, refusal.text) from refusal

    async def _talk(self, broadcaster: Broadcaster, client: Client) -> None:
        await self._send(client.hello())
        hearing = asyncio.ensure_future(self._hear(broadcaster, client))
        telling = asyncio.ensure_future(self._tell(client))
        try:
            done, _ = await asyncio.wait((hearing, telling), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (hearing, telling):
                task.cancel()
            await asyncio.gather(hearing, telling, return_exceptions=True)

    async def _hear(self, broadcaster: Broadcaster, client: Client) -> None:
        for _ in range(RESUMES_PER_SOCKET):
            heard = await self._receive()
            if heard.resume is not None:
                try:
                    cursor = Cursor.parse(heard.resume)
                except ValueError as error:
                    raise Ended(BAD_FRAME, "that is no cursor") from error
                broadcaster.resume(client, cursor)
        raise Ended(TOO_MANY, f"more than {RESUMES_PER_SOCKET} frames")

    async def _tell(self, client: Client) -> None:
        looked = monotonic()
        while True:
            is_news = await client.wait(PING_SECONDS)
            # Other processes end sessions too, and say nothing: a busy socket looks as often as a quiet one.
            if client.needs_check or not is_news or monotonic() - looked >= PING_SECONDS:
                client.needs_check = False
                scope = await self._who_again()
                client.sight = scope.sight
                looked = monotonic()
                await self._beat(scope)
            frame = client.take_frame()
            if frame is not None:
                await self._send(frame)
            elif not is_news:
                await self._send(client.ping())

    async def _beat(self, scope: Scope) -> None:
        """Still here: said now and then, so that a socket whose process died is found."""
        now = self._deps.wall.now()
        if now - self._beat_at >= attendance.BEAT_EVERY:
            self._beat_at = now
            await note_socket(self._deps, scope.workspace_id, scope.user_id, self._id)

    async def _who(self) -> Scope:
        """By cookie or header, else by the token in the first frame."""
        headers = self._websocket.headers
        has_cookie = cookie_name(self._deps) in self._websocket.cookies
        if not has_cookie and "authorization" not in headers:
            with anyio.move_on_after(FIRST_FRAME_SECONDS):
                self._token = (await self._receive()).token
            if self._token is None:
                raise Ended(NOT_SIGNED_IN, "sign in, or send a token as the first frame")
        return await self._who_again()

    async def _who_again(self) -> Scope:
        """The caller as of now: the session may have ended, the user's rights may have changed."""
        try:
            if self._token is not None:
                caller = await caller_by_token(self._deps, self._token)
                return Scope(caller.user.workspace_id, caller.user, caller.teams, by_token=True)
            self._websocket.state.scope = None
            return await authenticate(self._websocket)
        except NotSignedIn as refusal:
            raise Ended(NOT_SIGNED_IN, "not signed in (any more)") from refusal
        except TooManyRequests as refusal:
            raise Ended(TOO_MANY, refusal.text) from refusal
        except Refusal as refusal:
            raise Ended(REFUSED, refusal.text) from refusal

    async def _receive(self) -> FromClient:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        text = message.get("text") or ""
        if len(text) > FRAME_LENGTH:
            raise Ended(BAD_FRAME, f"a frame takes at most {FRAME_LENGTH} characters")
        try:
            return _FROM_CLIENT.decode(text)
        except msgspec.MsgspecError as error:
            raise Ended(BAD_FRAME, "that is not understood") from error

    async def _send(self, frame: bytes) -> None:
        try:
            with anyio.fail_after(SLOWEST_SEND_SECONDS):
                await self._websocket.send_text(frame.decode())
        except TimeoutError as error:
            raise Ended(TRY_LATER, "too slow") from error
