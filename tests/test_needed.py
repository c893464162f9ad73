"""What is absent is told: as a skip to whoever runs a part of the tests, as a failure where all of them count."""

import pytest

from tests.needed import need


@pytest.mark.parametrize("value", ["true", "1"])
def test_where_ci_runs_nothing_is_left_out(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(pytest.fail.Exception, match="no-such-program is not installed \\(nothing\\)"):
        need("no-such-program", "nothing", "2026-11-28")
    need("python3", "python3", "2026-11-28")


@pytest.mark.parametrize("value", ["", "false"])
def test_elsewhere_it_is_skipped_with_the_reason(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(pytest.skip.Exception, match="2026-11-28: no-such-program is not installed"):
        need("no-such-program", "nothing", "2026-11-28")
