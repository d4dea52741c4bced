"""The page Help: the guide, offline."""
