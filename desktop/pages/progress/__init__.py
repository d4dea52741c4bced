"""Progress: how good the model is, what it gets wrong, and from where its boxes count."""
