"""The sample of `make test`: the same for a seed, of every file something, and in the course of time everything."""

from tests import sampling

NAMES = [f"tests/gui_shell/test_home.py::test_{number}" for number in range(30)]


def test_a_seed_draws_the_same_and_another_one_others() -> None:
    assert sampling.drawn(NAMES, "a", 4) == sampling.drawn(reversed(NAMES), "a", 4)
    assert len(sampling.drawn(NAMES, "a", 4)) == 8
    assert sampling.drawn(NAMES, "a", 4) != sampling.drawn(NAMES, "b", 4)


def test_every_test_is_drawn_by_some_seed() -> None:
    assert set().union(*(sampling.drawn(NAMES, str(seed), 4) for seed in range(60))) == set(NAMES)


def test_of_every_file_something_is_drawn() -> None:
    assert sampling.drawn(NAMES[:1], "a", 4) == set(NAMES[:1])
    assert sampling.drawn([], "a", 4) == set()


def test_what_holds_a_bar_and_what_lies_elsewhere_is_never_left_out() -> None:
    tests = [(name, "gui_shell", name.endswith("7")) for name in NAMES]
    tests += [(f"tests/vault/test_keys.py::test_{number}", "vault", False) for number in range(30)]
    out = sampling.left_out(tests, "a")
    assert out < set(NAMES) and len(out) == 27 - -(-27 // sampling.SHARES["gui_shell"])
    assert not any(name.endswith("7") for name in out)


def test_without_a_seed_nothing_is_left_out() -> None:
    assert sampling.left_out([(name, "gui_shell", False) for name in NAMES], sampling.EVERY) == set()
