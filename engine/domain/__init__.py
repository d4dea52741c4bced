"""Pure data and geometry: what the rest of the engine talks about."""
