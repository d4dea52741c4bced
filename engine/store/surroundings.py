"""What lies under a project folder: whether it is writable, and whether it is a network drive."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil

_NETWORK_FILE_SYSTEMS = (
    "nfs", "cifs", "smb", "afp", "webdav", "davfs", "9p", "afs", "ceph", "glusterfs", "lustre",
    "fuse.sshfs", "fuse.rclone", "fuse.gvfsd", "gpfs", "vboxsf", "prl_fs",
)  # fmt: skip
_WINDOWS_REMOTE_DRIVE = 4


def is_writable(folder: Path) -> bool:
    """Return whether files can be made in a folder; False on a read-only medium."""
    return os.access(folder, os.W_OK | os.X_OK)


def is_network_drive(folder: Path) -> bool:
    """Return whether a folder is on another machine, where SQLite's WAL is not safe."""
    resolved = folder.resolve()
    if sys.platform == "win32":
        import ctypes

        root = resolved.anchor
        drive_type = int(ctypes.windll.kernel32.GetDriveTypeW(root))
        return root.startswith("\\\\") or drive_type == _WINDOWS_REMOTE_DRIVE
    return _file_system_of(resolved).startswith(_NETWORK_FILE_SYSTEMS)


def _file_system_of(folder: Path) -> str:
    """Return the type of the file system mounted deepest above a folder, "" if unknown."""
    try:
        mounts = psutil.disk_partitions(all=True)
    except OSError:
        return ""
    above = [m for m in mounts if folder.is_relative_to(m.mountpoint)]
    deepest = max(above, key=lambda m: len(m.mountpoint), default=None)
    return "" if deepest is None else deepest.fstype.lower()
