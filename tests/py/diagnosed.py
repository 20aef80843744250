"""What the tests of the diagnosis share."""

from page.check.diagnose import diagnose
from page.code.edited import Edited, sources

SOURCES = sources()


def diagnosis_of(file, text):
    edited = Edited({file: text})
    try:
        return diagnose(edited)
    finally:
        edited.forget()
