"""A file name is a name and never a path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.errors import IntakeError
from intake_app.openrosa import check_file_name


@pytest.mark.parametrize(
    "name",
    [
        "a.jpg",
        "صورة.png",
        "प्रश्न 1.mp3",
        "a..b",
        ".hidden",
        "1[encrypted:AaH].csv".replace(":", "_"),
        "é.csv",
        "console.txt",
    ],
)
def test_plain_names_pass(name: str) -> None:
    assert check_file_name(name, "manifest") == name


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "...", " a", "a ", "a.", "../a", "..\\a", "/etc/passwd", "a/b", "C:\\a", "C:a", "a:stream"),
        *("CON", "con.txt", "nul", "LPT1.jpg", "a\x00b", "a\nb", "a\u202egpj.exe", "a\u200b", "a\u2028b", "\ud800"),
        *("a" * 241, "ص" * 121, "a?b", "a*b", "a|b", "<a>", '"', "xml_submission_file", "XML_SUBMISSION_FILE"),
    ],
)
def test_paths_and_tricks_do_not(name: str) -> None:
    with pytest.raises(IntakeError) as caught:
        check_file_name(name, "manifest")
    assert (caught.value.code, caught.value.facts) == ("openrosa.bad_file_name", {"place": "manifest"})


@given(st.text(max_size=300))
def test_what_passes_stays_in_its_folder(name: str) -> None:
    try:
        check_file_name(name, "manifest")
    except IntakeError:
        return
    assert not set(name) & set("/\\\0:") and name not in (".", "..") and len(name.encode()) <= 240
