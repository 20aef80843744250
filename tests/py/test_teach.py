"""Hand-ins: what is in one, what of it is believed, and how a whole class of them is marked."""

import json
import sys
from typing import Any

import pytest
from learner import FILES
from learner_answers import answers
from pupils import SMALL_TEXT, Pupil, marked

from nnlab.files.constraints import NotAllowed
from page.check.exercises import exercises
from page.course.reading import read_lesson
from page.course.record import read_record
from page.session import Session
from page.teach.own_code import files_of, handed
from page.teach.reading import MOST_BYTES, read_hand_in
from page.teach.variants import seed_of


def states(mark: dict[str, Any]) -> list[str]:
    (lesson,) = mark["lessons"]
    return [item["state"] for item in lesson["items"]]


def keys(mark: dict[str, Any]) -> list[str]:
    return [problem["key"] for lesson in mark["lessons"] for problem in lesson["problems"]]


def test_what_was_done_rightly_is_found_right_again() -> None:
    mark = marked(Pupil("kiwi-7").whole().hand_in())
    (lesson,) = mark["lessons"]
    assert states(mark) == ["right"] * 4
    assert (lesson["done"], lesson["of"], lesson["guesses_right"], lesson["guesses"]) == (
        3,
        3,
        1,
        1,
    )
    assert keys(mark) == []


def test_a_hand_in_is_small_and_readable_and_names_what_was_done_in_order() -> None:
    text = Pupil("Kiwi-7").whole().hand_in()
    assert len(text) < 2000 and max(map(len, text.split("\n"))) <= 120
    assert json.loads(text)["pupil"] == "kiwi-7"
    (lesson,) = json.loads(text)["lessons"]
    assert [event.split(":")[0] for event in lesson["order"]] == [
        "guess", "start", "typed", "done", "done", "answer",
    ]  # fmt: skip
    assert lesson["runs"]["run"]["epoch"] == 6


def test_an_answer_to_a_teachers_own_question_comes_back_and_older_files_have_none() -> None:
    pupil = Pupil("kiwi-7").whole()
    pupil.answers = [{"question": "Why “so”?", "answer": "=1+1\nBecause."}]
    text = pupil.hand_in()
    assert marked(text)["answers"] == pupil.answers
    older = {**json.loads(text), "version": 1}
    del older["answers"]
    mark = marked(json.dumps(older))
    assert mark["answers"] == [] and mark["lessons"] == marked(text)["lessons"]


def test_tries_hints_and_what_was_thought_first_are_told() -> None:
    pupil = Pupil("kiwi-7").choose(0, "high").start(1)
    pupil.type("z", -pupil.z()).type("z", 1.05 * pupil.z()).type("z", pupil.z())
    pupil.work["hints"].append("z")
    pupil.choose(2, "a").choose(2, "c").choose(2, "b")
    (lesson,) = marked(pupil.hand_in())["lessons"]
    guess, number, run, asked = lesson["items"]
    assert (guess["state"], guess["given"]) == ("wrong", "high")
    assert (number["state"], number["tries"], number["hint"]) == ("right", 3, True)
    assert run["state"] == "open"
    assert (asked["state"], asked["tries"], asked["slip"]) == ("right", 3, "a")
    assert (lesson["tries"], lesson["hints"]) == (6, 1)


@pytest.mark.parametrize(("times", "slip"), [(-1, "sign"), (1.05, "close"), (4, "far")])
def test_a_wrong_number_says_how_it_is_wrong(times: float, slip: str) -> None:
    pupil = Pupil("kiwi-7").start(1)
    pupil.type("z", times * pupil.z())
    number = marked(pupil.hand_in())["lessons"][0]["items"][1]
    assert (number["state"], number["slip"]) == ("wrong", slip)
    assert float(number["right"].replace("−", "-")) == pytest.approx(pupil.z(), abs=6e-4)


def test_a_prediction_counts_as_it_stood_before_the_first_run() -> None:
    pupil = Pupil("kiwi-7").choose(0, "high").start(1)
    pupil.train(6).choose(0, "low")
    guess = marked(pupil.hand_in())["lessons"][0]["items"][0]
    assert (guess["state"], guess["given"], guess["late"]) == ("wrong", "high", True)
    never = Pupil("kiwi-7").start(1).train(6).choose(0, "low")
    guess = marked(never.hand_in())["lessons"][0]["items"][0]
    assert (guess["state"], guess["given"], guess["late"]) == ("open", "", True)


