"""The pages of the window, a package each; they never import each other."""
