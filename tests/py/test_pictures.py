"""Pictures: which tables are such, and drawings that look like them."""

import numpy as np
import pytest
from hand_drawn import STROKES

from nnlab import PRESETS, Experiment, load_breast_cancer, load_digits
from nnlab.files.constraints import NotAllowed
from nnlab.pictures import Pictures, draw, pictures_of, some_rows
from nnlab.table_errors import TableError
from nnlab.tables import read_table
from page.protocol import NotReady
from page.session import Session

SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]


def points(strokes):
    return [np.array(stroke) for stroke in strokes]


@pytest.fixture(scope="module")
def experiment():
    made = Experiment(PRESETS["digits"])
    made.trainer.advance(PRESETS["digits"].epochs, lambda: False)
    return made


def test_the_digits_are_pictures_and_what_they_look_like_is_measured():
    features = load_digits().features
    found = pictures_of(features)
    assert found == Pictures(8, 0.0, 16.0, 1.0, found.share)
    assert found.share == pytest.approx(features[some_rows(len(features))].mean() / 16.0)
    turned = pictures_of(16.0 - features)
    assert (turned.paper, turned.ink) == (16.0, 0.0)
    assert turned.share == pytest.approx(found.share)


def test_other_tables_are_no_pictures():
    rng = np.random.default_rng(0)
    survey = rng.integers(0, 5, (300, 25)).astype(float)
    many_scales = np.repeat(rng.normal(size=(300, 1)), 25, axis=1) * 10.0 ** np.arange(25)
    tables = [survey, many_scales, np.zeros((300, 25)), load_breast_cancer().features[:, :25]]
    assert [pictures_of(table) for table in tables] == [None] * 4
    assert pictures_of(load_digits().features[:, :63]) is None
    assert pictures_of(load_digits().features[:, :9]) is None


def test_squares_of_16_to_784_pixels_are_pictures():
    rng = np.random.default_rng(0)
    for side, found in ((3, False), (4, True), (28, True), (29, False)):
        x, y = rng.uniform(0, side, (2, 200, 1, 1))
        across, down = np.arange(side), np.arange(side)[:, None]
        spots = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (side**2 / 8))
        assert (pictures_of(spots.reshape(200, -1)) is not None) == found, side


def test_a_drawing_is_counted_in_blocks_of_four_by_four():
    """A square, its middle blank: so thick that three quarters of all cells are ink."""
    like = Pictures(side=4, paper=0.0, ink=16.0, height=1.0, share=0.75)
    drawn = draw(points([SQUARE]), like).reshape(4, 4)
    assert drawn[1:3, 1:3].tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert drawn[0, 1:3].tolist() == [16.0, 16.0]
    assert drawn.sum() == 12 * 16
    np.testing.assert_array_equal(drawn, drawn[::-1])
    np.testing.assert_array_equal(drawn, drawn.T)


def test_a_drawing_fills_the_height_and_has_the_ink_of_the_datas_own():
    like = pictures_of(load_digits().features)
    for strokes in STROKES:
        drawn = draw(points(strokes), like).reshape(8, 8)
        assert drawn[0].any() and drawn[7].any()
        assert drawn.mean() / 16.0 == pytest.approx(like.share, abs=0.01)
        assert set(np.unique(drawn)) <= set(range(17))
        small = [np.array(stroke) * 0.1 + 7.0 for stroke in strokes]
        np.testing.assert_allclose(draw(small, like).reshape(8, 8), drawn, atol=1.0)


def test_nothing_drawn_is_blank_paper_and_a_dot_is_a_dot():
    like = pictures_of(load_digits().features)
    assert not draw([], like).any()
    dot = draw(points([[(0.3, 0.3)]]), like).reshape(8, 8)
    assert dot[3:5, 3:5].all() and not dot[0].any()


def test_the_recipe_reads_the_test_part_and_digits_drawn_by_hand(experiment):
    """What the page says of it: at least 97 % of the digits kept back."""
    report = experiment.trainer.measure(
        experiment.trainer.test_inputs, experiment.trainer.test_targets
    )
    assert report[1] >= 0.97
    like = pictures_of(experiment.dataset.features)
    drawn = np.array([draw(points(strokes), like) for strokes in STROKES])
    assert experiment.predict(drawn).argmax(axis=1).tolist() == list(range(10))


def test_the_page_asks_for_a_drawing_in_flat_numbers():
    session = Session()
    setup = {"dataset": "digits", "engine": "plain"}
    configured = session.ask("configure", run=1, setup=setup)
    assert configured["pictures"] == [{"side": 8, "paper": 0.0, "ink": 16.0}]
    flat = [[number for point in stroke for number in point] for stroke in STROKES[7]]
    drawn = session.ask("draw", strokes=flat)["values"]
    expected = draw(points(STROKES[7]), pictures_of(load_digits().features))
    np.testing.assert_array_equal(drawn, expected)
    for wrong in [[[float("nan"), 0.0]], [[0.0] * 5000], [["a", "b"]]]:
        with pytest.raises(NotAllowed):
            session.ask("draw", strokes=wrong)
    assert session.ask("configure", run=2, setup={})["pictures"] == []
    with pytest.raises(NotReady):
        session.ask("draw", strokes=[])


def test_an_own_table_of_pixels_keeps_its_blank_corners():
    digits = load_digits()
    names = ["label", *(f"p{at}" for at in range(64))]
    rows = [
        [digits.class_names[label], *map(int, row)]
        for label, row in zip(digits.labels[:300], digits.features[:300], strict=True)
    ]
    text = "\n".join(",".join(map(str, row)) for row in [names, *rows])
    table = read_table(text.encode())
    assert (table.guess_target(), table.guess_left_out("label")) == ("label", [])
    dataset = table.select("label", []).dataset
    assert (dataset.features[:, 0] == 0.0).all()
    assert pictures_of(dataset.features).side == 8
    assert [hint for hint in table.hints("label", []) if hint.code == "pixels"] == []
    for lacking in (["p20"], ["p20", "p0"]):
        (hint,) = [hint for hint in table.hints("label", lacking) if hint.code == "pixels"]
        assert sorted(hint.again) == sorted(lacking)
        assert hint.values["side"] == 8
    with pytest.raises(
        TableError, match="p0"
    ) as lacks:  # with a pixel less it is a table like others
        table.select("label", ["p63"])
    assert (lacks.value.code, lacks.value.values["names"]) == ("lacks_pixels", "p63")