@pytest.mark.parametrize("option", [None, 0])
def test_a_run_is_run_again_with_what_was_changed_on_the_way(option: int | None) -> None:
    pupil = Pupil("kiwi-7", "otter").start(1, option)
    pupil.train(2, learning_rate=0.2).train(4, learning_rate=0.01)
    assert states(marked(pupil.hand_in()))[2] == "right"
    record = json.loads(pupil.work["runs"]["run"])
    assert [change["epoch"] for change in record["changes"]] == [0, 2]
    record["changes"][1]["learning_rate"] = 0.02
    pupil.work["runs"]["run"] = json.dumps(record)
    assert keys(marked(pupil.hand_in())) == ["mark_loss"]


def test_weights_set_by_hand_are_part_of_the_run() -> None:
    pupil = Pupil("kiwi-7").start(1)
    pupil.train(3)
    pupil.session.ask("set_parameter", layer=0, kind="W", row=0, column=1, value=0.7)
    pupil.train(3)
    assert json.loads(pupil.work["runs"]["run"])["start"]["training"]["epoch"] == 3
    mark = marked(pupil.hand_in())
    assert states(mark)[2] == "right"
    assert keys(mark) == ["mark_brought"]  # nobody can see how they came about


def test_good_weights_in_place_of_training_are_told_of() -> None:
    pupil, idle = Pupil("kiwi-7").start(1), Pupil("kiwi-7").start(1)
    pupil.train(6)
    idle.session.ask("set_parameter", layer=0, kind="W", row=0, column=1, value=0.7)
    idle.train(6)
    record = json.loads(idle.work["runs"]["run"])
    record["start"]["training"]["epoch"] = 6  # as though it had been trained
    pupil.work["runs"]["run"] = json.dumps(record)
    (told,) = [
        each
        for each in marked(pupil.hand_in())["lessons"][0]["problems"]
        if each["key"] == "mark_loss"
    ]
    record["loss"] = float(told["values"]["found"])
    pupil.work["runs"]["run"] = json.dumps(record)
    assert "mark_brought" in keys(marked(pupil.hand_in()))


def test_weights_that_stand_in_the_file_from_the_start_are_told_of_too() -> None:
    pupil = Pupil("kiwi-7").start(1)
    pupil.session.ask("set_parameter", layer=0, kind="W", row=0, column=1, value=0.7)
    pupil.train(6)
    assert json.loads(pupil.work["runs"]["run"])["start"]["training"]["epoch"] == 0
    assert keys(marked(pupil.hand_in())) == ["mark_brought"]


def forged(change: str) -> Pupil:
    pupil = Pupil("kiwi-7").whole()
    record = json.loads(pupil.work["runs"]["run"])
    if change == "loss":
        record["loss"] *= 1 + 3e-6
    elif change == "epochs":
        record |= {"epoch": 5}
    elif change == "set-up":
        record["setup"]["hidden_sizes"] = [8]
        record["setup"]["hidden_activations"] = ["tanh"]
    elif change == "said":
        pupil.work["done"]["run"] = ["0.0001", "6"]
    elif change == "no run":
        pupil.work["runs"].pop("run")
        return pupil
    elif change == "number":
        pupil.work["numbers"]["z"] += 1
    pupil.work["runs"]["run"] = json.dumps(record)
    return pupil


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ("loss", "mark_loss"),
        ("epochs", "mark_loss"),
        ("set-up", "mark_not_done"),
        ("said", "mark_not_done"),
        ("no run", "mark_told"),
        ("number", "mark_number"),
    ],
)
def test_what_was_made_up_does_not_come_out(change: str, key: str) -> None:
    mark = marked(forged(change).hand_in())
    assert keys(mark) == [key]
    assert mark["lessons"][0]["done"] == 2


