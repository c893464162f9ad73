"""The services of this workplace: the built-in ones and its own, which come from a file and go into one."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal

from intake_app import languages, workflow
from intake_app.errors import IntakeError
from intake_app.gui import files, form_languages, service_words
from intake_app.gui.consent_words import KINDS
from intake_app.gui.controls import Badge, Card, Kind, Label, Sheet, column, scrolled, secondary, tab_order
from intake_app.gui.facts import Facts, named
from intake_app.gui.headed_page import ListPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.service_search import ServiceSearch, Sought
from intake_app.gui.table import Cell, Row
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble_line import TroubleLine
from intake_app.gui.words import Words, file_name, listed, own_way, steady
from intake_app.referral import LARGEST_TABLE, Directory, Recipient
from intake_app.vault import Vault
from intake_app.workflow import ServicesImported
from intake_app.workflow.services import put_back_services

FILE_NAME = "services.csv"
_MOST = 12
"""Services that are named in a line."""


class ServicesPage(ListPage):
    """A list, and beside it the chosen service. `changed` carries the directory as it is now."""

    changed = Signal(object)

    def __init__(
        self, words: Words, lanes: Lanes, look: Look, *, may_import: bool, sought: Sought | None = None
    ) -> None:
        super().__init__(words, lanes, look)
        self.search = ServiceSearch(words, self.table, sought or Sought())
        self.directory, self._own = Directory(()), frozenset[str]()
        self.about, self.trouble = Facts(), TroubleLine(words)
        self.phone, self.task = Label(role="title", wrap=True), Label(wrap=True)
        self.told = Label(role="second", wrap=True)
        self._brought: ServicesImported | None = None
        self.check = Badge()
        self.save, self.anew, self.bring = secondary("Ctrl+S"), secondary(), secondary("Ctrl+O")
        self._may_import = may_import
        self._lay_out()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Services")

    def refresh(self) -> None:
        """Which there are now."""
        self.lanes.vault(_query, self._take)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Services"),
            tr("Built-in ones, and those of this workplace from a table or JSON: an own one takes the place of a "
               "built-in one of its code. After 90 days without a check a slip says so."),
        )  # fmt: skip
        self.table.setAccessibleName(tr("Services"))
        self._details.setAccessibleName(tr("The chosen service"))
        self.search.retranslate()
        self.save.say(tr("Save own services…"))
        self.anew.say(tr("A file in their place…"))
        self.bring.say(tr("Take services from a file…"))
        self._show()

    def take_file(self, paths: Sequence[Path], *, replace: bool = False) -> None:
        """Take what a file has, beside the own services or in their place.

        Where anything in it is wrong, nothing changes and the page says what.
        """
        path = paths[0]
        self.lanes.work(lambda: files.read(path, LARGEST_TABLE), partial(self._import, replace), self._failed)

    def save_to(self, path: Path) -> None:
        """The own services as a table, or as JSON where the name says so."""
        told = self.words("Saved as {name}.").format(name=file_name(path.name, self.words))

        def write(data: bytes) -> None:
            self.lanes.work(
                partial(files.write_private, path, data),
                lambda _none: self.said.emit(told, Kind.OK, "", None),
                lambda _error: self.lanes.trouble.emit(IntakeError("gui.not_saved", file=path.name)),
            )

        kind: Literal["csv", "json"] = "json" if path.suffix.lower() == ".json" else "csv"
        self.lanes.vault(lambda store: workflow.export_services(store, kind), write)

    def _import(self, replace: bool, data: bytes) -> None:
        self.once(lambda store: workflow.import_services(store, data, replace=replace), self._imported, self._failed)

    def _imported(self, told: ServicesImported) -> None:
        self.trouble.hide()
        self._brought = told

        def said() -> str:
            line = self.words("New: {added}. Changed: {changed}. Own services now: {own}, to be checked: {to_check}.")
            return line.format(added=told.added, changed=told.changed, own=told.own, to_check=told.to_check)

        self.said.emit(said, Kind.OK, lambda: self.words("Undo"), partial(self._put_back, told))
        self.refresh()

    def _put_back(self, told: ServicesImported) -> None:
        """The own services as they were; what was changed since stays."""

        def back(done: bool) -> None:
            self._brought = None if done else self._brought
            tr = self.words

            def said() -> str:
                left = tr("Services were changed since: they stay.")
                return tr("The own services are as they were.") if done else left

            self.said.emit(said, Kind.OK if done else Kind.WARN, "", None)
            self.refresh()

        self.once(lambda store: put_back_services(store, told), back, self._failed)

    def _failed(self, error: Exception) -> None:
        self.trouble.tell(error)

    def _take(self, found: tuple[Directory, frozenset[str]]) -> None:
        self.directory, self._own = found
        self._show()
        self.changed.emit(self.directory)

    def _show(self) -> None:
        tr = self.words
        found = self.search.found(self.directory)
        self.empty.setText(tr("No service fits what is sought.") if len(self.directory) else tr("No service yet"))
        self.show_rows((tr("Service"), tr("State")), [self._row(one) for one in found])
        self.save.setVisible(bool(self._own))
        self.anew.setVisible(self._may_import and bool(self._own or self.directory.unread))
        lines = self._told()
        self.told.setText("\n".join(lines))
        self.told.setVisible(bool(lines))
        self._show_chosen()

    def _told(self) -> list[str]:
        """What the file that was just taken changed about who is told what, and what can not be read."""
        tr, brought, lines = self.words, self._brought, list[str]()
        if self.directory.unread:
            lines.append(
                tr.plural(
                    "{n} own service can not be read and is left out. Take the services from their file again.",
                    "{n} own services can not be read and are left out. Take the services from their file again.",
                    self.directory.unread,
                ).format(n=self.directory.unread)
            )
        if brought is not None and brought.replaced:
            phones = ((one.code, one.former_phone or "–", one.phone or "–") for one in brought.replaced)
            numbers = [f"\u2066{code} ({before} → {now})\u2069" for code, before, now in phones]
            lines.append(tr("In place of built-in ones, with the number before and now: {services}").format(
                services=listed(numbers, tr.language)
            ))  # fmt: skip
        if brought is not None and brought.whole:
            left = len(brought.whole) - _MOST
            more = [tr.plural("and {n} more", "and {n} more", left).format(n=left)] if left > 0 else []
            lines.append(tr("May be told of trafficking and get a whole case: {services}").format(
                services=listed([*brought.whole[:_MOST], *more], tr.language)
            ))  # fmt: skip
        return [steady(line) for line in lines]

    def _row(self, one: Recipient) -> Row:
        own = one.code in self._own
        stale = one.needs_check(date.today())
        badge = self.words("own") if own else self.words("built-in")
        if stale:
            badge = f"{badge} · {self.words('to check')}" if own else self.words("to check")
        kind = Kind.WARN if stale else Kind.OK if own else Kind.NEUTRAL
        name, sought = own_way(one.name(self.words.language)), self.search.sought.language
        if sought and not one.speaks(sought):
            name = f"{name} · {self.words('languages not known')}"
        return Row(one.code, (Cell(steady(name)), Cell(badge=badge, kind=kind)))

    def _show_chosen(self) -> None:
        tr = self.words
        one = next((each for each in self.directory if each.code == self.table.key()), None)
        self.name.setText(steady(own_way(one.name(tr.language))) if one is not None else "")
        self.check.setVisible(one is not None and one.needs_check(date.today()))
        self.phone.setText(f"\u2066{one.phone}\u2069" if one is not None else "")
        self.phone.setVisible(one is not None and bool(one.phone))
        self.task.setText(steady(one.mandate_text(tr.language)) if one is not None else "")
        self.about.tell(self._facts(one) if one is not None else ())
        self._details.verticalScrollBar().setValue(0)
        if one is not None:
            told = tr("Not confirmed yet: check before use") if one.draft else tr("Not checked lately")
            self.check.say(told, Kind.WARN)

    def _facts(self, one: Recipient) -> list[tuple[str, str]]:
        tr = self.words
        known = {each.code for each in languages.all_languages()}
        spoken = [form_languages.our_name(code, tr) if code in known else code for code in one.languages]
        day = f"{one.last_verified:%d/%m/%Y}" if one.last_verified else tr("never")
        where = " · ".join(part for part in (one.territory, " ".join(one.provinces), one.address) if part)
        told = [
            (tr("Opening hours"), one.hours_text(tr.language)),
            (tr("Area and address"), where),
            (tr("For what people agree to it counts as: {kind}"), tr(KINDS[one.recipient_kind])),
            *service_words.own_facts(one, tr),
            (tr("Languages: {languages}"), listed(spoken, tr.language)),
            (tr("Checked: {day}"), day),
            (tr("Source: {source}"), tr(one.source) if one.source else ""),
        ]
        return [(named(name), steady(value)) for name, value in told if value]

    def _ask_open(self, *, replace: bool = False) -> None:
        tr = self.words
        kinds = tr("Tables and JSON") + " (*.csv *.txt *.json)"
        title = tr("A file in place of all own services") if replace else tr("Take services from a file")
        files.ask_open(self, title, kinds, partial(self.take_file, replace=replace), several=False)

    def _ask_save(self) -> None:
        tr = self.words
        kinds = tr("Tables and JSON") + " (*.csv *.json)"
        files.ask_save(self, tr("Save own services"), kinds, FILE_NAME, self.save_to)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _key: self._show_chosen())
        self.search.changed.connect(self._show)
        self.bring.clicked.connect(lambda: self._ask_open())
        self.anew.clicked.connect(lambda: self._ask_open(replace=True))
        self.save.clicked.connect(self._ask_save)

    def _lay_out(self) -> None:
        card = Card(margin=Space.NORMAL, gap=Space.SMALL)
        for part in (self.trouble, self.told, self.name):
            card.column.addWidget(part)
        card.column.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeading)  # beside it a name breaks in many lines
        holder = Sheet()
        inside = column(holder, gap=Space.MEDIUM)
        for line in (self.phone, self.task):
            inside.addWidget(line)
        inside.addWidget(self.about)
        inside.addStretch(1)
        self._details = scrolled(holder)
        self._details.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        card.column.addWidget(self._details, 1)
        self.trouble.hide()
        self.told.hide()
        actions = (self.save, self.anew, self.bring)
        self.lay_out_list(card, actions, inside=self._details, above=(self.search,))
        self.bring.setVisible(self._may_import)  # before it stands in the page it would be a window of its own
        tab_order((*self.search.parts(), self.table, self._details, self.cancel, self.save, self.anew, self.bring))


def _query(store: Vault) -> tuple[Directory, frozenset[str]]:
    return workflow.directory(store), frozenset(one.code for one in workflow.own_directory(store))
