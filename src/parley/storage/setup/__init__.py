"""What admins set up and who may come in: SQL of users, teams, channels, fields, workflows, sessions."""
