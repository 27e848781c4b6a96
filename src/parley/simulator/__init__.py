"""A stateful stand-in for the WhatsApp Cloud API, for the demo, tests, bench and kill test."""
