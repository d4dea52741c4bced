"""The window: PySide6 widgets over the engine, nothing heavy."""
