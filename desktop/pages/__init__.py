"""The pages: one folder each, with its widgets and the presenter that decides."""
