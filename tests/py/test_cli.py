"""The command line: what it prints, and what it says to a wrong argument."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import nnlab
from nnlab import PRESETS, Experiment, load_iris
from nnlab.cli import main
from nnlab.presets import OWN_TABLE
from page.keep.keeping import open_model


def test_train_prints_the_losses_of_the_paper_run(capsys):
    assert main(["train", "--preset", "paper", "--seed", "3", "--epochs", "21"]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    reports = list(Experiment(replace(PRESETS["paper"], seed=3)).trainer.epochs(21))
    expected = [(epoch, reports[epoch].printed_loss) for epoch in (0, 10, 20)]
    printed = [re.fullmatch(r"epoch +(\d+) +loss (\d+\.\d+)", line).groups() for line in lines]
    assert [int(epoch) for epoch, _ in printed] == [0, 10, 20]
    for (_, loss), (_, exact) in zip(printed, expected, strict=True):
        assert float(loss) == pytest.approx(exact, abs=1e-6)
    assert last == f"accuracy {reports[-1].train_accuracy:.4f}"


def test_a_breakdown_ends_with_code_1(capsys):
    assert main(["train", "--learning-rate", "1000"]) == 1
    assert "learning rate is likely too high" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["train", "--preset", "papers"],
        ["train", "--seed", "-1"],
        ["train", "--seed", "one"],
        ["train", "--epochs", "0"],
        ["train", "--learning-rate", "nan"],
        ["train", "--learning-rate", "0"],
        ["train", "--batch-size", "1.5"],
        ["train", "iris.csv"],
        ["train", "--patience", "5"],
        ["train", "--target", "species"],
        ["train", "--fill-gaps"],
        ["train", "--data", "nowhere.csv"],
        ["predict", "nowhere.json", "nowhere.csv"],
        ["check", "nowhere.json"],
    ],
)
def test_a_wrong_argument_gets_one_line_and_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.count("\n") == 1
    assert "--help" in streams.err


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for option in ("--preset", "--seed", "--epochs", "--learning-rate", "--batch-size"):
        assert option in text


@pytest.fixture
def flowers(tmp_path):
    """Iris as somebody may have it: semicolons, decimal commas, a number of each row."""
    iris = load_iris()
    path = tmp_path / "flowers.csv"
    names = ["id", *(name.removesuffix(" (cm)") for name in iris.feature_names), "species"]
    lines = [";".join(names)] + [
        ";".join([str(i), *(f"{x}".replace(".", ",") for x in row), iris.class_names[label]])
        for i, (row, label) in enumerate(zip(iris.features, iris.labels, strict=True), 1)
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_an_own_file_is_trained_saved_and_asked(flowers, capsys, tmp_path):
    model, answers = tmp_path / "model.json", tmp_path / "answers.csv"
    arguments = ["--data", str(flowers), "--target", "species", "--save", str(model)]
    assert main(["train", *arguments, "--epochs", "30", "--engine", "plain"]) == 0
    first, second, *_, test, saved = capsys.readouterr().out.splitlines()
    assert second.startswith("id is left out: it only numbers the rows")
    assert first == "150 rows, 4 features; species: setosa, versicolor, virginica"
    assert float(test.removeprefix("test accuracy ")) > 0.9
    assert saved.startswith(f"saved {model}: the page opens it")
    lab, _, csv, _ = open_model(model.read_text("utf-8"), None)
    assert csv.table.reading.decimal == ","
    wanted = {"target": "species", "left_out": ("id",), "epochs": 30, "engine": "plain"}
    assert lab.setup == replace(OWN_TABLE, **wanted)

    header, *rows = flowers.read_text("utf-8").splitlines()
    new = tmp_path / "new.csv"
    new.write_text("\n".join([header, rows[0], rows[149], "9;5,0;?;1,4;0,2;"]), "utf-8")
    assert main(["predict", str(model), str(new)]) == 0
    streams = capsys.readouterr()
    assert streams.err == "nnlab: 1 rows lack a number, and got an empty line\n"
    lines = [line.split(",") for line in streams.out.splitlines()]
    assert lines[0] == ["species", "p(setosa)", "p(versicolor)", "p(virginica)"]
    assert [line[0] for line in lines[1:]] == ["setosa", "virginica", ""]
    assert sum(map(float, lines[1][1:])) == pytest.approx(1.0, abs=2e-4)
    assert main(["predict", str(model), str(new), "--out", str(answers)]) == 0
    assert answers.read_text("utf-8") == streams.out
    assert main(["check", str(model)]) == 0
    with pytest.raises(SystemExit):
        main(["predict", str(model), str(answers)])
    assert "no column “sepal length”" in capsys.readouterr().err


def test_what_is_left_out_and_what_may_mean_two_numbers_is_said(tmp_path, capsys):
    path, model = tmp_path / "shops.csv", tmp_path / "shops.json"
    path.write_text(
        "plz;area;till;price;kind\n"
        + "".join(
            f"0{1037 + i % 3};{i % 7};{4 * 10**8 + i * i};{1 + i % 9}.250;{'ab'[i % 2]}\n"
            for i in range(30)
        )
    )
    arguments = ["--data", str(path), "--epochs", "2", "--engine", "plain", "--save", str(model)]
    assert main(["train", *arguments]) == 0
    out = capsys.readouterr().out
    assert "price: 1.250 is read as 1.25; if it is not, write it so" in out
    assert "till is left out: long numbers, all different: an id or a time" in out
    assert "30 rows, 5 features; kind: a, b" in out  # three of them are postcodes
    assert main(["predict", str(model), str(path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 31


def test_words_and_gaps_are_learnt_and_told_of(capsys, tmp_path):
    file, model, new = (tmp_path / name for name in ("trees.csv", "model.json", "new.csv"))
    leaves = ["brown" if i % 9 == 0 else "red" if i % 2 else "green" for i in range(40)]
    lines = [f"{leaf},{i % 7 if i % 5 else ''},{'oak' if i % 2 else 'ash'}"
             for i, leaf in enumerate(leaves)]  # fmt: skip
    file.write_text("\n".join(["leaf,width,sort", *lines]), "utf-8")
    train = ["train", "--data", str(file), "--epochs", "40", "--save", str(model)]
    assert main(train) == 0
    assert "8 rows are left out: a value is missing; --fill-gaps" in capsys.readouterr().out
    assert main([*train, "--fill-gaps", "--test-ratio", "0"]) == 0
    assert capsys.readouterr().out.startswith("40 rows, 4 features; sort: ash, oak\n")
    assert open_model(model.read_text("utf-8"), None)[2].table.reading.gaps == "fill"
    new.write_text("leaf,width\nred,3\nblue,2\ngreen,", "utf-8")
    assert main(["predict", str(model), str(new)]) == 0
    streams = capsys.readouterr()
    answers = [line.split(",")[0] for line in streams.out.splitlines()]
    assert (answers[1], answers[3]) == ("oak", "ash")
    assert streams.err == (
        "nnlab: width: gaps filled with 3: 1\nnnlab: leaf: 1 words that training had not\n"
    )


def test_a_network_of_words_alone_answers_one_row(capsys, tmp_path):
    file, model, new = (tmp_path / name for name in ("trees.csv", "model.json", "new.csv"))
    file.write_text(
        "leaf,bark,sort\n" + "red,rough,oak\ngreen,smooth,ash\n" * 20 + "red,smooth,ash\n" * 3,
        "utf-8",
    )
    assert main(["train", "--data", str(file), "--epochs", "60", "--save", str(model)]) == 0
    new.write_text("leaf,bark\ngreen,smooth\n", "utf-8")
    capsys.readouterr()
    assert main(["predict", str(model), str(new)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split(",")[0] == "ash"


def test_what_training_had_as_numbers_or_as_a_gap_stays_so(capsys, tmp_path):
    """Of one row alone one would guess that 01037 is a word and -999 a number."""
    file, model, new = (tmp_path / name for name in ("shops.csv", "model.json", "new.csv"))
    size = [-999 if i % 10 == 0 else i % 7 for i in range(40)]
    lines = [f"{1037 + i * i},{each},{'red' if i % 3 else 'blue'},{'ab'[i % 2]}"
             for i, each in enumerate(size)]  # fmt: skip
    file.write_text("\n".join(["area,size,leaf,kind", *lines]), "utf-8")
    experiment = nnlab.open_csv(file, gaps="fill", gap_numbers=[-999])
    experiment.train(2)
    nnlab.save(experiment, model)
    (middle,) = [f"{each.fill:g}" for each in experiment.dataset.sources if each.name == "size"]
    answers = []
    for row in ("01037,-999,red", "1037,,red"):
        new.write_text(f"area,size,leaf\n{row}\n", "utf-8")
        assert main(["predict", str(model), str(new)]) == 0
        streams = capsys.readouterr()
        assert streams.err == f"nnlab: size: gaps filled with {middle}: 1\n"
        answers.append(streams.out.splitlines()[1].split(",")[0:2])
    assert answers[0] == answers[1]


def test_what_a_word_multiplies_is_kept_and_no_answer_is_a_formula(capsys, tmp_path):
    file, model, new = (tmp_path / name for name in ("views.csv", "model.json", "new.csv"))
    views = ["1.5K", "2M", "800"]
    lines = [f"{views[i % 3]},{i % 5},{'=1+1' if i % 3 else '-b|x'}" for i in range(30)]
    file.write_text("\n".join(["views,size,kind", *lines]), "utf-8")
    experiment = nnlab.open_csv(file)
    experiment.train(2)
    nnlab.save(experiment, model)
    assert nnlab.load(model).csv.reading["ways"] == {"views": "multiplied"}
    printed = []
    for cell in ("2K", "2000"):
        new.write_text(f"views,size\n{cell},3\n", "utf-8")
        assert main(["predict", str(model), str(new)]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    header, row = (line.split(",") for line in printed[0].splitlines())
    assert header == ["kind", "p(-b|x)", "p(=1+1)"]
    assert row[0] in ("'=1+1", "'-b|x")


def test_python_opens_the_same_file_and_keeps_it(tmp_path, capsys):
    file, model = tmp_path / "trees.csv", tmp_path / "model.json"
    leaves = ["brown" if i % 9 == 0 else "red" if i % 2 else "green" for i in range(40)]
    lines = [f"{leaf},{i % 7 if i % 5 else ''},{'oak' if i % 2 else 'ash'}"
             for i, leaf in enumerate(leaves)]  # fmt: skip
    file.write_text("\n".join(["leaf,width,sort", *lines]), "utf-8")
    experiment = nnlab.open_csv(file, gaps="fill")
    assert (experiment.setup.target, experiment.dataset.rows) == ("sort", 40)
    assert nnlab.open_csv(file, left_out=["leaf"]).dataset.feature_names == ("width",)
    experiment.train(40)
    nnlab.save(experiment, model)
    assert main(["predict", str(model), str(file)]) == 0
    answers = [line.split(",")[0] for line in capsys.readouterr().out.splitlines()[1:]]
    assert answers == experiment.classify(experiment.dataset.features).tolist()
    assert nnlab.load(model).dataset.feature_names == experiment.dataset.feature_names


def test_check_holds_every_matrix_against_the_loss(capsys, monkeypatch):
    assert main(["check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[m, "right"] for m in ("W1", "b1", "W2", "b2")]
    monkeypatch.setattr("nnlab.activations.Sigmoid.derivative", lambda self, a: a)
    assert main(["check"]) == 1


def test_a_terminal_sees_how_far_training_is(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert main(["train", "--epochs", "3", "--engine", "plain"]) == 0
    streams = capsys.readouterr()
    assert "3 of 3 epochs" in streams.err
    assert "epochs" not in streams.out


def test_the_version_is_the_package_s(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"nnlab {nnlab.__version__}\n"


@pytest.mark.skipif(sys.platform in ("emscripten", "win32"), reason="it takes a pipe and a process")
def test_a_reader_that_has_read_enough_is_no_error():
    command = [sys.executable, "-m", "nnlab", "train", "--epochs", "30", "--engine", "plain"]
    pipe, path = subprocess.PIPE, str(Path(nnlab.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env) as ours:
        assert ours.stdout is not None and ours.stderr is not None
        ours.stdout.close()
        assert ours.stderr.read() == ""
    assert ours.returncode == 1
