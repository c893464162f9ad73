"""The frame: top bar, pages, one line for notices, the key that hides everything."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QMenu, QStackedWidget, QWidget

from intake_app import i18n, languages
from intake_app.gui import field_keys, sheet, tokens
from intake_app.gui.clipboard import drag_nothing
from intake_app.gui.controls import Button, Kind, Label, column, row, set_role
from intake_app.gui.focus import FocusRing
from intake_app.gui.idle import IdleWatch
from intake_app.gui.in_front import InFront
from intake_app.gui.kept import Kept
from intake_app.gui.keys import Key
from intake_app.gui.lanes import Lanes
from intake_app.gui.look_choice import look_pill
from intake_app.gui.menu_pill import MenuPill
from intake_app.gui.notice import Notice, Said
from intake_app.gui.page import Page, Place
from intake_app.gui.pages_pill import PagesPill
from intake_app.gui.room import Room
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words

if TYPE_CHECKING:
    from intake_app.gui.standing_pill import StandingPill

TITLE = "Intake"
STILL_SECONDS = 2.0
"""So long nobody has touched the mouse or a key before a line above the page goes by itself."""
_FRAME = QSize(16, 40)
"""What a desktop may put around a window: the line of its title, and edges."""


class LanguageSwitch(QFrame):
    """The interface language: one pill with a menu of names, each marked while nobody has reviewed the translation."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._offers = i18n.offered()
        self.pill = MenuPill()
        self.pill.setMenu(self._menu())
        row(self, gap=Space.HAIR).addWidget(self.pill)
        words.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def many(self) -> bool:
        """Whether there is anything to switch between."""
        return len(self._offers) > 1

    def next(self) -> None:
        """Go to the next language; the key for it works on every page."""
        codes = [offer.code for offer in self._offers]
        here = codes.index(self._words.language) if self._words.language in codes else -1
        self._words.set_language(codes[(here + 1) % len(codes)])

    def retranslate(self) -> None:
        """Names of languages are their own; only the one in use changes."""
        here = [_marked(offer) for offer in self._offers if offer.code == self._words.language]
        self.pill.say(languages.get(self._words.language).endonym, *here)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for offer in self._offers:
            action = menu.addAction(offer.endonym)
            action.setData(offer.code)
            action.triggered.connect(lambda _on=False, code=offer.code: self._words.set_language(code))
        menu.aboutToShow.connect(lambda: self._mark(menu))
        return menu

    def _mark(self, menu: QMenu) -> None:
        """Say of each language whether it is reviewed, in its own words: they are read when somebody asks for them."""
        for action, offer in zip(menu.actions(), self._offers, strict=True):
            action.setText(_marked(offer))


def _marked(offer: i18n.Offer) -> str:
    """The name of a language in its own words, and that its translation is not reviewed yet."""
    tr = i18n.load(offer.code)
    return offer.endonym if offer.reviewed else f"{offer.endonym} · {tr('translation not yet reviewed')}"


