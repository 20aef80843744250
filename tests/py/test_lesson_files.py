"""A lesson file may come from anybody: what is wrong with it is named, and nothing else happens."""

import json
from typing import Any

import pytest
from learner import FILES

from nnlab.files.constraints import NotAllowed
from page.course.reading import read_lesson

BROKEN = {
    "format": ("nnlab-model", "format"),
    "version": (2, "version"),
    "name": ("<b>", "name"),
    "minutes": (0.5, "minutes"),
    "seeds": ([], "seeds.length"),
    "steps": ([], "steps.length"),
    "texts": ({}, "texts"),
    "more": (1, "file"),
}


@pytest.mark.parametrize("field", BROKEN)
def test_a_lesson_file_is_refused_by_the_field_that_is_wrong(field: str) -> None:
    lesson = json.loads(FILES["03"])
    lesson[field], name = BROKEN[field]
    with pytest.raises(NotAllowed) as refused:
        read_lesson(json.dumps(lesson))
    assert refused.value.values["field"] == name


WRONG_STEPS: list[tuple[str, dict[str, Any]]] = [
    ("steps[0].kind", {"kind": "run"}),
    ("steps[0]", {"script": "alert(1)"}),
    ("steps[0].text[0]", {"text": ["No key"]}),
    ("steps[0].panels[0]", {"panels": ["secret"]}),
    ("steps[0].start.setup", {"start": {"setup": {"seed": 3}}}),
    ("learning_rate", {"start": {"setup": {"learning_rate": -1}}}),
    ("steps[0].start.weights", {"start": {"setup": {}, "weights": {"W9": [[1]]}}}),
    ("steps[0].start.weights.b2", {"start": {"setup": {}, "weights": {"b2": [1, 2]}}}),
    ("steps[0].start.setup.dataset", {"start": {"setup": {"dataset": "own"}}}),
    (
        "steps[0].valley.most",
        {"valley": {"layer": 1, "row": 0, "column": 0, "least": 1, "most": 1}},
    ),
    ("steps[0].flowers.sort[0]", {"flowers": {"known": [1], "sort": [151], "show": "sort"}}),
    ("steps[0].sample", {"sample": 0}),
    ("steps[0].shows.x.fact", {"shows": {"x": {"fact": "os.system"}}}),
    ("texts.en", {"text": ["unsaid"]}),
]


@pytest.mark.parametrize(("field", "change"), WRONG_STEPS, ids=[field for field, _ in WRONG_STEPS])
def test_a_step_is_refused_by_what_is_wrong_in_it(field: str, change: dict[str, Any]) -> None:
    lesson = json.loads(FILES["03"])
    lesson["steps"][0].update(change)
    with pytest.raises(NotAllowed) as refused:
        read_lesson(json.dumps(lesson))
    assert refused.value.values["field"] == field
