"""`parley up`: one small process that starts, watches and stops all others."""
