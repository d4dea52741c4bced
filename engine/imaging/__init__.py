"""Any image file to pixels: reading, orientation, thumbnails, fingerprints."""
