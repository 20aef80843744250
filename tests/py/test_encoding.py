"""Words and gaps: what they become, learnt from the training rows alone."""

import numpy as np
import pytest

import nnlab
from nnlab import Experiment, Setup
from nnlab.cli import main
from nnlab.files.csv_file import CsvFile
from nnlab.studies import Job, Study
from nnlab.table_errors import TableError
from nnlab.tables import read_table
from page.session import Session

CITIES = ["Rome", "Oslo", "Lima"]
LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}


def houses(rows=60, gaps=True):
    """Rooms, a city, a garden or none, and whether a house is dear."""
    rng = np.random.default_rng(5)
    lines = ["rooms,city,garden,price class"]
    for at in range(rows):
        rooms, city = int(rng.integers(1, 7)), int(rng.integers(0, 3))
        dear = "dear" if rooms + 3 * (city == 1) > 4 else "cheap"
        cells = [str(rooms), CITIES[city], "yes" if at % 2 else "no", dear]
        if gaps and at % 6 == 1:
            cells[at % 3] = ""
        lines.append(",".join(cells))
    return "\n".join(lines).encode()


def test_words_are_one_hot_as_scikit_learn_has_them():
    table = read_table(houses(gaps=False))
    assert (table.guess_target(), table.guess_left_out("price class")) == ("price class", [])
    dataset = table.select("price class", []).dataset
    assert dataset.feature_names == (
        "rooms",
        *(f"city = {c}" for c in dataset.sources[1].words),
        "garden",
    )
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    words = [[line.split(",")[1]] for line in houses(gaps=False).decode().split("\n")[1:]]
    encoder = preprocessing.OneHotEncoder(
        categories=[[*dataset.sources[1].words]], sparse_output=False
    )
    np.testing.assert_array_equal(dataset.features[:, 1:4], encoder.fit_transform(words))


def test_gaps_leave_rows_out_or_are_filled_and_either_is_offered():
    table = read_table(houses())
    selection = table.select("price class", [])
    assert (selection.dataset.rows, selection.missing) == (50, 10)
    (hint,) = table.hints("price class", [])
    assert (hint.code, hint.values) == ("gaps", {"count": 10, "rows": 60})
    filled = read_table(houses(), **hint.given)
    assert filled.select("price class", []).dataset.rows == 60
    (back,) = filled.hints("price class", [])
    assert (back.code, back.given) == ("filled", {"gaps": "leave_out"})


def test_a_gap_becomes_the_median_or_the_most_frequent_word_of_the_training_rows():
    impute = pytest.importorskip("sklearn.impute")
    setup = Setup(dataset="own", target="price class", test_ratio=0.4, split_seed=3)
    table = read_table(houses(), gaps="fill")
    dataset = table.select("price class", [], "classes", (0.4, 3)).dataset
    train = Experiment(setup, dataset).train_rows
    numbers = table.column("rooms").numbers[:, np.newaxis]
    fitted = impute.SimpleImputer(strategy="median").fit(numbers[train])
    np.testing.assert_array_equal(dataset.features[:, 0], fitted.transform(numbers)[:, 0])
    codes = table.column("city").codes
    words = np.bincount(codes[train][codes[train] >= 0])
    source = dataset.sources[1]
    assert source.fill == table.column("city").class_names[int(words.argmax())]
    (gap, *_) = np.flatnonzero(codes < 0)
    assert dataset.features[gap, source.features].tolist() == source.values("")


def test_rare_words_share_a_feature_and_unknown_ones_are_among_them():
    words = [f"w{k}" for k in range(14) for _ in range(30 - 2 * k)]
    rows = "\n".join(f"{word},{'ab'[at % 2]}" for at, word in enumerate(words))
    dataset = read_table(f"word,kind\n{rows}".encode()).select("kind", []).dataset
    (source,) = dataset.sources
    assert source.words == tuple(f"w{k}" for k in range(9)) and source.other
    assert dataset.feature_names[-1] == "word = other"
    assert source.values("W3") == [0.0] * 3 + [1.0] + [0.0] * 6
    assert source.values("never seen") == [0.0] * 9 + [1.0]
    np.testing.assert_array_equal(dataset.features.sum(axis=1), 1.0)


def test_words_of_which_hardly_one_comes_twice_are_no_feature():
    rows = "".join(f"n{k},{k % 5},{'ab'[k % 2]}\n" for k in range(30))
    table = read_table(f"name,x,kind\n{rows}".encode())
    assert table.guess_left_out("kind") == ["name"]
    with pytest.raises(TableError, match="name"):
        table.select("kind", [])


def test_fifty_classes_are_learnt_where_each_has_rows_enough():
    rows = "".join(f"{k % 26},{k % 7},letter {chr(97 + k % 26)}\n" for k in range(260))
    table = read_table(f"x,y,which\n{rows}".encode())
    assert table.guess_target() == "which"
    assert len(table.select("which", []).dataset.class_names) == 26
    few = read_table(f"x,y,which\n{rows[:600]}".encode())
    assert not few.column("which").is_class


