"""Models: the versions of the project and what was exported of them."""
