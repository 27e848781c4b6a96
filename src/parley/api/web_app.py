"""The built web app as static files, with its one page for every path that is the app's own."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from parley.api.problem import problem
from parley.domain.errors import NotFound

ASSETS = "assets/"
FOREVER = "public, max-age=31536000, immutable"
NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Parley</title></head>
<body><main><h1>Parley is running</h1>
<p>The web app has not been built yet. Run <code>make setup</code> in the project's folder, then start again.</p>
<p>The API is here: <a href="/api/v1/docs">documentation</a>.</p></main></body></html>
"""


class WebApp:
    """Serves files below `directory`; paths without a file get `index.html`, so that links into the app work."""

    def __init__(self, directory: Path | None) -> None:
        self._root = directory.resolve() if directory else None

    async def answer(self, request: Request) -> Response:
        path = request.path_params.get("path", "")
        if path.startswith(("api/", "webhooks/")):
            return problem(NotFound())
        if self._root is None or not (self._root / "index.html").is_file():
            return HTMLResponse(NOT_BUILT)
        return self._serve(self._root, path)

    def _serve(self, root: Path, path: str) -> Response:
        found = _file_below(root, path)
        if found is None and path.startswith(ASSETS):
            return problem(NotFound())
        if found is None:
            return FileResponse(root / "index.html", headers={"Cache-Control": "no-cache"})
        cache = FOREVER if path.startswith(ASSETS) else "no-cache"
        return FileResponse(found, headers={"Cache-Control": cache})


def _file_below(root: Path, path: str) -> Path | None:
    """None for what is no file or lies outside, by dots or by a link."""
    if not path or "\0" in path:
        return None
    found = (root / path).resolve()
    return found if found.is_relative_to(root) and found.is_file() else None
