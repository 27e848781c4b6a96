"""The limits of a workflow, each with its name and number."""

STEPS = 1000
STEP_ID_LENGTH = 64
NAME_LENGTH = 120
DESCRIPTION_LENGTH = 2000
TEXT_LENGTH = 4096
COMMENT_LENGTH = 1000
MENTIONS = 20
SUMMARY_LENGTH = 2000
OPTIONS = 50
OPTION_LENGTH = 200
BRANCHES = 50
CONDITIONS = 200
CONDITION_DEPTH = 10
CONDITION_VALUES = 200
RETRIES = 20
JUMPS = 100
TAGS_PER_STEP = 50
# With its places not yet filled.
TAG_NAME_TEMPLATE = 500
VARIANTS = 20
ATTACHMENTS = 10
QUICK_REPLIES = 10
PATTERN_LENGTH = 500
AWAITED_EVENTS = 20
SAVES_PER_QUESTION = 10
# What browsers and servers agree on.
URL_LENGTH = 2048
QUIET_SECONDS = 30
QUIET_SECONDS_DEFAULT = 3
DAY_SECONDS = 24 * 3600
WAIT_SECONDS = 365 * DAY_SECONDS
MOMENT_LENGTH = 500
# Of the triggers that somebody waits for: sooner than a minute nobody waits yet.
WAITED_SECONDS_MIN = 60
WAITED_SECONDS = 90 * DAY_SECONDS
CRON_LENGTH = 200
SCHEDULE_MINUTES_APART = 5
STARTS_PER_MINUTE = 6_000
STARTS_PER_MINUTE_DEFAULT = 60
# What the server slept through is made up for within this time, once; what is older is only named.
SCHEDULE_LATE_SECONDS = 6 * 3600
SCHEDULE_MISSED_NAMED = 100
ZONE_LENGTH = 100
TIMEOUT_SECONDS = 365 * DAY_SECONDS
QUESTION_SECONDS_DEFAULT = 15 * 60
# On e-mail people answer the next day.
MAIL_QUESTION_SECONDS_DEFAULT = DAY_SECONDS
ASSIGN_SECONDS_DEFAULT = 30 * 60
# Of one Assign To.
RINGS = 10
SKILLS = 20
PRIORITY = 10
# An invalid text this soon after the question was written before it was read (O12).
UNREAD_SECONDS = 5
# More texts than this are not waited for: the burst is read as it stands.
BURST_TEXTS = 20
STEPS_IN_ONE_GO = 1000
HTTP_HEADERS = 10
HEADER_LENGTH = 2000
HTTP_BODY_LENGTH = 100_000
HTTP_BODY_DEPTH = 20
HTTP_FORM_FIELDS = 100
HTTP_RETRIES = 5
HTTP_MAPPINGS = 50
JSON_PATH_LENGTH = 500
# A call that is faster than the answer to the run's own request is kept for it; so many, none longer.
EARLY_CALLS_KEPT = 5
EARLY_CALL_BYTES = 16_384
# Of an answer, in the trace of a run.
HTTP_TRACE_BODY = 8_192
# Far longer than all tries together: only a worker that has stopped takes so long.
HTTP_PATIENCE_SECONDS = 3600
EXPRESSION_LENGTH = 2000
EXPRESSION_DEPTH = 25
# Beyond this nobody counts: the result is no value.
EXPRESSION_NUMBER = 10**30
# More than any calendar has.
EXPRESSION_DAYS = 4_000_000
VARIABLES = 200
ADS = 200
NAMES_PER_TRIGGER = 100
INPUTS = 50
LIST_VALUES = 200
# A workflow that was started by a workflow that was started by ...: at most so many in one chain.
CHAIN_DEPTH = 5
# What steps bring about, followed from workflow to workflow before publishing; a workspace has hundreds.
CHAIN_CAUSES = 20_000
CHAIN_ROUNDS = 20
CHAIN_SHOWN = 20
VARIABLE_LENGTH = 4096
LAYOUT_BYTES = 1_000_000
DEFINITION_BYTES = 4_000_000
TEMPLATE_TEXT_LENGTH = 1000
# What fits on a button of every channel.
TEMPLATE_TITLE_LENGTH = 20
TEMPLATE_CHOICES = 50
# A workflow's text, its tests included. Values count maps, lists, keys and words.
YAML_BYTES = 2_000_000
YAML_VALUES = 100_000
YAML_DEPTH = 60
# Tests of a workflow.
TESTS = 200
TEST_TURNS = 200
TEST_THINGS = 200
TEST_WORKFLOWS = 20
TEST_NAME_LENGTH = 120
TEST_TEXT_LENGTH = 4096
TEST_SECONDS = 400 * DAY_SECONDS
# A workflow that wakes every second is not played for a year.
TEST_TIMERS = 2_000
SUITE_TIMERS = 10_000
REPLAYED_VISITS = 2_000
# Braces and brackets inside one another; conditions need about half of it.
DEFINITION_DEPTH = 64
DEFINITION_VALUES = 500_000
ERRORS_SHOWN = 100
PLACE_LENGTH = 200
