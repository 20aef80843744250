"""Every path that a document names is there, and every link inside the repository too."""

import re
from pathlib import Path

import pytest

from site_files import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
# What a script or a build makes, and patterns.
MADE = ("dist", "web/vendor", "tests/.vendor", "tests/screenshots", ".venv")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"`((?:py|web|scripts|tests|docs|\.github)/[\w./-]*)`", text)
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [path for path in named if not path.startswith(MADE) and not (ROOT / path).exists()]
    missing += [link for link in linked if not (document.parent / link).exists()]
    assert missing == []
