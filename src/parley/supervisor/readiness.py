"""Asks a child whether it is ready, with nothing but a socket: the supervisor stays small."""

import asyncio

ASK_SECONDS = 0.1
ANSWER_SECONDS = 5.0


async def until_ready(host: str, port: int, path: str) -> None:
    """Return when a GET of the path is answered 200; asks for ever."""
    while True:
        if await _answers_ok(host, port, path):
            return
        await asyncio.sleep(ASK_SECONDS)


async def _answers_ok(host: str, port: int, path: str) -> bool:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _ask(host, port, path)
    except (OSError, TimeoutError):
        return False


async def _ask(host: str, port: int, path: str) -> bool:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        await writer.drain()
        status = await reader.readline()
    finally:
        writer.close()
    return b" 200 " in status
