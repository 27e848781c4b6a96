"""The verbs: plain functions over a desk, and the only writers."""
