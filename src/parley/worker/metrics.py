"""What Prometheus asks of a worker."""

from prometheus_client import Counter, Histogram

ENTRIES = Counter("parley_journal_entries_total", "Journal entries handled")
BATCH_SECONDS = Histogram(
    "parley_batch_seconds",
    "From taking a batch to its commit",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
ROUNDS = Counter(
    "parley_extra_rounds_total", "Batches decided again because something was not loaded"
)
LOST_RACES = Counter("parley_lost_races_total", "Batches rolled back because another was first")
DEAD_LETTERS = Counter("parley_dead_letters_total", "Entries put aside")
IGNORED = Counter("parley_ignored_events_total", "Provider events that mean nothing to us")
SENDS = Counter("parley_sends_total", "Sends by outcome", ["outcome"])
SEND_SECONDS = Histogram("parley_send_seconds", "One call to a provider")
TIMERS = Counter("parley_timers_total", "Timers that came due")
STARTS = Counter(
    "parley_scheduled_contacts_total", "Contacts due on a schedule, by outcome", ["outcome"]
)
QUEUE_SECONDS = Histogram(
    "parley_queue_seconds",
    "How long conversations waited until the matcher gave them to an agent",
    buckets=(0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600),
)
RECONCILED = Counter(
    "parley_reconcile_findings_total",
    "Rows of routing that broke an invariant, by what became of them: mended, gone by itself, or failed",
    ["invariant", "outcome"],
)
RECONCILIATIONS = Counter("parley_reconciliations_total", "Passes of the reconcile job")
