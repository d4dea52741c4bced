"""The engine: everything Loupe does, without a window."""
