"""The demo: a workspace to begin with, and contacts who write to it."""
