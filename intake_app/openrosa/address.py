"""The address of a server: what is allowed in it, and how it is shown without its secrets."""

import base64
import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urljoin, urlsplit

from intake_app.errors import IntakeError
from intake_app.openrosa.trust import PUBLIC, Trust, check_trust

ServerKind = Literal["app_user", "basic", "digest"]

_LONGEST = 2000
_SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f\\]")
# What one reader of addresses takes for a part of a host, and another for its end.
_READ_OTHERWISE = re.compile(r"[\x00-\x1f\x7f\\]")
# The token of an ODK Central app user, or of a draft under test, stands in the path.
_KEY = re.compile(r"/(?:key|test)/([^/]+)")
_PORTS = {"https": 443, "http": 80}
_CENTRAL = re.compile(r"/v1/key/[^/]+/projects/")
_PROJECT = re.compile(r"/v1/projects/\d+$")


@dataclass(frozen=True, repr=False)
class ServerAddress:
    """A server and how it knows us. `url` is the base before `/formList` and is itself a secret for an app user."""

    name: str
    url: str
    kind: ServerKind
    username: str = ""
    secret: str = ""
    trust: Trust = PUBLIC

    def __repr__(self) -> str:
        return f"ServerAddress(name={self.name!r}, origin={self.origin!r}, kind={self.kind!r})"

    @property
    def origin(self) -> str:
        """Scheme, host and port; no path, so it may be shown."""
        return origin_of(self.url)

    @property
    def for_testing(self) -> bool:
        """True for a Central draft: what is sent there is thrown away when the form is published."""
        return "/test/" in urlsplit(self.url).path

    def secrets(self) -> tuple[str, ...]:
        """Every text that must not be shown or logged; as it goes over the wire too, for a server may repeat that."""
        basic = base64.b64encode(f"{self.username}:{self.secret}".encode()).decode() if self.secret else ""
        return tuple(text for text in (basic, self.secret, *_KEY.findall(urlsplit(self.url).path)) if text)


def central_project(url: str) -> str:
    """The address of a project of ODK Central as people have it who sign in, also by that of an app user; else ''."""
    plain = _CENTRAL.sub("/v1/projects/", url.rstrip("/"))
    return plain if _PROJECT.search(urlsplit(plain).path) else ""


def origin_of(url: str) -> str:
    """`scheme://host:port` in lower case, or '' when the text is no absolute web address.

    '' too for one that the reader below `requests` takes for another host (a backslash ends the host there), and for
    one with a name inside, which `requests` would send as its proof.
    """
    parts = _split(url)
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        return ""
    if _READ_OTHERWISE.search(url) or "@" in parts.netloc:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{parts.port or _PORTS[parts.scheme]}"


def joined(url: str, told: str) -> str:
    """The address that a server points to from `url`; '' when it can not be one, which is at no origin of ours."""
    try:
        return urljoin(url, told)
    except ValueError:
        return ""


def parse_address(text: str) -> ServerAddress:
    """The address as pasted by a person: checked, without closing slash, named by its host.

    The kind is 'app_user' when the path carries a key, else 'basic'; replace it, the name, the user name and the secret
    with `dataclasses.replace`. Raises IntakeError 'openrosa.bad_address' with `reason`.
    """
    url = text.strip().rstrip("/")
    for ending in ("/formList", "/submission"):
        url = url.removesuffix(ending)
    kind: ServerKind = "app_user" if _KEY.search(url) else "basic"
    check_url(url)
    return ServerAddress(urlsplit(url).hostname or "", url, kind)


def check_url(url: str) -> None:
    """Raise IntakeError 'openrosa.bad_address' unless the URL is https, or http on this computer."""
    parts = _split(url)
    if parts is None or len(url) > _LONGEST or _SPACE_OR_CONTROL.search(url):
        raise IntakeError("openrosa.bad_address", reason="not_an_address")
    if parts.scheme not in _PORTS or not parts.hostname:
        raise IntakeError("openrosa.bad_address", reason="not_an_address")
    if parts.username is not None or parts.password is not None:
        raise IntakeError("openrosa.bad_address", reason="password_inside")
    if parts.query or parts.fragment:
        raise IntakeError("openrosa.bad_address", reason="query_inside")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise IntakeError("openrosa.bad_address", reason="needs_https")


def check_server(address: ServerAddress) -> None:
    """Raise 'openrosa.bad_address' when this address can not be used: see check_url; a password needs https.

    Also 'openrosa.bad_authority' and 'openrosa.bad_fingerprint'.
    """
    check_url(address.url)
    check_trust(address.trust)
    if address.kind == "basic" and not address.url.lower().startswith("https:"):
        # Basic sends the password as it is; the practice server on this computer is used by app-user addresses.
        raise IntakeError("openrosa.bad_address", reason="needs_https")
    if address.kind != "app_user" and not (address.username and address.secret):
        raise IntakeError("openrosa.bad_address", reason="no_password")


def is_loopback(host: str) -> bool:
    """Whether a host name means this computer, without asking a name server."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a port that is no number shows only when it is asked for
    except ValueError:
        return None
    return parts
