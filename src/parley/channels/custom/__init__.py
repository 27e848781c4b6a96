"""The Custom channel: any provider, through a small HTTP contract of our own side."""
