"""On whose answers it rests whether a question is asked."""

from intake_app.xform import new_session
from tests.xform.forms import NOW, definition, inputs
from tests.xform.replay import surroundings


def test_a_condition_rests_on_what_it_reads_and_on_what_that_is_worked_out_from() -> None:
    binds = (
        '<bind nodeset="/data/b" relevant="/data/a = 1"/>'
        '<bind nodeset="/data/g" relevant="/data/sum &gt; 2 or /data/a = 2"/>'
        '<bind nodeset="/data/sum" calculate="/data/a + /data/half"/>'
        '<bind nodeset="/data/half" calculate="/data/b div 2"/>'
        '<bind nodeset="/data/g/c" constraint="/data/b = 1"/>'
    )
    form = definition("<a/><b/><sum/><half/><g><c/></g>", binds, inputs("a", "b", "g/c"))
    found = {path: set(read) for path, read in form.gates.items()}
    assert found == {"/data/b": {"/data/a"}, "/data/g": {"/data/a", "/data/b"}}


def test_an_entry_that_is_named_by_the_way_from_here_is_read_as_one_of_any() -> None:
    binds = (
        '<bind nodeset="/data/here" calculate="indexed-repeat(../r/d, ../r, 2)"/>'
        '<bind nodeset="/data/there" calculate="indexed-repeat(/data/r/d, ../r, 2)"/>'
    )
    body = '<repeat nodeset="/data/r"><input ref="/data/r/d"/></repeat>'
    record = new_session(definition('<here/><there/><r jr:template=""><d/></r>', binds, body), surroundings(NOW))
    for number in (1, 2):
        record.add_repeat("/data/r")
        record.answer(f"/data/r[{number}]/d", f"d{number}")
    assert (record.value("/data/here"), record.value("/data/there")) == ("d2", "d2")
