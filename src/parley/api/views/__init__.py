"""What the API answers about conversations: shapes, and how they are made from what storage reads."""
