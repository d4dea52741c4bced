"""What a model gets right and wrong, image by image, and what thresholds make of it; pure NumPy."""