def test_a_difference_below_one_in_a_million_is_another_computer_and_no_forgery() -> None:
    pupil = Pupil("kiwi-7").whole()
    record = json.loads(pupil.work["runs"]["run"])
    record["loss"] *= 1 + 5e-7
    pupil.work["runs"]["run"] = json.dumps(record)
    assert keys(marked(pupil.hand_in())) == []


def test_every_pupil_of_a_class_has_one_of_the_verified_seeds_and_it_stays() -> None:
    lesson = Pupil("a1").lesson
    seeds = [seed_of("otter", f"p{k}", lesson) for k in range(60)]
    assert {*seeds} == {*lesson["seeds"]}
    assert seeds == [seed_of(" OTTER ", f"P{k}", lesson) for k in range(60)]
    assert seeds != [seed_of("heron", f"p{k}", lesson) for k in range(60)]
    assert seed_of("", "p1", lesson) == lesson["seeds"][0]
    assert [seed_of("otter", f"p{k}", lesson) for k in range(4)] == [9, 6, 6, 6]  # for good


@pytest.mark.parametrize("number", FILES)
def test_most_others_of_a_class_have_other_numbers(number: str) -> None:
    lesson = read_lesson(FILES[number])
    for word in ("otter", "heron", "水獭"):
        seeds = [seed_of(word, f"{code:02}", lesson) for code in range(1, 31)]
        assert max(seeds.count(seed) for seed in seeds) <= 15


def test_another_pupils_variant_is_named() -> None:
    one, other = Pupil("p0", "otter"), Pupil("p1", "otter")
    assert one.work["seed"] != other.work["seed"]
    other.work = one.whole().work
    mark = marked(other.hand_in())
    assert keys(mark) == ["mark_other_variant"]
    assert states(mark) == ["right"] * 4
    one.work["seed"] = 1
    assert "mark_no_variant" in keys(marked(one.hand_in()))


BLANK = {task["name"]: task for task in exercises()}
LEARNERS = {(each.exercise, each.name): each for each in answers() if each.exercise in BLANK}


@pytest.mark.parametrize("key", [*LEARNERS][::25], ids=str)
def test_own_code_comes_back_from_the_file_as_it_was_written(key: tuple[str, str]) -> None:
    files = LEARNERS[key].files
    code = handed({"exercise": key[0], "files": files, "hints": 0, "shown": False})
    assert {**BLANK[key[0]]["files"], **files_of(code)} == files


def test_only_the_functions_that_were_to_be_written_are_handed_in() -> None:
    answer = next(each for each in LEARNERS.values() if each.exercise == "update")
    told: Any = {"exercise": "update", "files": answer.files, "hints": 0, "shown": False}
    code = handed(told)
    assert [*code["functions"]] == ["nnlab/optimizers.py: SGD.step"]
    assert len(code["functions"]["nnlab/optimizers.py: SGD.step"]) < 12
    broken = {name: text + "\n)" for name, text in answer.files.items()}
    assert "files" in handed({**told, "files": broken})


HOSTILE: list[tuple[str, Any]] = [
    ("format", lambda f: f.update(format="nnlab-model")),
    ("version", lambda f: f.update(version=3)),
    ("answers[0].answer", lambda f: f.update(answers=[{"question": "q", "answer": "a" * 1001}])),
    ("answers[0]", lambda f: f.update(answers=[{"question": "q"}])),
    ("file", lambda f: f.update(script="alert(1)")),
    ("pupil", lambda f: f.update(pupil="=cmd|' /C calc'!A1")),
    ("pupil", lambda f: f.update(pupil="<img src=x onerror=alert(1)>")),
    ("pupil", lambda f: f.update(pupil=["kiwi"])),
    ("lessons.length", lambda f: f.update(lessons=f["lessons"] * 41)),
    ("lessons", lambda f: f.update(lessons=f["lessons"] * 2)),
    ("lessons[0].seed", lambda f: f["lessons"][0].update(seed=-1)),
    ("lessons[0].numbers.z", lambda f: f["lessons"][0]["numbers"].update(z="1e3")),
    ("lessons[0].order[0]", lambda f: f["lessons"][0].update(order=["<b>"])),
    ("lessons[0].choices", lambda f: f["lessons"][0]["choices"].update(x=["a"])),
    ("lessons[0].runs.run.epoch", lambda f: run_of(f).update(epoch=10**9)),
    ("lessons[0].runs.run.setup", lambda f: run_of(f)["setup"].update(script=1)),
    ("hidden_sizes", lambda f: run_of(f)["setup"].update(hidden_sizes=[10**6])),
    ("lessons[0].runs.run.setup.dataset", lambda f: run_of(f)["setup"].update(dataset="own")),
    ("replay.changes", lambda f: run_of(f).update(changes={})),
    ("code[0].exercise", lambda f: f.update(code=[piece("os.system", {})])),
    ("code.functions", lambda f: f.update(code=[piece("update", {"x: y": ["import os"]})])),
]  # fmt: skip


