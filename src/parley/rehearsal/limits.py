"""The limits of workflow tests, each with its name and number."""

TESTS = 200
TURNS = 200
THINGS = 200
NAME_LENGTH = 120
SAID_LENGTH = 4096
SPAN_SECONDS = 400 * 86_400
# Timers that fire in one test: a workflow that wakes every second is not played for a year.
TIMERS = 2_000
TESTS_BYTES = 500_000
