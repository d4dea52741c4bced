"""torch, Ultralytics and OpenCV live here alone: train, score, evaluate, export."""
