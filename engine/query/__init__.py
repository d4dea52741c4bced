"""Which images to ask about: pure functions from what is known of a pool to the next questions."""
