"""Training: what the model learns from, how, and how far it is."""
