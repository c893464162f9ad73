"""On whose answers it rests whether a question is asked."""

from tests.xform.forms import definition, inputs


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
