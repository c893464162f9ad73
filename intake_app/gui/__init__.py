"""Windows. PySide6 Widgets only; nothing here owns an answer, a key or a connection."""

from intake_app.gui.overriding import tell_errors

tell_errors()
