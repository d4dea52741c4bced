"""Background work on the engine, and the news of what it changed."""
