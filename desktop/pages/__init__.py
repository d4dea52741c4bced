"""The pages of the window: a package each, widgets apart from decisions."""
