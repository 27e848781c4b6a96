"""Business-free tools of the impure shell: database process, clock, ids, crypto, logs, egress."""
