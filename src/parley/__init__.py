"""Parley: a self-hosted platform for customer conversations."""
