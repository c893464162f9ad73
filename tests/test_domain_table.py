"""The table of the domain's rows: each that is promised by now has a check that runs, in one of the files beside."""

from tests import (
    test_domain_case_rows,
    test_domain_consent_rows,
    test_domain_paper_rows,
    test_domain_rows,
    test_domain_service_rows,
)

FILES = (
    test_domain_case_rows, test_domain_consent_rows, test_domain_paper_rows, test_domain_rows, test_domain_service_rows,
)  # fmt: skip
PROMISED = {2, 3, 9, 10, 11, 13, 17, 20, 21, 30, 32, 36, 38, 39, 45, 47, 48}


def test_every_row_that_is_promised_has_its_check() -> None:
    assert sorted(PROMISED - {row for each in FILES for row in each.ROWS}) == []
