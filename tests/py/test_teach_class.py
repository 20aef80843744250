"""A whole class of thirty made-up hand-ins: right, wrong, copied, forged, damaged."""

import json
from typing import Any

import pytest
from learner_answers import TASKS, put_in
from pupils import Pupil, marked

from nnlab.files.constraints import NotAllowed
from page.session import Session
from page.teach.alike import alike
from page.teach.own_code import text_of
from page.teach.reading import read_hand_in

WRITTEN = {
    "right": "for i in range(len(parameters)):\n"
    "    parameters[i] -= learning_rate * gradients[i]  # down the slope",
    "up": "parameters += learning_rate * gradients",
    "packed": "parameters -= learning_rate * gradients",
}
LONG = """total = 0.0 * parameters
for turn in range(4):
    total = total + gradients * 0.25  # in four parts
for k in range(len(parameters)):
    parameters[k] = parameters[k] - learning_rate * total[k] * {end}"""


def update(body: str) -> dict[str, str]:
    """The files of the exercise with this as the body of SGD.step."""
    files = dict(TASKS["update"]["files"])
    names = TASKS["update"]["answer"].split("(", 1)[1].split(")")[0]
    parts = [part.split(":")[0].strip() for part in names.split(",")][1:]
    for ours, theirs in zip(("parameters", "gradients", "learning_rate"), parts, strict=True):
        body = body.replace(ours, theirs)
    name = "nnlab/optimizers.py"
    files[name] = put_in(files[name], "SGD.step", body, False)
    return files


