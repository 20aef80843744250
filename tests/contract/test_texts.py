"""Every sentence exists in every language, and none is left over."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from nnlab.files.constraints import ListOf, OneOf
from nnlab.files.phrases import PHRASES
from nnlab.table_errors import SENTENCES
from page.requests import CONSTRAINTS
from site_files import ROOT, languages

TEXTS = {
    language: json.loads((ROOT / f"web/text/{language}.json").read_text(encoding="utf-8"))
    for language in languages()
}
SCRIPTS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "web").rglob("*.js")
    if not path.is_relative_to(ROOT / "web/vendor")
    and not path.is_relative_to(ROOT / "web/generated")  # choices are no keys
)
# What is said of the visitor's own code is put together in Python.
CHECKS = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("check", "code", "teach")
    for path in (ROOT / "py/page" / folder).glob("*.py")
)


class Keys(HTMLParser):
    """Collects the keys that index.html uses, and the texts of elements that stand under each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.texts: dict[str, set[str]] = {}
        self._key: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name.startswith("data-text") and value}
        self._key = dict(attrs).get("data-text")

    def handle_data(self, data: str) -> None:
        if self._key:
            self.texts.setdefault(self._key, set()).add(data.strip())

    def handle_endtag(self, tag: str) -> None:
        self._key = None


def page() -> Keys:
    keys = Keys()
    keys.feed((ROOT / "index.html").read_text(encoding="utf-8"))
    return keys


def page_keys() -> set[str]:
    return page().found


def test_a_key_has_one_text() -> None:
    assert {key: texts for key, texts in page().texts.items() if len(texts) > 1} == {}
    for language in TEXTS:
        pairs: list[tuple[str, str]] = json.loads(
            (ROOT / f"web/text/{language}.json").read_text("utf-8"), object_pairs_hook=list
        )
        assert len(pairs) == len(TEXTS[language]), language


def test_the_first_script_knows_every_language() -> None:
    named = re.search(r'data-languages="([^"]*)"', (ROOT / "index.html").read_text("utf-8"))
    assert named
    assert named[1].split() == languages()


NAMED = {*re.findall(r"""(?=["'`](\w+)["'`])""", SCRIPTS)}
TEMPLATES = {*re.findall(r"`([^`$\s]*[_ ])\$\{[^}]*\}([^`$]*)`", SCRIPTS)}


def is_used(key: str) -> bool:
    """Whether a script names the key, whole or as the `prefix_${…}` or `prefix …` of a template."""
    return key in NAMED or any(
        key.startswith(head) and key.endswith(tail) for head, tail in TEMPLATES
    )


HEADS = {*re.findall(r'f"([a-z_]+_)\{', CHECKS)}


def is_said_by_checks(key: str) -> bool:
    """Whether the checks name the key, whole or as the "prefix_{…}" of a template."""
    return f'"{key}"' in CHECKS or any(key.startswith(head) for head in HEADS)


@pytest.mark.parametrize("language", languages()[1:])
def test_every_language_has_every_key(language: str) -> None:
    assert set(TEXTS[language]) == set(TEXTS["en"]) | page_keys()


# What is said of each choice of a field, besides its place in index.html.
SAID = {
    "dataset": ("name_{}", "data_{}"),
    "hidden_activations": ("activation_{}",),
    "output": ("output_{}_short",),
    "optimizer": ("optimizer_{}_short", "apart_update_{}_why"),
}


def test_every_field_has_a_name_in_the_list_of_runs() -> None:
    assert {f"field_{field}" for field in CONSTRAINTS} <= set(TEXTS["en"]) | page_keys()


@pytest.mark.parametrize("field", SAID)
def test_every_choice_is_said(field: str) -> None:
    constraint = CONSTRAINTS[field]
    rule = constraint.item if isinstance(constraint, ListOf) else constraint
    assert isinstance(rule, OneOf)
    keys = {key.format(choice) for choice in rule.choices for key in SAID[field]}
    assert keys - {"data_own"} <= set(TEXTS["en"]) | page_keys()


