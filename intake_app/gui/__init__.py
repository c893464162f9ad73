"""Windows. PySide6 Widgets only; nothing here owns an answer, a key or a connection."""
