"""Items 19 to 22: names of files, addresses, keys and identities that a form brings along."""

import base64
import textwrap
from collections.abc import Callable, Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from intake_app import workflow
from intake_app.workflow.forms import needed_files
from tests.hostile.acts import Opened, check, loads, refused
from tests.hostile.conftest import Warden
from tests.hostile.trial import Case, trap
from tests.xform.forms import inputs, xform

BODY = (
    '<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item">'
    '<value ref="name"/><label ref="label"/></itemset></select1>'
)
HOSTILE_SOURCES = {
    "climbing_out": "jr://file/../../etc/passwd",
    "climbing_out_of_csv": "jr://file-csv/../../../secret.txt",
    "file_address": "file:///etc/passwd",
    "plain_path": "/etc/passwd",
    "dots_alone": "jr://file/..",
    "nothing_behind": "jr://file/",
    "unc_share": r"\\host\share\list.xml",
    "unc_behind_jr": r"jr://file/\\host\share\list.xml",
    "drive": r"jr://file/C:\secret.txt",
    "device": "jr://file/CON",
    "over_http": "http://HOST/list.xml",
    "percent": "jr://file/%2e%2e%2f%2e%2e%2fsecret.txt",
    "nul_escaped": "jr://file/secret.txt%00.xml",
}


def listed(source: str) -> Callable[[], bytes]:
    """A form whose list comes from an address; HOST stands for the trap."""

    def make() -> bytes:
        address = source.replace("HOST", trap().address).replace("secret.txt", trap().secret.name)
        return xform("<a/>", body=BODY, model=f'<instance id="l" src="{address}"/>')

    return make


def stays_empty(opened: Opened) -> None:
    """The list is not there, which the report says; nothing else was looked for."""
    assert opened.session.choices("/data/a") == ()
    assert opened.codes == {"xform.file_missing"}


def looked_up(expression: str) -> Callable[[], bytes]:
    return lambda: xform("<a/>", f'<bind nodeset="/data/a" calculate="{expression}"/>', inputs("a"))


def finds_nothing(opened: Opened) -> None:
    assert opened.session.value("/data/a") == ""


def files_beside() -> Mapping[str, bytes]:
    return {"passwd": b"<root><item><name>x</name><label>X</label></item></root>"}


def only_the_staged(opened: Opened) -> None:
    """A path that climbs out means the file of that name that was handed in, and no other."""
    assert [choice.value for choice in opened.session.choices("/data/a")] == ["x"]


def pictured() -> bytes:
    """A label with pictures at other places."""
    values = "".join(
        f'<value form="{kind}">{address}</value>'
        for kind, address in (
            ("image", "jr://images/../../../etc/passwd"),
            ("audio", r"\\host\share\a.mp3"),
            ("video", f"http://{trap().address}/v.mp4"),
        )
    )
    itext = f'<itext><translation lang="en"><text id="t"><value>A</value>{values}</text></translation></itext>'
    return xform("<a/>", body='<input ref="/data/a"><label ref="jr:itext(\'t\')"/></input>', model=itext)


def bare_names(opened: Opened) -> None:
    media = opened.session.text("/data/a", "label").media
    assert media["image"] == "passwd"
    assert all("/" not in name for name in media.values())
    assert needed_files(opened.form, {"passwd": b"", "../passwd": b"", "/etc/passwd": b""}) == {"passwd": b""}


def addressed(action: str) -> Callable[[], bytes]:
    return lambda: xform("<a/>", model=f'<submission action="{action}" method="form-data-post"/>')


def told_not_used(opened: Opened) -> None:
    ((place, facts),) = opened.noted("xform.address_ignored")
    assert (place, bool(facts["address"])) == ("submission", True)


def key_of(bits: int) -> bytes:
    return _der(rsa.generate_private_key(65537, bits).public_key())


