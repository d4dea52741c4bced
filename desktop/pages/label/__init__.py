"""The page on which the expert labels."""
