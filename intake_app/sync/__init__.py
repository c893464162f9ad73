"""One durable loop: what is due goes out, what is new comes in.

    run_round(on_vault, client, server_name, progress, cancelled, now=None, beside=False, changed=None) -> RoundReport
    fetch_forms(on_vault, client, server_name, accept, progress, cancelled, changed=None) -> FormsReport

`on_vault(function)` runs `function(vault)` where the vault lives and gives back its value; the loop itself belongs to
the net lane and waits for the vault, never the other way round. `client` is an open `intake_app.openrosa.Client`.

`run_round` sends each record that is due, at most once a round: the attempt is written before the send and its end
after it, so that a crash anywhere means "send again", which the instanceID makes harmless. `now` is the moment that
retry times are compared with, and a server that asks to be left alone is; None means whatever they say (a person
asked). One record's trouble never stops the others; a key or password that is refused, a captive portal, a server that
can not be reached and three records in a row that it could not take do. `progress(Progress)` comes on this thread;
`cancelled()` is asked between records, between pieces and from a watching thread. `changed()` tells that the server is
no longer the one that `client` speaks to: no record goes after that; without it, since the round began.

`fetch_forms` compares the list and the manifests with what the vault has and fetches what differs. `accept(xml, files)`
checks a form and makes the vault's `FormFile` of it, or raises IntakeError; each form with all its files is stored in
one transaction: one that is not here comes in at once, another version of one that is here waits as an offer. Nothing
is ever deleted because a server no longer lists it, and nothing is stored after `changed()`.

A record whose form has a key goes out encrypted: its envelope is made once and kept in the vault until the server has
accepted, its files are encrypted again for each try. Files that the server has confirmed are not sent again.

`Patience` says how long a server that did not answer is left alone.

No codes of its own: those of `openrosa`, of the vault and of `accept` pass through.
"""

from intake_app.sync.forms import FormResult, FormsReport, fetch_forms
from intake_app.sync.lane import OnVault
from intake_app.sync.patience import Patience
from intake_app.sync.records import Progress, RecordResult, RoundReport, run_round

__all__ = [
    "FormResult",
    "FormsReport",
    "OnVault",
    "Patience",
    "Progress",
    "RecordResult",
    "RoundReport",
    "fetch_forms",
    "run_round",
]
