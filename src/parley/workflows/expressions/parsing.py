"""Reading an expression: by hand, one character after the other, never deeper than a fixed number."""

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from parley.workflows import limits
from parley.workflows.expressions.functions import ARITIES
from parley.workflows.expressions.syntax import Call, Chain, Literal, Node, Path

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>\d{1,30}(?:\.\d{1,30})?(?![\w.]))
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<word>[A-Za-z_]\w*(?:\.\w+)*)
    |(?P<sign><=|>=|<>|!=|==|[-+*/&=<>(),])""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
# From the loosest to the tightest.
_RANKS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "==", "!=", "<>", "<", "<=", ">", ">="}),
    frozenset({"&"}),
    frozenset({"+", "-"}),
    frozenset({"*", "/"}),
)
_SPELLINGS = {"==": "=", "<>": "!="}
_CONSTANTS: dict[str, bool | None] = {
    "true": True,
    "yes": True,
    "false": False,
    "no": False,
    "none": None,
}


class BadExpression(ValueError):
    """The text is no expression; the message says where and why."""


class _Token(Struct, frozen=True):
    kind: str
    text: str
    at: int


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Node:
    """Raises BadExpression."""
    if len(text) > limits.EXPRESSION_LENGTH:
        message = f"an expression takes at most {limits.EXPRESSION_LENGTH} characters"
        raise BadExpression(message)
    parser = _Parser(_tokens(text))
    node = parser.chain(0)
    parser.expect_end()
    return node


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            message = f"cannot read {text[at : at + 10]!r} at character {at + 1}"
            raise BadExpression(message)
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(_Token(kind, match.group(), at + 1))
        at = match.end()
    return [*tokens, _Token("end", "", at + 1)]


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._token
        self._next += token.kind != "end"
        return token

    def expect_end(self) -> None:
        if self._token.kind != "end":
            raise self._unexpected(self._token)

    def chain(self, rank: int) -> Node:
        if rank == len(_RANKS):
            return self._signed()
        first = self.chain(rank + 1)
        rest: list[tuple[str, Node]] = []
        while self._token.kind in ("sign", "word") and self._token.text in _RANKS[rank]:
            sign = self._take().text
            rest.append((_SPELLINGS.get(sign, sign), self.chain(rank + 1)))
        return Chain(first, tuple(rest)) if rest else first

    def _signed(self) -> Node:
        token = self._token
        is_not = token.kind == "word" and token.text == "not"
        if not is_not and not (token.kind == "sign" and token.text == "-"):
            return self._primary()
        self._take()
        self._enter(token)
        # "not a = b" denies the comparison, "-a * b" only a.
        inner = self.chain(2) if is_not else self._signed()
        self._depth -= 1
        return Call("not" if is_not else "negative", (inner,))

    def _primary(self) -> Node:
        token = self._take()
        match token.kind:
            case "number":
                return Literal(Decimal(token.text))
            case "text":
                return Literal(re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL))
            case "word":
                return self._word(token)
            case "sign" if token.text == "(":
                self._enter(token)
                inner = self.chain(0)
                self._close()
                return inner
            case _:
                raise self._unexpected(token)

    def _word(self, token: _Token) -> Node:
        if self._token.text == "(" and self._token.kind == "sign":
            return self._call(token)
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text])
        if "." in token.text:
            return Path(token.text)
        message = f"{token.text!r} at character {token.at} is no function and no place; text stands in quotes"
        raise BadExpression(message)

    def _call(self, token: _Token) -> Node:
        name = token.text.lower()
        if name not in ARITIES:
            message = f"there is no function {token.text!r} (character {token.at})"
            raise BadExpression(message)
        self._enter(self._take())
        arguments: list[Node] = []
        if not self._is_sign(")"):
            arguments.append(self.chain(0))
            while self._is_sign(","):
                self._take()
                arguments.append(self.chain(0))
        self._close()
        least, most = ARITIES[name]
        if not least <= len(arguments) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            message = f"{name}() takes {wanted} values, not {len(arguments)} (character {token.at})"
            raise BadExpression(message)
        return Call(name, tuple(arguments))

    def _is_sign(self, sign: str) -> bool:
        return self._token.kind == "sign" and self._token.text == sign

    def _enter(self, token: _Token) -> None:
        self._depth += 1
        if self._depth > limits.EXPRESSION_DEPTH:
            message = (
                f"an expression nests at most {limits.EXPRESSION_DEPTH} deep (character {token.at})"
            )
            raise BadExpression(message)

    def _close(self) -> None:
        if not self._is_sign(")"):
            raise self._unexpected(self._token, "a closing bracket")
        self._take()
        self._depth -= 1

    def _unexpected(self, token: _Token, wanted: str = "a value") -> BadExpression:
        if token.kind == "end":
            return BadExpression(f"the expression ends where {wanted} should stand")
        return BadExpression(f"{token.text!r} at character {token.at} stands where {wanted} should")