def test_the_page_knows_the_columns_and_a_model_file_gives_the_same_answers():
    session = Session()
    session.ask("read_csv", data=houses(), reading={"gaps": "fill"})
    setup = {"dataset": "own", "target": "price class", "test_ratio": 0.25, "engine": "plain",
             "standardize": True, "epochs": 4}  # fmt: skip
    lab = session.ask("configure", run=1, setup=setup, new_csv=True)
    names = [(source["name"], len(source["words"])) for source in lab["sources"]]
    assert names == [("rooms", 0), ("city", 3), ("garden", 0)]
    trained = session.ask("train", run=1, epochs=4, budget_ms=1e6, live=LIVE)
    history = {name: [*map(float, column)] for name, column in trained["reports"].items()}
    csv = {"name": "houses.csv", "data": houses(), "reading": {"gaps": "fill"}}
    text = session.ask("save_model", setup=setup, history=history, csv=csv)["text"]
    other = Session()
    other.ask("open_model", run=1, text=text)
    sample = session.lab.dataset.features[7].tolist()
    ours, theirs = (each.ask("predict", values=sample)["outputs"] for each in (session, other))
    np.testing.assert_array_equal(ours, theirs)
    assert other.lab.dataset.sources == session.lab.dataset.sources


def test_answers_for_a_file_take_words_gaps_and_new_words_as_they_are_written():
    session = Session()
    session.ask("read_csv", data=houses(), reading={"gaps": "fill"})
    setup = {"dataset": "own", "target": "price class", "engine": "plain"}
    session.ask("configure", run=1, setup=setup, new_csv=True)
    text = "garden,city,rooms\nyes,OSLO,3\nno,Atlantis,2\nno,,\n" + "no,Rome,4\n" * 3
    answer = session.ask("answer_file", data=text.encode())
    sources = session.lab.dataset.sources
    rows = [[3.0, "oslo", 1.0], [2.0, "Atlantis", 0.0], [np.nan, "", 0.0]]
    expected = [
        [value for s, cell in zip(sources, row, strict=True) for value in s.values(cell)]
        for row in rows
    ]
    lines = answer["data"].decode().splitlines()[1:4]
    got = [[float(cell) for cell in line.split(",")[4:]] for line in lines]
    np.testing.assert_allclose(got, session.lab.probabilities(np.array(expected)), rtol=1e-5)
    assert answer["unknown"] == [{"column": "city", "count": 1, "value": ""}]
    (city,) = [each for each in answer["filled"] if each["column"] == "city"]
    assert (city["count"], city["value"]) == (1, "Lima") and answer["moved"]


def test_a_fold_learns_words_and_gaps_from_its_own_training_rows():
    cells = [("", "rare")] + [(str(k), "ab"[k % 2]) for k in range(1, 40)]
    lines = "".join(f"{number},{word},{'xy'[k % 2]}\n" for k, (number, word) in enumerate(cells))
    table = read_table(f"n,word,kind\n{lines}".encode(), gaps="fill")
    dataset = table.select("kind", []).dataset
    test = np.arange(20)
    own = dataset.fitted_to(np.arange(20, 40))
    assert own.sources[0].fill == np.median(np.arange(20, 40)) != dataset.sources[0].fill
    assert own.sources[1].words == ("b", "a") and "rare" in dataset.sources[1].words
    assert own.features[0].tolist() == [29.5, 0.0, 0.0]
    setup = Setup(dataset="own", target="kind", engine="plain", epochs=2)
    job = Job(setup, (np.arange(20, 40), test))
    study = Study([job], dataset)
    (outcome,) = study.advance(lambda: False)
    alone = Experiment(setup, own, split=job.split)
    losses = [report.test_loss for report in alone.trainer.epochs(2)]
    assert outcome.curves["test_loss"][1:].tolist() == losses


def test_the_command_line_takes_a_row_as_its_owner_writes_it(tmp_path, capsys):
    session = Session()
    session.ask("read_csv", data=houses(), reading={"gaps": "fill"})
    setup = {"dataset": "own", "target": "price class", "engine": "plain", "standardize": True}
    session.ask("configure", run=1, setup=setup, new_csv=True)
    session.ask("train", run=1, epochs=3, budget_ms=1e6, live=LIVE)
    text = "garden,city,rooms\nyes,OSLO,3\nno,Atlantis,2\nno,,\n" + "no,Rome,4\n" * 3
    answer = session.ask("answer_file", data=text.encode())
    (tmp_path / "new.csv").write_text(text, "utf-8")
    session.lab.csv = CsvFile("houses.csv", houses(), {"gaps": "fill"})
    nnlab.save(session.lab, tmp_path / "model.json")
    assert main(["predict", str(tmp_path / "model.json"), str(tmp_path / "new.csv")]) == 0
    _, *theirs = [line.split(",") for line in answer["data"].decode().splitlines()]
    _, *ours = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in ours] == [row[3] for row in theirs]
    shares = [[float(cell) for cell in row[-2:]] for row in (*ours, *theirs)]
    np.testing.assert_allclose(shares[:6], shares[6:], atol=1e-4)
