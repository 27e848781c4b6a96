"""SQL, and the only place of it."""