def _der(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def large_key(bits: int) -> bytes:
    """A public key of a size that would take minutes to make honestly."""
    return _der(rsa.RSAPublicNumbers(65537, (1 << (bits - 1)) | 1).public_key())


def curve_key() -> bytes:
    return _der(ec.generate_private_key(ec.SECP256R1()).public_key())


def keyed(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: with_key(base64.b64encode(make()).decode())


def with_key(text: str) -> bytes:
    return xform("<a/>", model=f'<submission base64RsaPublicKey="{text}"/>', body=inputs("a"))


def pem() -> bytes:
    lines = "&#10;".join(textwrap.wrap(base64.b64encode(key_of(2048)).decode(), 64))
    return with_key(f"-----BEGIN PUBLIC KEY-----&#10;{lines}&#10;-----END PUBLIC KEY-----")


def report(reason: str) -> Callable[[workflow.ImportedForm], None]:
    """The import report says why the key is no good ("" for a good one)."""

    def judge(form: workflow.ImportedForm) -> None:
        notices = {notice.code: notice.facts for notice in form.notices}
        assert notices.get("openrosa.bad_key", {}).get("reason", "") == reason

    return judge


def key_case(make: Callable[[], bytes], reason: str) -> Case:
    return Case(check, make, report(reason))


def identified(form_id: str, version: str = "1") -> Callable[[], bytes]:
    """A form of that id and version, written as the XML needs it."""
    return lambda: xform("<a/>", body=inputs("a")).replace(
        b'id="t" version="1"', f'id="{form_id}" version="{version}"'.encode()
    )


def keeps_id(form_id: str) -> Callable[[Opened], None]:
    def judge(opened: Opened) -> None:
        assert opened.form.form_id == form_id

    return judge


CASES: dict[str, Case] = {
    **{f"19_{name}": loads(listed(source), stays_empty) for name, source in HOSTILE_SOURCES.items()},
    "19_climbing_out_to_a_staged_name": loads(listed("jr://file/../../etc/passwd"), only_the_staged, files_beside),
    "19_instance_by_path": loads(looked_up("instance('../../../etc/passwd')/root/item"), finds_nothing),
    "19_pulldata_by_path": loads(looked_up("pulldata('../../etc/passwd', 'a', 'b', 'c')"), finds_nothing),
    "19_media_by_path": loads(pictured, bare_names),
    "20_other_server": loads(addressed("https://evil.example/submission"), told_not_used),
    "20_plain_http": loads(lambda: addressed(f"http://{trap().address}/submission")(), told_not_used),
    "20_javascript": loads(addressed("javascript:alert(1)"), told_not_used),
    "20_file": loads(addressed("file:///etc/passwd"), told_not_used),
    "21_512_bits": key_case(keyed(lambda: large_key(512)), "small"),
    "21_1024_bits": key_case(keyed(lambda: key_of(1024)), "small"),
    "21_2048_bits": key_case(keyed(lambda: key_of(2048)), ""),
    "21_8192_bits": key_case(keyed(lambda: large_key(8192)), ""),
    "21_16384_bits": key_case(keyed(lambda: large_key(16_384)), "large"),
    "21_not_rsa": key_case(keyed(curve_key), "not_rsa"),
    "21_garbage": key_case(lambda: with_key("Zm9vYmFy"), "not_a_key"),
    "21_not_base64": key_case(lambda: with_key("!!!"), "not_a_key"),
    "21_one_megabyte": key_case(lambda: with_key("A" * 1_000_000), "not_a_key"),
    "21_pem": key_case(pem, ""),
    "22_id_empty": refused("xform.no_form_id", identified(""), "/data/@id"),
    "22_id_of_10_kilobytes": refused("xform.bad_name", identified("x" * 10_240), "/data/@id"),
    "22_id_climbing_out": loads(identified("../../x"), keeps_id("../../x")),
    "22_id_of_a_device": loads(identified("CON"), keeps_id("CON")),
    "22_id_with_a_line_break": refused("xform.bad_name", identified("a&#10;b"), "/data/@id"),
    "22_id_turned_around": refused("xform.bad_name", identified("a\u202egpj.exe"), "/data/@id"),
    "22_id_of_sql": loads(identified("'; DROP TABLE form; --"), keeps_id("'; DROP TABLE form; --")),
    "22_version_of_10_kilobytes": refused("xform.bad_name", identified("t", "9" * 10_240), "/data/@version"),
    "22_version_climbing_out": loads(identified("t", "../../x"), keeps_id("t")),
    "22_version_with_a_line_break": refused("xform.bad_name", identified("t", "1&#13;2"), "/data/@version"),
    "22_version_turned_around": refused("xform.bad_name", identified("t", "\u20661"), "/data/@version"),
}


@pytest.mark.parametrize("name", CASES)
def test_catalogue(warden: Warden, name: str) -> None:
    warden.check(__name__, name, CASES[name])
