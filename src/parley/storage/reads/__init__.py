"""What the screens ask: one named query per need, paged by key, never more than the caller may see."""