class TopBar(QFrame):
    """Brand and navigation on one side; language, person and the key that hides on the other."""

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        set_role(self, "bar")
        self._words = words
        self._row = row(self, gap=Space.MEDIUM)
        self._row.setContentsMargins(Space.NORMAL, Space.SMALL - 3, Space.NORMAL, Space.SMALL - 3)
        self.own = QWidget()
        self.navigation = row(self.own, gap=Space.MEDIUM)
        self.brand = Label(TITLE, "brand")
        self.navigation.addWidget(self.brand)
        self.languages, self.looks = LanguageSwitch(words), look_pill(words, look)
        self.person = Label("", "pill")
        self.countdown = Label("", "badge-warn")
        self.hide_button = Button("hide", hint="F9")
        self.standing: StandingPill | None = None
        self._given: QWidget | None = None
        self._who = ("", "")
        self._spring = QWidget()
        self.pages = PagesPill(words, lambda: self.own.findChildren(Button))
        self._row.addWidget(self.own)
        self._row.addWidget(self.pages)
        self._row.addWidget(self._spring, 1)
        for widget in (self.countdown, self.looks, self.languages, self.person, self.hide_button):
            self._row.addWidget(widget)
        self.languages.setVisible(self.languages.many)
        self.countdown.hide()
        self.person.hide()
        words.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the bar."""
        tr = self._words
        self.hide_button.say(tr("Hide"), tr("Hide everything and lock"))

    def give(self, widget: QWidget | None) -> None:
        """Show a page's own bar in the place of brand, navigation, language and person; None takes it away."""
        if self._given is not None:
            self._row.removeWidget(self._given)
            self._given.hide()
        self._given = widget
        own = widget is None
        self.own.setVisible(own)
        self._spring.setVisible(own)
        self.languages.setVisible(own and self.languages.many)
        self.looks.setVisible(own)
        if widget is not None:
            self._row.insertWidget(0, widget, 1)
            widget.lower()  # heard before the key that hides, too
            widget.show()
        self.fit()

    def tell_standing(self, made: "StandingPill") -> None:
        """Where the bar says how sending stands; a page with a bar of its own has it to itself."""
        self.standing = made
        self._row.insertWidget(self._row.indexOf(self.countdown), made)
        made.said.connect(self.fit)
        QWidget.setTabOrder(made, self.hide_button)
        self.fit()

    def show_person(self, name: str, place: str) -> None:
        """Who works here; no name hides it."""
        self._who = (name, place)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """The bar never widens the window: it shows less instead."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Leave out, as the room gets less: when something was sent last, the place, most of how sending stands, the
        keys, the brand, looks, the rest of how it stands, languages, the person, the pages one by one."""
        self.pages.tell()
        for level in range(11):
            self._show_level(level)
            if self._needed() <= self.width():
                break
        for layout in (self._row, self.navigation):  # trying a level has squeezed everything for a moment
            layout.activate()

    def _show_level(self, level: int) -> None:
        name, place = self._who
        self.person.setText(" · ".join(part for part in (name, place if level < 2 else "") if part))
        self.person.setVisible(self._given is None and bool(name) and level < 9)
        for button in self.own.findChildren(Button):
            button.show_hint(level < 4)
        self.brand.setVisible(level < 5)
        self.languages.setVisible(self._given is None and self.languages.many and level < 8)
        self.looks.setVisible(self._given is None and level < 6)
        if self.standing is not None:
            self.standing.shorten(0 if level > 2 else 2 - min(level, 1))
            shown = self.standing.pressing if level else self.standing.told
            self.standing.setVisible(self._given is None and bool(shown) and level < 7)
        self.own.setVisible(self._given is None and level < 10)
        self.pages.setVisible(self._given is None and level >= 10 and any(self.pages.pills()))

    def _needed(self) -> int:
        """The width of everything shown; asked of the widgets, because a layout answers late."""
        inner = [child for child in self.own.children() if isinstance(child, QWidget)]
        outer = [self.pages, self.countdown, self.looks, self.languages, self.person, self.hide_button]
        outer += [self.standing] if self.standing is not None else []
        inner = [] if self.own.isHidden() else inner
        shown = [widget for widget in (*inner, *outer) if not widget.isHidden()]
        for widget in shown:
            widget.ensurePolished()  # a new pill has no font of the style sheet yet
        return sum(widget.sizeHint().width() + Space.MEDIUM for widget in shown) + 2 * Space.NORMAL

    def count_down(self, seconds: int) -> None:
        """Say that the program is about to lock; 0 says nothing."""
        tr = self._words
        told = tr.plural("Locks in {n} second", "Locks in {n} seconds", seconds).format(n=seconds)
        self.countdown.setText(told)
        if self.countdown.isHidden() == (seconds > 0):
            self.countdown.setVisible(seconds > 0)
            self.fit()


