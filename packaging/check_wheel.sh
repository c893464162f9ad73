#!/bin/sh
# Installs the newest wheel in dist/ in an empty environment and does the main job from an empty folder.
# usage: packaging/check_wheel.sh PYTHON
set -eu
python=${1:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(ls -t "$here"/dist/*.whl | head -n 1)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r "$here/requirements.lock"
"$scratch/venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps "$wheel"
"$scratch/venv/bin/python" -m pip check --disable-pip-version-check
mkdir "$scratch/empty"
cd "$scratch/empty"
env -u DISPLAY -u WAYLAND_DISPLAY -u PYTHONPATH "$scratch/venv/bin/intake" start --out "$scratch/empty/out"
