"""On what something goes out, in the same words wherever it is told: consent, duty or a noted reason, and its ground
in law.
"""

from collections.abc import Iterable

from intake_app.screening import Release
from intake_app.vault import ReleaseRow


def of(release: Release | ReleaseRow | None) -> dict[str, str]:
    """The ground of a release; blank where nothing left by one."""
    if release is None:
        return {"basis": "", "lawful": ""}
    return {"basis": str(release.basis), "lawful": release.lawful}


def newest(releases: Iterable[ReleaseRow], purpose: str) -> dict[str, str]:
    """The ground of the newest of these that is for a purpose, blank where none is."""
    return of(next((one for one in reversed(tuple(releases)) if one.purpose == purpose), None))
