"""Any text, any plain value, for properties: what YAML might take for something else, and what anybody types."""

from hypothesis import strategies as st

WORDS = "yes null ~ 1 0x1F 2026-03-02 é\u2028x {a} ' \" 🙂\u200d \x85 = << !tag &a *a %YAML --- ... 1_000"
PHRASES = [
    "- a",
    "a: b",
    "a #b",
    "# a",
    "tail \nx",
    "\ttab",
    "? a",
    "12:30:45",
    "{{a|b}}",
    " x",
    "x ",
]
LINES = ["line\n  indented\n\nlast", "line\nlast\n", "a\n\n\nb\n\n", "a: b\n# c\n- d"]
ODD = st.sampled_from([*WORDS.split(" "), *PHRASES, *LINES])
# What a database cannot store is in no definition: NUL, half a surrogate pair, numbers beyond 64 bits.
STORABLE = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
TEXTS = st.one_of(ODD, st.text(STORABLE, min_size=1, max_size=40))
SCALARS = st.one_of(
    TEXTS,
    st.integers(1 - 2**63, 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
VALUES = st.recursive(
    st.one_of(st.none(), SCALARS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
SLUGS = st.sampled_from(["city", "topic", "yes", "null", "x1"])
IDS = [f"s{number}" for number in range(8)] + ["true", "null", "7", "1e3", "-", "_"]
TARGETS = st.sampled_from([*IDS, None])


def lanes(*names: str) -> st.SearchStrategy[dict[str, str | None]]:
    return st.dictionaries(st.sampled_from(names), TARGETS)
