"""What an admin draws: definitions, the one-step engine, conditions, variables, answers, checks."""