@pytest.mark.parametrize("field", [f for f, rule in CONSTRAINTS.items() if isinstance(rule, OneOf)])
def test_every_choice_can_be_made(field: str) -> None:
    html = (ROOT / "index.html").read_text("utf-8")
    tiles = re.findall(rf'<input type="radio" name="{field}" value="(\w+)"', html)
    select = re.search(rf'<select data-field="{field}">(.*?)</select>', html, re.DOTALL)
    options = re.findall(r'<option value="(\w+)"', select[1]) if select else []
    assert tiles + options == [*CONSTRAINTS[field].choices]  # type: ignore[attr-defined]


def test_no_key_is_unused() -> None:
    used = page_keys() | set(PHRASES) | {"language_name"}  # scripts/make/options.py
    assert [
        key
        for key in TEXTS["zh"]
        if key not in used and not is_used(key) and not is_said_by_checks(key)
    ] == []


@pytest.mark.parametrize("key", sorted(PHRASES))
def test_what_python_says_is_what_the_page_says(key: str) -> None:
    assert TEXTS["en"][key] == PHRASES[key]


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_what_is_wrong_with_a_table_is_said_in_the_same_words(code: str) -> None:
    assert TEXTS["en"][f"refused_{code}"] == SENTENCES[code]


def test_every_key_that_a_script_names_exists() -> None:
    named = set(re.findall(r"""\bt\(\s*["']([^"']+)["']""", SCRIPTS))
    assert named <= set(TEXTS["zh"]), named - set(TEXTS["zh"])


def test_all_languages_fill_in_the_same_values() -> None:
    for key in TEXTS["en"]:
        places = {lang: set(re.findall(r"\{(\w+)\}", texts[key])) for lang, texts in TEXTS.items()}
        assert all(found == places["en"] for found in places.values()), key


@pytest.mark.parametrize("language", languages())
def test_what_leads_to_the_stepper_calls_it_by_its_title(language: str) -> None:
    texts = TEXTS[language]
    (title,) = {texts["apart_title"]} if "apart_title" in texts else page().texts["apart_title"]
    assert title in texts["article_to_step_label"]  # its button has room for a word or two


def test_chinese_speaks_to_the_reader_in_one_voice() -> None:
    assert [key for key, sentence in TEXTS["zh"].items() if "您" in sentence] == []


SIGNS = {
    "en": r"[A-Za-z]'[a-z]",  # ’ is what the others have
    "zh": r"[一-龥，。：；] “|” [一-龥]|[一-龥]…(?!…)",
}


@pytest.mark.parametrize("language", languages())
def test_quotes_and_dots_are_written_in_one_way(language: str) -> None:
    found = {key: text for key, text in TEXTS[language].items() if re.search(SIGNS[language], text)}
    assert found == {}


QUOTED = {
    "squash", "question_1", "question_2", "why_3", "take", "mend_2", "rate_1", "blame_2"
}  # fmt: skip
"""Sentences of lessons in which a quote is no name of something on the page."""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "lesson", sorted((ROOT / "web/lessons").glob("*.json")), ids=lambda p: p.stem
)
def test_what_a_lesson_names_in_quotes_is_on_the_page(lesson: Path, language: str) -> None:
    sentences = json.loads(lesson.read_text("utf-8"))["texts"][language]
    there = {*TEXTS[language].values(), *sentences.values()}
    there |= (
        {text for texts in page().texts.values() for text in texts} if language == "en" else set()
    )
    named = {
        quote
        for key, sentence in sentences.items()
        if key not in QUOTED
        for quote in re.findall("“([^”]+)”", sentence)
    }
    assert named <= there


def test_keys_are_named_only_to_who_has_some() -> None:
    """A phone has none: what tells of them is hidden there, or is a label for a screen reader."""
    markup = (ROOT / "index.html").read_text("utf-8")
    hidden = set(re.findall(r'class="[^"]*\bby-keys\b[^"]*" data-text="(\w+)"', markup))
    hidden |= set(re.findall(r'byKeys\(text, "(\w+)"\)', SCRIPTS))
    hidden |= set(re.findall(r'data-text-aria-label="(\w+)"', markup))
    said = {key: " ".join(texts) for key, texts in page().texts.items()} | TEXTS["en"]
    named = {key for key, sentence in said.items() if re.search(r"arrow key|keyboard", sentence)}
    assert len(named) > 3
    assert named - hidden == set()
