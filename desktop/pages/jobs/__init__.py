"""Jobs: all that runs or ran in the background."""
