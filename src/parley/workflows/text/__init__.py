"""Workflows as YAML: read strictly, written shortly, with the comments of what did not change kept."""
