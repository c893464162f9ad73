"""What the platform says of the network: whether there is one, what it costs, whether it wants a sign-in.

Each of it may be unknown, and all of it is a hint: a server on this computer needs no network.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


@dataclass(frozen=True)
class Connection:
    """`there`, `metered` and `portal` are None where the platform does not say."""

    there: bool | None = None
    metered: bool | None = None
    portal: bool | None = None


class ConnectionWatch(QObject):
    """`changed` comes when the platform says something else than before."""

    changed = Signal()

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._source: QNetworkInformation | None = None

    def start(self) -> None:
        """Listen, as far as there is somebody to listen to; the platform's own service is asked, no host is."""
        if self._source is None and QNetworkInformation.loadDefaultBackend():
            self._source = QNetworkInformation.instance()
            self._source.reachabilityChanged.connect(self.changed)
            self._source.isMeteredChanged.connect(self.changed)
            self._source.isBehindCaptivePortalChanged.connect(self.changed)

    @property
    def now(self) -> Connection:
        """How it is now."""
        source = self._source
        if source is None:
            return Connection()
        features, reach = QNetworkInformation.Feature, source.reachability()
        unknown = reach == QNetworkInformation.Reachability.Unknown or not source.supports(features.Reachability)
        return Connection(
            None if unknown else reach != QNetworkInformation.Reachability.Disconnected,
            source.isMetered() if source.supports(features.Metered) else None,
            source.isBehindCaptivePortal() if source.supports(features.CaptivePortal) else None,
        )
