"""Python's search for circular garbage, tuned for processes that hold a large working set for a moment."""

import gc

# A batch makes some ten thousand values that reference counting frees: looking through them again and
# again, as the defaults do (700, 10, 10), cost a third of a worker's time.
YOUNG = 200_000
MIDDLE = 10
OLD = 10


def calm_collector() -> None:
    """Once per process, after its imports: what is there by then stays, and is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
