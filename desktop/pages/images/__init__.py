"""The Images page: what images the project has, and adding more."""
