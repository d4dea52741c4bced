#!/usr/bin/env bash
# Makes the virtual environment .venv with everything Loupe needs, and on Debian or Ubuntu the system libraries of Qt.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
libraries="libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 libxkbcommon-x11-0
  libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 xvfb xauth"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Loupe needs Python 3.11 or newer; $python is $("$python" --version). Set PYTHON=python3.12, for example." >&2
  exit 1
}

missing_libraries() {
  command -v dpkg-query >/dev/null || return 0
  for library in $libraries; do
    # Since 2024 some packages carry the suffix t64.
    # One of the two names is always unknown, so the exit code says nothing.
    states=$(dpkg-query -W -f='${Status}\n' "$library" "${library}t64" 2>/dev/null) || true
    case "$states" in *"ok installed"*) ;; *) echo "$library" ;; esac
  done
}

missing=$(missing_libraries | tr '\n' ' ')
if [ -n "${missing// /}" ]; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  echo "Qt needs these system packages: $missing"
  if ! { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1; then
    echo "They could not be installed. Install them by: sudo apt-get install --no-install-recommends $missing" >&2
    echo "Then run the same command again." >&2
    exit 1
  fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv || {
  echo "No virtual environment could be made. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
  exit 1
}
echo "Installing Python packages into .venv (about 6 GB, some minutes the first time) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
touch .venv/.ready
