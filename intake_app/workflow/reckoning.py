"""What the store is told of how people count: by the language they speak, and in records of an older program."""

from datetime import date

from intake_app import calendars, languages, xform
from intake_app.errors import IntakeError
from intake_app.vault import FormPackage, Reckoning
from intake_app.workflow import births
from intake_app.xform import FormDefinition, Surroundings


def reckoning(around: Surroundings) -> Reckoning:
    """For one opening of a store; a form is loaded once."""
    loaded: dict[int, FormDefinition] = {}

    def minor_in(form: FormPackage, xml: bytes, day: date) -> tuple[str, ...]:
        """What can not be read may tell of a child by any of them."""
        if b"birth" not in form.xml:
            return ()
        try:
            if form.row.key not in loaded:
                loaded[form.row.key] = xform.load(form.xml, form.files)
            return births.minor_in(xform.resume(loaded[form.row.key], xml, {}, around), day)
        except IntakeError:
            return calendars.CALENDARS

    return Reckoning(_calendars, minor_in)


def _calendars(language: str) -> tuple[str, ...]:
    """Those in which people tell a date who speak it, besides the Gregorian one."""
    found = languages.from_form_name(language)
    return tuple(name for name in found.calendars if name != calendars.GREGORIAN) if found is not None else ()
