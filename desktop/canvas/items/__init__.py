"""What the scene is made of, one item a file."""
