"""The use cases, told as the loop is told."""
