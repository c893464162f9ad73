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
# A chosen picture is drawn by the other process as it is installed: it must be found, start without a screen, and answer.
cat > "$scratch/draw.py" <<'END'
import sys
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage
import intake_app
from intake_app.gui import chosen_picture

assert "site-packages" in intake_app.__file__, intake_app.__file__
made, picture = QBuffer(), QImage(900, 600, QImage.Format.Format_RGB32)
made.open(QBuffer.OpenModeFlag.WriteOnly)
picture.fill(0xFF336699)
picture.save(made, "PNG")
seen, kept = chosen_picture.look(bytes(made.data().data()), 600)
assert not seen.failed and seen.image is not None, "no picture came back"
assert (seen.image.width(), seen.image.pixelColor(9, 9).name()) == (chosen_picture.SIDE, "#336699")
assert QImage.fromData(kept).width() == 600
sys.stdout.write("a chosen picture is drawn by another process\n")
END
env -u DISPLAY -u WAYLAND_DISPLAY -u PYTHONPATH QT_QPA_PLATFORM=offscreen "$scratch/venv/bin/python" "$scratch/draw.py"
