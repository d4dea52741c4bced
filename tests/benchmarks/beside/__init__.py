"""Loupe beside labelme, measured in turns on one machine."""
