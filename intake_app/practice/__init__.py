"""A practice server: a loopback OpenRosa server that answers as ODK Central was measured to answer.

    with PracticeServer(port=0, key=None) as server:
        server.url                                  base address for an app user, its key inside
        server.add_form(xml, files)                 offer a form; files by name; returns its formID
        server.received -> list[Received(instance_id, form_id, version, xml, files, created)]
        server.posts                                how many submissions were posted, whatever the answer
        server.behaviour = None | 'login_page' | 'cut' | 'conflict' | 'busy' | 'revoked' | 'full' | … (Behaviour)
        server.then('cut', 'busy', None)            the next submission posts, one each; then `behaviour` again

`start()` and `stop()` run it on a thread of its own, `serve_forever()` on this one (Ctrl+C ends it). It listens on
127.0.0.1 only and keeps everything in memory: what was sent is gone when it stops. `/` is a page for people that lists
ids, file names and sizes, no answers. `strict_forms=True`
refuses records of forms that it was not given; `largest` is the size in bytes that a post may have.
"""

from intake_app.practice.server import PracticeServer
from intake_app.practice.shelf import Behaviour, Received

__all__ = ["Behaviour", "PracticeServer", "Received"]
