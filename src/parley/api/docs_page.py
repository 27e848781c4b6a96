"""The API's documentation as one plain page, made from the OpenAPI description: no script, no outside file."""

from html import escape
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color-scheme:light dark}
h2{margin:2.5rem 0 .5rem}section{border-top:1px solid #8884;padding:.75rem 0}code{font-family:ui-monospace,monospace}
.method{display:inline-block;min-width:4.5rem;font-weight:700}p{margin:.25rem 0}
"""


def docs_page(description: dict[str, Any], *, base: str) -> str:
    """HTML with one section per route, grouped by tag."""
    groups: dict[str, list[str]] = {}
    for path, item in description["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                groups.setdefault(tag, []).append(_section(method, path, item[method]))
    body = "".join(
        f"<h2>{escape(tag)}</h2>{''.join(sections)}" for tag, sections in sorted(groups.items())
    )
    title = escape(description["info"]["title"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width">'
        f'<link rel="stylesheet" href="{base}/docs.css"></head><body><main><h1>{title}</h1>'
        f'<p>For machines: <a href="{base}/openapi.json">openapi.json</a>.</p>{body}</main></body></html>'
    )


def _section(method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = [
        f"<code>{escape(p['name'])}</code> ({escape(p['in'])})"
        for p in operation.get("parameters", [])
    ]
    listed = f"<p>Parameters: {', '.join(parameters)}</p>" if parameters else ""
    body = _schema_name(operation.get("requestBody", {}))
    sent = f"<p>Body: <code>{escape(body)}</code></p>" if body else ""
    told = escape(operation.get("description") or operation.get("summary") or "")
    return (
        f'<section><p><span class="method">{method.upper()}</span> <code>{escape(path)}</code></p>'
        f"<p>{told}</p>{listed}{sent}</section>"
    )


def _schema_name(body: dict[str, Any]) -> str:
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]
