"""HTTP and WebSocket: parse, call one action or read, present."""
