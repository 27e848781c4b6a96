"""Who gets a conversation that waits: pure, and able to say why."""
