"""What must always be true of the stored data, and who breaks it."""
