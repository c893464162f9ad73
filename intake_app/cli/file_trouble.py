"""What is told of a file that can not be read or written; loaded by every command, so it loads nothing itself."""

from intake_app.errors import IntakeError


def file_trouble(error: OSError) -> IntakeError:
    """Its name and the reason that the system gives."""
    return IntakeError("cli.file", file=str(error.filename or ""), reason=error.strerror or "")