def the_class() -> dict[str, tuple[str, str]]:
    """Thirty files by their names: what kind of pupil, and the file's text."""
    files: dict[str, tuple[str, str]] = {}

    def add(kind: str, pupil: Pupil) -> None:
        files[f"{pupil.code}.json"] = kind, pupil.hand_in()

    for k in range(10):
        add("right", Pupil(f"right-{k}", "otter").whole())
    for k in range(6):
        pupil = Pupil(f"sign-{k}", "otter").choose(0, "high").start(1)
        add("wrong", pupil.type("z", -pupil.z()).train(6).choose(2, "a"))
    for k in range(2):
        pupil = Pupil(f"first-{k}", "otter").choose(0, "low").start(1)
        add("slow", pupil.type("z", pupil.z()).train(6).choose(2, "c").choose(2, "b"))
    source = Pupil("right-0", "otter").whole()
    for k in range(2):
        pupil = Pupil(f"copy-{k}", "otter")
        pupil.work = source.work
        add("copied", pupil)
    for k in range(2):
        add("copied code", Pupil(f"same-{k}", "otter").write("update", update(WRITTEN["right"])))
    add("code", Pupil("up-1", "otter").write("update", update(WRITTEN["up"])))
    add("code", Pupil("packed-1", "otter").write("update", update(WRITTEN["packed"])))
    add("code", Pupil("packed-2", "otter").write("update", update(WRITTEN["packed"])))
    pupil = Pupil("forged-1", "otter").whole()
    record = json.loads(pupil.work["runs"]["run"])
    pupil.work["runs"]["run"] = json.dumps(record | {"loss": record["loss"] / 2})
    add("forged", pupil)
    pupil = Pupil("forged-2", "otter").whole()
    pupil.work["numbers"]["z"] += 1
    add("forged", pupil)
    text = Pupil("cut", "otter").whole().hand_in()
    files["cut.json"] = "damaged", text[: len(text) // 2]
    files["model.json"] = "damaged", '{"format": "nnlab-model", "version": 1}'
    files["holiday.jpg"] = "damaged", "\x89PNG\r\n\x1a\n\x00\x00"
    return files


@pytest.fixture(scope="module")
def marks() -> dict[str, tuple[str, Any]]:
    """Each file's kind and its mark; of a refused one the field that is wrong."""
    found: dict[str, tuple[str, Any]] = {}
    for name, (kind, text) in the_class().items():
        try:
            found[name] = kind, marked(text, name)
        except NotAllowed as refused:
            found[name] = kind, refused.values["field"]
    return found


def of(marks: dict[str, tuple[str, Any]], kind: str) -> list[Any]:
    return [mark for other, mark in marks.values() if other == kind]


def problems(mark: Any) -> list[str]:
    return [problem["key"] for problem in mark["lessons"][0]["problems"]]


def test_there_are_thirty(marks: dict[str, tuple[str, Any]]) -> None:
    assert len(marks) == 30


def test_each_is_marked_as_it_should_be(marks: dict[str, tuple[str, Any]]) -> None:
    for mark in of(marks, "right"):
        (lesson,) = mark["lessons"]
        assert (lesson["done"], lesson["of"], lesson["guesses_right"]) == (3, 3, 1)
        assert problems(mark) == []
    for mark in of(marks, "wrong"):
        (lesson,) = mark["lessons"]
        assert (lesson["done"], lesson["guesses_right"], lesson["guesses"]) == (1, 0, 1)
    for mark in of(marks, "slow"):
        assert (mark["lessons"][0]["done"], mark["lessons"][0]["tries"]) == (3, 4)
    assert of(marks, "damaged") == ["file", "format", "file"]
    assert [problems(mark) for mark in of(marks, "forged")] == [["mark_loss"], ["mark_number"]]
    assert all(mark["lessons"][0]["done"] == 2 for mark in of(marks, "forged"))


def test_who_hands_in_anothers_file_has_anothers_variant(
    marks: dict[str, tuple[str, Any]],
) -> None:
    seeds = {mark["lessons"][0]["seed"] for mark in of(marks, "right")}
    assert len(seeds) >= 4  # of the lesson's five
    for mark in of(marks, "copied"):
        own = Pupil(mark["pupil"], "otter").work["seed"]
        other = own != mark["lessons"][0]["seed"]
        assert problems(mark) == (["mark_other_variant"] if other else [])


def test_the_class_report_names_slips_with_an_example_and_code_alike(
    marks: dict[str, tuple[str, Any]],
) -> None:
    pupils = [mark for _, mark in marks.values() if isinstance(mark, dict)]
    report = Session().ask("class_report", pupils=[*pupils, pupils[0]])
    assert report["twice"] == ["right-0"]
    report = Session().ask("class_report", pupils=pupils)
    assert report["twice"] == []
    told = [(s["kind"], s["slip"], s["count"], s["of"], s["right"]) for s in report["slips"]]
    assert told[1] == ("ask", "a", 6, 22, "b")
    assert told[0][:4] == ("number", "sign", 6, 22)
    assert told[2][:4] == ("ask", "c", 2, 22)
    example = report["slips"][0]
    assert example["pupil"] == "sign-0"
    assert float(example["given"]) == pytest.approx(
        -float(example["right"].replace("−", "-")), abs=6e-4
    )
    (slip,) = report["code_slips"]
    assert (slip["exercise"], slip["count"], slip["of"], slip["pupil"]) == ("update", 1, 5, "up-1")
    assert slip["says"] and "+=" in slip["text"]
    (same,) = report["alike"]
    assert (same["pupils"], same["exact"]) == (["same-0", "same-1"], True)


def pupil_with(name: str, body: str, *, shown: bool = False, exercise: str = "update") -> Any:
    """As marked, but that the code was not tried."""
    files = update(body) if exercise == "update" else filled(exercise, body)
    text = Pupil(name).write(exercise, files, shown=shown).hand_in()
    (code,) = read_hand_in(text)["code"]
    told = {"exercise": exercise, "text": text_of(code), "shown": shown}
    return {"pupil": name, "lessons": [], "code": [told], "answers": []}


def filled(exercise: str, body: str) -> dict[str, str]:
    """The exercise's files; bodies of several functions stand between lines of dashes."""
    files = dict(TASKS[exercise]["files"])
    for place, part in zip(TASKS[exercise]["places"], body.split("\n---\n"), strict=True):
        files[place["file"]] = put_in(files[place["file"]], place["function"], part, False)
    return files


def asked_about(bodies: list[str], exercise: str = "update") -> list[tuple[list[str], bool]]:
    class_ = [pupil_with(f"p{k}", body, exercise=exercise) for k, body in enumerate(bodies)]
    return [(found["pupils"], found["exact"]) for found in alike(class_)]


def test_code_alike_but_for_names_and_comments_is_asked_about_when_it_is_long() -> None:
    one = LONG.format(end="1.0")
    two = one.replace("total", "summe").replace("turn", "i").replace("  # in four parts", "")
    other = one.replace("for turn in range(4):", "if True:")
    assert asked_about([one, two, other]) == [(["p0", "p1"], False)]
    assert asked_about([one, one, two]) == [(["p0", "p1"], True), (["p0", "p1", "p2"], False)]


PARTS = """part = learning_rate * gradients
for k in range(len(parameters)):
    parameters[k] = parameters[k] - part[k]"""


def test_what_is_longer_than_usual_is_asked_about_under_other_names() -> None:
    renamed = PARTS.replace("part ", "x ").replace("part[", "x[").replace("k", "n")
    assert asked_about([PARTS, renamed]) == [(["p0", "p1"], False)]
    other = PARTS.replace("- part[k]", "+ part[k]")
    assert asked_about([PARTS, other]) == []


def test_names_that_are_not_the_writers_own_tell_code_apart() -> None:
    one = LONG.format(end="1.0")
    assert not asked_about([one, one.replace("total[k]", "abs(total[k])")])
    in_turn = [one.replace("range(4)", f"{of}(gradients)") for of in ("sorted", "list")]
    assert not asked_about(in_turn)


@pytest.mark.parametrize("remark", ["# down the slope", "# 沿着斜率往下走"])
def test_short_code_is_asked_about_with_its_comment(remark: str) -> None:
    one = f"for k in range(len(parameters)):  {remark}\n"
    one += "    parameters[k] -= learning_rate * gradients[k]"
    two = one.replace("[k]", "[i]").replace(" k ", " i ")
    assert asked_about([one, two]) == [(["p0", "p1"], False)]
    assert asked_about([one, one]) == [(["p0", "p1"], True)]
    assert asked_about([one.replace(remark, ""), two.replace(remark, "")]) == []
    assert asked_about([one, two.replace(remark, "# each in turn, downwards")]) == []


NATURAL = {
    "hidden_delta": [
        "return (next_layer.W.T @ next_delta) * self.activation.derivative(a)",
        "back = next_layer.W.T @ next_delta\nreturn self.activation.derivative(a) * back",
    ],
    "gradients": [
        "dW = delta @ x.T\ndb = delta.sum(axis=1, keepdims=True)\nreturn dW, db",
        "dW = np.dot(delta, x.T)\ndb = np.sum(delta, axis=1)[:, None]\nreturn dW, db",
    ],
    "one_hot": [
        "out = np.zeros((classes, len(labels)))\nfor i, label in enumerate(labels):\n"
        "    out[label, i] = 1\nreturn out"
    ],
    "softmax_cross_entropy": [
        "e = np.exp(z - z.max(axis=0, keepdims=True))\n"
        "return e / e.sum(axis=0, keepdims=True)\n---\nreturn output - target"
    ],
    "update": [
        "for i in range(len(parameters)):\n    parameters[i] -= learning_rate * gradients[i]"
    ],
}


@pytest.mark.parametrize("exercise", NATURAL)
@pytest.mark.parametrize("pupils", [2, 15])
def test_nobody_is_asked_about_what_most_write(exercise: str, pupils: int) -> None:
    bodies = [body for body in NATURAL[exercise] for _ in range(pupils)]
    others = [body.replace("out", "result").replace("back", "x") for body in NATURAL[exercise]]
    assert asked_about([*bodies, *others], exercise) == []


def test_what_the_class_writes_says_what_is_usual() -> None:
    assert asked_about([PARTS, PARTS]) == [(["p0", "p1"], True)]
    longer = [f"{PARTS}\n{'part = part + 1.0; ' * k}part = part * 2" for k in range(1, 8)]
    assert asked_about([PARTS, PARTS, *longer]) == []
    assert asked_about([PARTS, PARTS, *[longer[0]] * 8])[0] == (["p0", "p1"], True)  # one answer


def test_nobody_is_asked_about_the_packages_own_answer() -> None:
    assert asked_about([WRITTEN["packed"]] * 2) == []
    shown = [pupil_with(name, LONG.format(end="1.0"), shown=True) for name in ("one", "two")]
    assert alike(shown) == []


@pytest.mark.parametrize(
    "answer",
    ["Above 0.15 the steps leap over the goal.", "学习率太大，步子就会跳过谷底，损失忽高忽低。"],
)
def test_the_same_answer_in_ones_own_words_is_asked_about(answer: str) -> None:
    def handed_in(name: str, text: str, question: str = "Why?") -> Any:
        answers = [{"question": question, "answer": text}]
        return {"pupil": name, "lessons": [], "code": [], "answers": answers}

    one, two = handed_in("one", answer), handed_in("two", f" {answer.upper()}\n")
    (found,) = alike([one, two, handed_in("three", answer + " So it is, and is not.")])
    assert (found["question"], found["pupils"], found["text"]) == ("Why?", ["one", "two"], answer)
    assert alike([one, handed_in("two", answer, "And how?")]) == []
    assert alike([handed_in(name, "0.05, the second") for name in ("one", "two")]) == []
