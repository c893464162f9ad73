"""The style sheet of the application, built from the tokens. Widgets say what they are in the property `role`."""

from intake_app.gui.tokens import RADIUS_CARD, RADIUS_CONTROL, TARGET, Size, Space, Tokens


def build(tokens: Tokens) -> str:
    """The whole style sheet for a palette and a scale."""
    parts = (_ground, _labels, _buttons, _fields, _lists, _bars)
    return "\n".join(part(tokens) for part in parts)


def _ground(t: Tokens) -> str:
    p = t.palette
    return f"""
* {{ color: {p.ink}; font-size: {t.px(Size.CONTROL)}px; }}
QMainWindow, QDialog, QWidget[role="ground"] {{ background: {p.ground}; }}
QWidget[role="cover"] {{ background: {p.ground}; }}
QFrame[role="card"] {{ background: {p.paper}; border: 1px solid {p.line}; border-radius: {t.px(RADIUS_CARD)}px; }}
QFrame[role="bar"] {{ background: {p.paper}; border: none; border-bottom: 1px solid {p.line}; }}
QFrame[role="footer"] {{ background: {p.paper}; border: none; border-top: 1px solid {p.line}; }}
QFrame[role="side"] {{ background: {p.paper}; border: none; }}
QFrame[role="line"] {{ background: {p.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="notice"] {{ background: {p.accent_soft}; border: none; border-radius: {t.px(RADIUS_CONTROL)}px; }}
QFrame[role="notice-warn"] {{ background: {p.warn_soft};
  border: 1px solid {p.edge(p.warn, p.warn_soft)}; border-radius: {t.px(RADIUS_CONTROL)}px; }}
QFrame[role="notice-stop"] {{ background: {p.stop_soft};
  border: 1px solid {p.edge(p.stop, p.stop_soft)}; border-radius: {t.px(RADIUS_CONTROL)}px; }}
QFrame[role="notice-ok"] {{ background: {p.ok_soft};
  border: 1px solid {p.edge(p.ok, p.ok_soft)}; border-radius: {t.px(RADIUS_CONTROL)}px; }}
QToolTip {{ background: {p.paper}; color: {p.ink}; border: 1px solid {p.line}; padding: {t.px(4)}px; }}
"""


def _labels(t: Tokens) -> str:
    p = t.palette
    badges = "\n".join(
        f'QLabel[role="badge-{kind}"] {{ background: {back}; color: {front}; border: 1px solid {edge};'
        f" border-radius: {t.px(4)}px; padding: {t.px(2)}px {t.px(8)}px; font-weight: bold;"
        f" font-size: {t.px(Size.KEY)}px; }}"
        for kind, front, back, edge in (
            ("ok", p.ok, p.ok_soft, p.edge(p.ok, p.ok_soft)),
            ("warn", p.warn, p.warn_soft, p.edge(p.warn, p.warn_soft)),
            ("stop", p.stop, p.stop_soft, p.edge(p.stop, p.stop_soft)),
            ("busy", p.accent, p.accent_soft, p.accent_soft),
            ("neutral", p.ink_soft, p.ground, p.line),
        )
    )
    return f"""
QLabel {{ background: transparent; }}
QLabel[role="brand"] {{ font-weight: bold; }}
QLabel[role="title"] {{ font-size: {t.px(Size.TITLE)}px; font-weight: bold; }}
QLabel[role="heading"] {{ font-size: {t.px(Size.MEDIATOR)}px; font-weight: bold; }}
QLabel[role="second"] {{ color: {p.ink_soft}; font-size: {t.px(Size.SECOND)}px; }}
QLabel[role="field"] {{ color: {p.ink}; font-size: {t.px(Size.SECOND)}px; font-weight: bold; }}
QLabel[role="trouble"] {{ color: {p.stop}; font-size: {t.px(Size.SECOND)}px; }}
QLabel[role="sheet"] {{ background: transparent; border: 1px solid {p.field}; }}
QLabel[role="count"] {{ color: {p.ink_soft}; font-size: {t.px(Size.SECOND)}px; font-weight: bold; }}
{badges}
"""


