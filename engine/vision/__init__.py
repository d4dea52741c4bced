"""Torch, Ultralytics and OpenCV: train, score, evaluate, export. Only workers import it.

Importing the package sets what Ultralytics and ONNX Runtime read when they are imported: stay off
the network, install nothing, and load weights without running code that hides in them.
"""

from __future__ import annotations

import os

for _name, _value in (
    ("YOLO_OFFLINE", "1"),
    ("YOLO_AUTOINSTALL", "0"),
    ("ULTRALYTICS_SAFE_LOAD", "1"),
    ("ORT_DISABLE_TELEMETRY", "1"),
):
    os.environ[_name] = _value
