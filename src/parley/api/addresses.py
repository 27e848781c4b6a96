"""Whose request this is, as far as rates and lockouts go: the caller's network address."""

from starlette.datastructures import Headers
from starlette.types import Scope

from parley.api.deps import Deps
from parley.kit.forwarded import last_untrusted


def client_address(scope: Scope, deps: Deps) -> str:
    """Behind the operator's own proxies the address that they tell, else the peer's."""
    told = Headers(scope=scope).getlist("x-forwarded-for")
    client = scope.get("client")
    return last_untrusted(client[0] if client else "", ",".join(told), deps.trusted_proxies)
