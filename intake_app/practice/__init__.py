"""A practice server: a loopback OpenRosa server that answers as ODK Central was measured to answer, or as KoboToolbox.

    with PracticeServer(port=0, key=None) as server:
        server.url                                  base address for an app user, its key inside
        server.web_url                              base address for Central's web users
        server.add_form(xml, files, entity_lists)   offer a form; files by name; returns its formID
        server.set_state(form_id, state)            'open' | 'closing' | 'closed' | 'unassigned'
        server.received -> list[Received(instance_id, form_id, version, xml, files, created, root, replaced)]
        server.delete(instance_id)
        server.posts                                how many submissions were posted, whatever the answer
        server.behaviour = None | 'login_page' | 'cut' | 'conflict' | 'busy' | 'revoked' | 'full' | … (Behaviour)
        server.then('cut', 'busy', None)            the next submission posts, one each; then `behaviour` again
        server.breaking(Break('response', 17), …)   after which byte the line breaks, for the next requests, one each
        server.traffic -> list[Traffic(method, asked, answered, broken)]      in bytes

`kind='kobo'` plays KoboToolbox and Ona: `people` by Digest or Basic, 202 for what is there, their words for conflicts.
`people` are names and passwords, for Central those of web users, who must come over TLS: `tls` is the server's context.

`start()` and `stop()` run it on a thread of its own, `serve_forever()` on this one (Ctrl+C ends it). It listens on
127.0.0.1 only and keeps everything in memory: what was sent is gone when it stops. `/` is a page for people that lists
ids, file names and sizes, no answers. `strict_forms=True`
refuses records of forms that it was not given; `largest` is the size in bytes that a post may have.
"""

from intake_app.practice.breaks import Break, Traffic
from intake_app.practice.server import PracticeServer
from intake_app.practice.shelf import Behaviour, FormState, Kind, Received

__all__ = ["Behaviour", "Break", "FormState", "Kind", "PracticeServer", "Received", "Traffic"]
