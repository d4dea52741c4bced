"""The procedural sandbox and the simulated expert."""