class Shell(QMainWindow):
    """The main window. Its title is the same on every page and names nothing.

    `hide_requested` is the F9 key and the button, `idled` the idle clock; the application connects the `Hider`.
    """

    hide_requested = Signal()
    idled = Signal()

    def __init__(self, words: Words, look: Look, lanes: Lanes) -> None:
        super().__init__()
        self.words, self.look, self.lanes = words, look, lanes
        self.setWindowTitle(TITLE)
        self.resize(1366, 768)
        self.setMinimumSize(640, 360)
        self.bar = TopBar(words, look)
        self.stack = QStackedWidget()
        self.notice = Notice(lambda: self.page)
        self._places: list[tuple[Place, Button]] = []
        self._before: list[tuple[Page, QWidget | None]] = []
        """Where one comes back to, and what had the keyboard there."""
        self._build()
        self.ring, self.kept, self.keys = FocusRing(self), Kept(self, words), field_keys.FieldKeys(self)
        self.front = InFront(self.stack)
        self.idle = IdleWatch(_application(), owner=self)
        self.notice.stay_while(lambda: self.idle.quiet < STILL_SECONDS)
        self._connect()
        self._take_look()
        self.retranslate()

    @property
    def page(self) -> Page | None:
        """The page in front."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def add_place(self, place: Place, key: str = "") -> None:
        """Put a place into the navigation, with the key that goes to it."""
        button = Button("pill", key)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.show_page(place.go()))
        self._places.append((place, button))
        self.bar.navigation.addWidget(button)
        self.bar.pages.key(key, button)
        button.say(place.title())
        self.bar.fit()

    def ready(self, place: Place) -> None:
        """Make the page of a place, as if somebody had been there."""
        self._adopt(place.go())

    def _has_place(self, page: Page) -> bool:
        """Whether it lives in the navigation."""
        return any(place.page is page for place, _button in self._places)

    def show_page(self, page: Page) -> None:
        """Bring a page to the front; the page before is asked to save. One outside the navigation returns by `left`."""
        before = self.page
        if before is not None and before is not page:
            before.save_now()
            if not self._has_place(page):
                self._before.append((before, self.focusWidget()))
        if self._has_place(page):
            self._abandon(page)
        self._adopt(page)
        self.stack.setCurrentWidget(page)
        self.bar.give(page.bar())
        for place, button in self._places:
            button.setChecked(place.page is page)
        self.notice.hide()
        self.idle.start(page.idle_seconds)
        page.shown()
        QTimer.singleShot(0, self.bar, self.bar.fit)

    def fit_screen(self) -> None:
        """No larger than the screen: the key that hides and the main action are at the edges of the window.

        Around it comes a frame of the desktop's, of a size that is not known yet: where both have no room it fills all.
        Where a desktop shows everything so large that the least window has no room, all in it is smaller by as much.
        """
        room, least = self.screen().availableSize(), self.minimumSize()
        share = min(room.width() / least.width(), room.height() / least.height())
        if share < 1:
            self.look.set_scale(min(self.look.tokens.scale, share))
        self.setMinimumSize(self.minimumSize().boundedTo(room))
        wanted = self.size() * max(1.0, self.look.tokens.scale)  # as much in it, however large
        framed = wanted + _FRAME
        self.resize(wanted.boundedTo(room))
        if framed.boundedTo(room) != framed:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def pages(self) -> list[Page]:
        """The pages of the navigation, in their order, those too that nobody went to yet."""
        return [place.go() for place, _button in self._places]

    def leave_page(self) -> None:
        """Go back to the page before and drop the one in front, unless it lives in the navigation."""
        gone = self.page
        if not self._before or gone is None or self._has_place(gone):
            return
        back_to, held = self._before.pop()
        gone.save_now()
        gone.forget()
        self.stack.removeWidget(gone)
        given = gone.bar()
        for widget in (given, gone):
            if widget is not None:
                widget.deleteLater()
        depth = list(self._before)
        self.show_page(back_to)
        self._before = depth
        self._give_back(back_to, held)

    def _give_back(self, page: Page, held: QWidget | None) -> None:
        """The keyboard to what had it on a page that one comes back to, unless the page gave it to another part."""
        now = self.focusWidget()
        taken = now is not None and now.isVisible() and (now is page or page.isAncestorOf(now))
        if not taken and held is not None and shiboken6.isValid(held) and held.isVisible() and held.isEnabled():
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def _abandon(self, page: Page) -> None:
        """Let go of the pages that nobody comes back to; one with a bar of its own is at work on a record and stays."""
        before = [one for one, _held in self._before]
        gone = [one for one in (*before, self.page) if one is not None and one is not page]
        self._before.clear()
        for one in gone:
            if not self._has_place(one) and one.bar() is None:
                one.forget()
                self.stack.removeWidget(one)
                one.deleteLater()

    def drop_pages(self) -> None:
        """Let go of every page that may show an answer; what sends goes on by itself."""
        for page in [self.stack.widget(at) for at in range(self.stack.count())]:
            if isinstance(page, Page) and not page.sending:
                given = page.bar()
                self.stack.removeWidget(page)
                for widget in (given, page):
                    if widget is not None:
                        widget.deleteLater()
        self._places.clear()
        self._before.clear()

    def show_person(self, name: str, place: str) -> None:
        """Who works here, in the bar; no name hides it."""
        self.bar.show_person(name, place)

    def say(
        self, text: Said, kind: str = Kind.NEUTRAL, action: Said = "", do: Callable[[], None] | None = None
    ) -> None:
        """One line above the page."""
        self.notice.tell(text, Kind(kind), action, do, 0 if kind in (Kind.STOP, Kind.WARN) else 12)

    def show_trouble(self, error: Exception) -> None:
        """What nobody else took, in a line."""
        self.say(lambda: str(explain(error, self.words)), Kind.STOP)

    def retranslate(self) -> None:
        """Words of the frame."""
        _application().setLayoutDirection(self.words.direction)
        for place, button in self._places:
            button.say(place.title())
        self.notice.retranslate()
        self.notice.name_dismiss(self.words("Close this line"))
        self._take_look()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, close the store, then go."""
        if self.page is not None:
            self.page.save_now()
        self.idle.start(0)
        self.lanes.close()
        event.accept()

    def _build(self) -> None:
        central = QWidget()
        set_role(central, "ground")
        whole = column(central, gap=0)
        whole.addWidget(self.bar)
        self.strip = QFrame()
        across = row(self.strip, gap=0)
        across.setContentsMargins(2 * Space.HUGE, Space.NORMAL, 2 * Space.HUGE, 0)
        Room(self.stack).edges(across)
        across.addWidget(self.notice)
        self.notice.shown_or_hidden.connect(self.strip.setVisible)
        self.strip.hide()
        whole.addWidget(self.strip)
        whole.addWidget(self.stack, 1)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        self.words.changed.connect(self.retranslate)
        self.look.changed.connect(self._take_look)
        self.lanes.trouble.connect(self.show_trouble)
        self.bar.hide_button.clicked.connect(self.hide_requested)
        self.idle.hide_key.connect(self.hide_requested)
        self.idle.expired.connect(self.idled)
        self.idle.warning.connect(self.bar.count_down)
        scale = self.look
        for keys, do in (
            (("Esc",), self._back),
            (("Ctrl+L",), self.bar.languages.next),
            (("Ctrl++", "Ctrl+="), lambda: scale.set_scale(scale.tokens.scale + tokens.STEP)),
            (("Ctrl+-",), lambda: scale.set_scale(scale.tokens.scale - tokens.STEP)),
            (("Ctrl+0",), lambda: scale.set_scale(tokens.usual_here())),
        ):
            for key in keys:
                Key(key, self, do)

    def _back(self) -> None:
        if self.page is not None:
            self.page.back()

    def _adopt(self, page: Page) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
            page.left.connect(lambda: self._left(page))
            page.said.connect(self.say)

    def _left(self, page: Page) -> None:
        """Only the page in front is left: one that was asked to twice, or has been gone from, takes none with it."""
        if page is self.page:
            self.leave_page()

    def _take_look(self) -> None:
        app = _application()
        look = self.look.tokens
        app.setPalette(look.qt_palette())
        app.setFont(look.font(self.words.language))
        _dress(self, tokens.families(self.words.language))
        built = sheet.build(look)
        if app.styleSheet() != built:  # setting it again would polish every widget again, about a second
            app.setStyleSheet(built)
        self.bar.fit()
        self.ring.take_colours(look.palette.focus, look.palette.focus_edge)


_TURN = 0.001
"""Seconds that another lane may keep the interpreter while the window waits for it; the rule is five times as long, and
a page that is turned while a draft is saved waits several times.
"""


def prepare(application: QApplication) -> None:
    """Settings of the toolkit that every window relies on; call once, before the first window."""
    application.setStyle("Fusion")
    application.setApplicationName(TITLE)
    application.setApplicationDisplayName(TITLE)
    application.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    for effect in Qt.UIEffect:  # a desktop may ask for menus and lists that fade in
        application.setEffectEnabled(effect, False)
    drag_nothing(application)
    sys.setswitchinterval(_TURN)


def _dress(window: QWidget, families: list[str]) -> None:
    """Give what was there before the language changed the fonts of the new one.

    Under a style sheet a widget keeps the family that it was made with, whatever the application's font is since.
    """
    for widget in (window, *window.findChildren(QWidget)):
        if widget.font().families() != families:
            font = QFont(widget.font())
            font.setFamilies(families)
            widget.setFont(font)


def _application() -> QApplication:
    running = QApplication.instance()
    if not isinstance(running, QApplication):
        raise RuntimeError("a QApplication is needed before any window")
    return running