def run_of(fields: Any) -> Any:
    return fields["lessons"][0]["runs"]["run"]


def piece(exercise: str, functions: Any) -> dict[str, Any]:
    return {"exercise": exercise, "functions": functions, "hints": 0, "shown": False}


@pytest.fixture(scope="module")
def right_text() -> str:
    return Pupil("kiwi-7").whole().hand_in()


@pytest.mark.parametrize(("field", "change"), HOSTILE, ids=[f"{k}" for k, _ in enumerate(HOSTILE)])
def test_a_hostile_file_is_refused_by_the_field_that_is_wrong(
    right_text: str, field: str, change: Any
) -> None:
    fields = json.loads(right_text)
    change(fields)
    with pytest.raises(NotAllowed) as refused:
        text = json.dumps(fields)
        read_hand_in(text)
        Session().ask("mark_code", text=text, code=0)
    assert refused.value.values["field"] == field


DAMAGED = {
    "cut": lambda text: text[:-40],
    "empty": lambda text: "",
    "picture": lambda text: "\x89PNG\r\n\x1a\n" + text[:50],
    "other list": lambda text: "[]",
    "deep": lambda text: "[" * 500,
    "not a number": lambda text: text.replace('"furthest": 0', '"furthest": NaN'),
    "large": lambda text: text + " " * MOST_BYTES,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_or_foreign_file_is_refused(right_text: str, name: str) -> None:
    with pytest.raises(NotAllowed):
        read_hand_in(DAMAGED[name](right_text))


def test_nothing_of_a_hand_in_runs_when_it_is_read_or_marked() -> None:
    pupil = Pupil("kiwi-7").whole()
    files = dict(BLANK["update"]["files"])
    files["nnlab/optimizers.py"] += "\nimport sys\nsys.it_ran = True\nsys.exit()\n"
    text = pupil.write("update", files).hand_in()
    session = Session()
    session.ask("read_hand_in", text=text, lessons=["small"])
    assert session.ask("mark_lesson", text=text, at=0, lesson=SMALL_TEXT, solved=[])["done"] == 3
    assert not hasattr(sys, "it_ran")
    assert session.ask("mark_code", text=text, code=0)["verdict"] == "broken"
    del sys.it_ran  # type: ignore[attr-defined]


def test_own_code_is_diagnosed_again_whatever_the_file_says() -> None:
    wrong = next(
        each for each in LEARNERS.values() if each.verdict == "wrong" and each.slips[:1] != ("",)
    )
    right = next(each for each in LEARNERS.values() if each.verdict == "same" and not each.remarks)
    pupil = Pupil("kiwi-7").write(wrong.exercise, wrong.files).write(right.exercise, right.files)
    if wrong.exercise == right.exercise:
        pupil.own.pop()
    codes = marked(pupil.hand_in())["code"]
    assert codes[0]["verdict"] == "wrong" and codes[0]["says"]
    assert codes[0]["slip"] == wrong.slips[0]
    assert [code["verdict"] for code in codes[1:]] in ([], ["same"])


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([], "an object"),
        ({"setup": {}, "epoch": 0, "changes": [], "loss": 0.0, "accuracy": 0.0, "x": 1}, "only"),
        ({"setup": {}, "epoch": 0, "changes": [], "loss": 0.0}, "without accuracy"),
    ],
)
def test_a_record_has_the_names_that_it_needs_and_no_others(record, said):
    with pytest.raises(NotAllowed, match=said):
        read_record("run", record)
