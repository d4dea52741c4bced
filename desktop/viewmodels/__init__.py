"""Qt models of the engine's data: the open image, lists and tables."""
