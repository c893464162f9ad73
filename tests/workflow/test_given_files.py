"""Items 42 and 45 of the catalogue: what a file says that nobody sees, and files that are none."""

import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.given_files import read_file, whole
from intake_app.workflow import pictures
from tests.vault import scene

CANARY = b"Zirkonvogel-7341"
SIZE = (40, 30)
BEHIND = b"ftyp film behind the end " + CANARY
TURN = 6
"""Held with the left side up."""


def drawn() -> Image.Image:
    picture = Image.new("RGB", SIZE)
    picture.putdata([(x * 6 % 256, y * 8 % 256, (x * y) % 256) for y in range(SIZE[1]) for x in range(SIZE[0])])
    return picture


def speaking(turn: int = TURN) -> bytes:
    """Exif with a place, a serial number and how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[0x001D] = CANARY.decode()
    exif.get_ifd(0x8769)[0xA431] = CANARY.decode()
    return exif.tobytes()


def written(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    drawn().save(out, kind, **more)
    return out.getvalue()


def png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", CANARY.decode())
    told.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    return written("PNG", pnginfo=told, exif=speaking()) + BEHIND


SPEAKING = {
    "jpeg": lambda: written("JPEG", exif=speaking(), comment=CANARY, icc_profile=b"colours") + BEHIND,
    "jpeg in passes": lambda: written("JPEG", exif=speaking(), progressive=True, xmp=CANARY) + BEHIND,
    "png": png,
    "webp": lambda: written("WEBP", exif=speaking(), xmp=CANARY, lossless=True, icc_profile=b"colours") + BEHIND,
}


def seen(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@pytest.mark.parametrize("kind", SPEAKING)
def test_42_a_picture_says_nothing_but_what_is_seen(kind: str) -> None:
    data = SPEAKING[kind]()
    assert CANARY in data, "the control"
    quiet = pictures.silent(data)
    assert CANARY not in quiet
    assert seen(quiet) == seen(data)
    assert pictures.silent(quiet) == quiet
    profile = Image.open(io.BytesIO(data)).info.get("icc_profile")
    assert Image.open(io.BytesIO(quiet)).info.get("icc_profile") == profile


@pytest.mark.parametrize("turn", range(10))
def test_42_how_the_camera_was_held_stays(turn: int) -> None:
    quiet = pictures.silent(written("JPEG", exif=speaking(turn)))
    held = Image.open(io.BytesIO(quiet)).getexif()
    assert dict(held) == ({0x0112: turn} if 2 <= turn <= 8 else {})
    assert not held.get_ifd(0x8825)


@pytest.mark.parametrize("kind", SPEAKING)
def test_42_a_picture_that_is_cut_is_kept_as_it_is(kind: str) -> None:
    data = SPEAKING[kind]()[: -len(BEHIND)]
    for end in range(3, len(data) - 12, 7):
        assert pictures.silent(data[:end]) == data[:end]


@given(st.binary(max_size=300), st.sampled_from((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBP", b"")))
@example(b"\xe1\0\x10Exif\0\0II*\0\xff\xff\xff\xff\xff\xd9", b"\xff\xd8\xff")
@example(b"\xe1\0\x02\xff\xd9", b"\xff\xd8\xff")
def test_45_any_bytes_are_made_quiet_or_kept(tail: bytes, head: bytes) -> None:
    assert len(pictures.silent(head + tail)) <= len(head + tail) + 40


def test_what_is_attached_says_nothing(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        name = workflow.attach(store, "uuid:1", SPEAKING["jpeg"](), "image/jpeg")
        assert CANARY not in workflow.attachment(store, "uuid:1", name)
    (tmp_path / "a.png").write_bytes(png())
    assert CANARY not in workflow.read_attachment(tmp_path / "a.png")


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-26: pipes and devices as POSIX has them")
@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "/dev/tty0", "folder", "link to a device"])
def test_45_what_is_no_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link to a device").symlink_to("/dev/zero")
    with pytest.raises((IntakeError, OSError)) as refused:
        read_file(tmp_path / name)
    assert not isinstance(refused.value, IntakeError) or refused.value.code == "workflow.not_a_file"
    assert name != "folder" or str(refused.value) == "workflow.not_a_file (file=folder)"


def test_45_a_file_with_a_hole_of_four_gigabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "hole").open("wb") as stream:
        stream.truncate(4 << 30)
    with pytest.raises(IntakeError) as refused:
        workflow.read_attachment(tmp_path / "hole")
    assert (refused.value.code, refused.value.facts["limit"]) == ("gui.file_too_large", workflow.MAX_ATTACHMENT)
    (tmp_path / "edge").write_bytes(b"x" * 10)
    assert read_file(tmp_path / "edge", 10) == b"x" * 10
    with pytest.raises(IntakeError):
        read_file(tmp_path / "edge", 9)


def test_45_an_empty_file_is_no_attachment(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        with pytest.raises(IntakeError, match=r"workflow\.attachment_empty"):
            workflow.attach(store, "uuid:1", b"", "image/png")


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-26: pipes as POSIX has them")
def test_45_a_pipe_named_on_the_command_line_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from intake_app.cli import run

    os.mkfifo(tmp_path / "form.xml")
    assert run(["form", "check", str(tmp_path / "form.xml")]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "workflow.not_a_file"


def test_a_file_is_written_whole_or_what_was_there_stays(tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    for before in (None, b"kept"):
        if before:
            target.write_bytes(before)
        with pytest.raises(OSError), whole(target) as stream:
            stream.write(b"x" * 100_000)
            raise OSError(errno.ENOSPC, "full")
        assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])
    with whole(target) as stream:
        stream.write(b"anew")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"anew"]
