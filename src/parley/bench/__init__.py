"""How fast, against what floor, with how many statements: measured, printed, never asserted in a timed test."""
