"""An entry of a counted repeat can be put back out of sight, and its count shows it when it comes to so many."""

from tests.xform.forms import inputs, session

BODY = (
    inputs("many") + '<group ref="/data/c"><label>C</label><repeat nodeset="/data/c" jr:count="/data/many">'
    '<input ref="/data/c/z"><label>Z</label></input></repeat></group>'
)


def test_its_count_says_whether_it_is_seen() -> None:
    made = session("<many/><c jr:template=''><z/></c>", '<bind nodeset="/data/many" type="int"/>', BODY)
    made.add_repeat("/data/c", hidden=True)
    made.restore([("/data/c[1]/z", "told")])
    assert made.count_repeat("/data/c") == 0
    assert made.leaves()["/data/c[1]/z"] == ("told", False)
    made.answer("/data/many", "1")
    assert made.count_repeat("/data/c") == 1
    assert made.leaves()["/data/c[1]/z"] == ("told", True)
