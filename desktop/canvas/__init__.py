"""The canvas: an image with its shapes, and the tools to draw and edit them."""
