"""A stage in memory: production code plays whole conversations, with no clock, network or database."""
