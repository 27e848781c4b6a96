"""Plug-ins that only translate: a provider's words into ours and back, one folder a kind."""
