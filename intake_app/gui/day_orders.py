"""One order for several servers: which are sent to, one after the other, and what came of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from intake_app.gui.rounds import SEND
from intake_app.gui.words import own_way
from intake_app.vault import ServerRow, Standing


def due(
    chosen: str, servers: Sequence[ServerRow], waiting: Mapping[str, int], standing: Iterable[Standing]
) -> tuple[str, ...]:
    """The servers that one button sends to: the chosen one, which also gets what any may have, and all that have
    something of their own. What is sent to a test server is thrown away: it is sent to when it is chosen, alone.
    """
    testing = {server.name for server in servers if server.test}
    own = {one.server for one in standing if one.delivery == "waiting"}
    first = [chosen] if waiting.get(chosen) else []
    if chosen in testing:
        return tuple(first)
    names = (server.name for server in servers if server.name in own - testing - {chosen})
    return (*first, *(name for name in names if waiting.get(name)))


class DayOrder:
    """What was ordered at once. `home` is the server that was chosen then."""

    def __init__(self) -> None:
        self.home = ""
        self.to_come: list[str] = []
        self.good = True
        self._ends: dict[str, Callable[[], str]] = {}

    def give(self, servers: Sequence[str], home: str) -> None:
        """An order for these servers."""
        self.home, self.to_come = home, list(servers[1:])

    def begins(self, what: str, server: str) -> bool:
        """Something begins. Whether it goes on with the order; if not, what came before is forgotten."""
        goes_on = what == SEND and server in self.to_come
        if goes_on:
            self.to_come.remove(server)
        else:
            self._ends, self.good = {}, True
        return goes_on

    def ended(self, server: str, told: Callable[[], str], *, good: bool) -> Callable[[], str]:
        """What came of one round; the words of all of the order so far, by server where there are several."""
        self._ends[server] = told
        self.good = self.good and good
        if len(self._ends) == 1 and not self.to_come:
            return told
        ends = tuple(self._ends.items())
        return lambda: " ".join(f"{own_way(name)}: {words()}" for name, words in ends)

    @property
    def several(self) -> bool:
        """Whether more than one round of the order is over."""
        return len(self._ends) > 1
