"""The loops that do the work: journal, dispatcher, timers, outbox, housekeeping."""
