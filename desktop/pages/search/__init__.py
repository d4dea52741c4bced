"""Search: which recipe trains best, and whether that is proven."""
