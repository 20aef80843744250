"""What the tests of the diagnosis share."""

import sys

from page.check.diagnose import diagnose
from page.code.edited import Edited, sources

SOURCES = sources()
# Python is slower in the browser, and CPython has tried them all.
EVERY = 8 if sys.platform == "emscripten" else 1


def diagnosis_of(file, text):
    edited = Edited({file: text})
    try:
        return diagnose(edited)
    finally:
        edited.forget()