def _buttons(t: Tokens) -> str:
    p = t.palette
    round_end = (t.px(32) + 2) // 2  # Qt draws square corners when a radius is more than half the height
    around = -(-(t.px(TARGET) - t.px(32) - 2) // 2)  # a pill is low to look at, and as high as a finger to press
    shape = (
        f"border-radius: {t.px(RADIUS_CONTROL)}px; padding: 0 {t.px(Space.NORMAL)}px; min-height: {t.px(TARGET)}px;"
        f" font-size: {t.px(Size.CONTROL)}px;"
    )
    return f"""
QPushButton {{ background: {p.paper}; color: {p.ink}; border: 1px solid {p.line}; outline: none; {shape} }}
QPushButton:hover {{ border-color: {p.accent}; }}
QPushButton:pressed {{ background: {p.accent_soft}; }}
QPushButton:disabled {{ color: {p.off}; background: {p.ground}; border: {p.off_edge}; }}
QPushButton[role="primary"] {{ background: {p.accent}; color: {p.on_accent}; border: 1px solid {p.accent};
  font-weight: bold; }}
QPushButton[role="primary"]:hover {{ border-color: {p.ink}; }}
QPushButton[role="primary"]:disabled {{ background: {p.ground}; color: {p.off}; border: {p.off_edge}; }}
QPushButton[role="hide"] {{ background: {p.ink}; color: {p.paper}; border: 1px solid {p.ink};
  min-height: {t.px(TARGET) - 2}px; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {p.accent};
  padding: 0 {t.px(Space.HAIR)}px; }}
Lead[role="link"] {{ text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:disabled {{ color: {p.off}; border: 1px solid transparent; }}
QPushButton[role="pill"] {{ border-radius: {round_end}px; min-height: {t.px(32)}px; max-height: {t.px(32)}px;
  margin: {around}px 0;
  padding: 0 {t.px(Space.MEDIUM)}px; font-size: {t.px(Size.SECOND)}px; }}
QPushButton[role="pill"]:checked {{ background: {p.accent_soft}; color: {p.accent}; border-color: {p.accent};
  font-weight: bold; }}
QPushButton[role="answer"] {{ border-radius: {(t.px(TARGET - 2) + 2) // 2}px; min-height: {t.px(TARGET - 2)}px;
  max-height: {t.px(TARGET - 2)}px; padding: 0 {t.px(Space.NORMAL)}px; font-size: {t.px(Size.CONTROL)}px; }}
QPushButton[role="answer"]:checked {{ background: {p.accent_soft}; color: {p.accent}; border-color: {p.accent};
  font-weight: bold; }}
QPushButton[role="row"] {{ text-align: left; border-radius: {t.px(RADIUS_CONTROL)}px; background: transparent;
  border: 1px solid transparent; }}
QPushButton[role="row"]:hover, QPushButton[role="row"]:checked {{ background: {p.accent_soft}; }}
QLabel[role="pill"] {{ min-height: {t.px(32)}px; max-height: {t.px(32)}px; padding: 0 {t.px(Space.HAIR)}px;
  font-size: {t.px(Size.SECOND)}px; color: {p.ink_soft}; }}
"""


def _fields(t: Tokens) -> str:
    p = t.palette
    box = (
        f"background: {p.paper}; border: 1px solid {p.field}; border-radius: {t.px(RADIUS_CONTROL)}px;"
        f" padding: 0 {t.px(Space.MEDIUM)}px; min-height: {t.px(TARGET)}px; selection-background-color: {p.accent};"
        f" selection-color: {p.on_accent};"
    )
    mark = f"width: {t.px(20)}px; height: {t.px(20)}px;"
    return f"""
QLineEdit, QComboBox, QSpinBox, QDateEdit {{ {box} }}
QPlainTextEdit, QTextEdit {{ {box} padding: {t.px(Space.SMALL)}px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus {{ border-color: {p.accent}; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {p.ground}; color: {p.off}; border: {p.off_edge}; }}
QComboBox::drop-down {{ border: none; width: {t.px(TARGET - 12)}px; }}
QComboBox QAbstractItemView {{ background: {p.paper}; border: 1px solid {p.line}; outline: none;
  selection-background-color: {p.accent_soft}; selection-color: {p.ink}; }}
QComboBox QAbstractItemView::item {{ min-height: {t.px(TARGET)}px; padding: 0 {t.px(Space.MEDIUM)}px; border: none; }}
QComboBox QAbstractItemView::item:selected {{ background: {p.accent_soft}; color: {p.ink}; }}
QRadioButton {{ background: transparent; spacing: {t.px(Space.SMALL)}px; min-height: {t.px(TARGET)}px; }}
QRadioButton::indicator {{ {mark} }}
QProgressBar {{ background: {p.line}; border: none; border-radius: {t.px(5)}px; min-height: {t.px(10)}px;
  max-height: {t.px(10)}px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: {t.px(5)}px; }}
"""


def _lists(t: Tokens) -> str:
    p = t.palette
    return f"""
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; border: none; }}
QTableView, QListView {{ background: {p.paper}; border: 1px solid {p.line}; border-radius: {t.px(RADIUS_CARD)}px;
  gridline-color: transparent; outline: none; selection-background-color: {p.accent_soft};
  selection-color: {p.ink}; font-size: {t.px(15)}px; }}
QTableView::item, QListView::item {{ border-bottom: 1px solid {p.line}; padding: 0 {t.px(Space.MEDIUM)}px; }}
QTableView::item:selected, QListView::item:selected {{ background: {p.accent_soft}; color: {p.ink}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; color: {p.ink_soft}; border: none;
  border-bottom: 1px solid {p.line}; padding: {t.px(Space.MEDIUM)}px {t.px(Space.MEDIUM) + 3}px;
  font-size: {t.px(13)}px; font-weight: bold; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {p.paper}; }}
QCalendarWidget QToolButton {{ background: transparent; color: {p.ink}; border: none; font-weight: bold;
  min-width: {t.px(TARGET)}px; min-height: {t.px(TARGET)}px; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {p.off}; }}
QCalendarWidget QAbstractItemView::item {{ padding: 0; border: none; }}
QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus {{ background: {p.accent_soft}; }}
QTableCornerButton::section {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {t.px(8)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {t.px(8)}px; margin: 0; }}
QScrollBar::handle {{ background: {p.ink_soft}; border-radius: {t.px(4)}px; min-height: {t.px(32)}px;
  min-width: {t.px(32)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _bars(t: Tokens) -> str:
    p = t.palette
    return f"""
QMenu {{ background: {p.paper}; border: 1px solid {p.line}; padding: {t.px(Space.HAIR)}px; }}
QMenu::item {{ padding: {t.px(Space.MEDIUM)}px {t.px(Space.LARGE)}px; }}
QMenu::item:selected {{ background: {p.accent_soft}; color: {p.ink}; }}
QSplitter::handle {{ background: {p.line}; }}
"""
