#!/bin/sh
# Makes sure that the system has what Python packages can not bring: libraries for Qt, fonts, and for the tests a screen, OCR and Java.
# usage: packaging/system.sh run|test
# As root on Debian or Ubuntu it installs what is missing; otherwise it prints the exact line to type and stops.
set -eu
purpose=${1:-run}
python=${PYTHON:-python3}

libraries="libegl1 libgl1 libglib2.0-0 libfontconfig1 libfreetype6 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0
 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libcups2 libpulse0 fonts-noto-core fonts-wqy-microhei"
read_by="tesseract-ocr tesseract-ocr-amh tesseract-ocr-ara tesseract-ocr-ben tesseract-ocr-fas tesseract-ocr-fra
 tesseract-ocr-ita tesseract-ocr-tir tesseract-ocr-urd"
[ "$purpose" = test ] && libraries="$libraries xvfb libxtst6 dbus-daemon cups-daemon cups-client cups-filters printer-driver-cups-pdf pulseaudio $read_by zbar-tools poppler-utils"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu: please see that Qt's libraries and the Noto fonts (and one for Chinese) are installed." >&2
    exit 0
fi

missing=""
for package in $libraries; do
    # On newer Ubuntu some libraries carry the ending t64.
    state=$(dpkg-query -W -f='${Status};' "$package" "${package}t64" 2>/dev/null || true)
    case "$state" in *"install ok installed"*) ;; *) missing="$missing $package" ;; esac
done
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    missing="$missing python$version-venv"
fi
# Any Java that compiles will do: JavaRosa and ODK Validate, whose values ours are held against, run on it.
if [ "$purpose" = test ] && ! { command -v java && command -v javac; } >/dev/null 2>&1; then
    missing="$missing openjdk-17-jdk-headless"
fi
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    echo "Installing system packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null
    # shellcheck disable=SC2086
    apt-get install -y -q --no-install-recommends $missing >/dev/null
else
    echo "Some system packages are missing. Please type this line, then start again:" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
