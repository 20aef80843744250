"""What the page may ask of Python: each public method of `Session` in METHODS, by name.

Plain CPython: parameters come as dicts, lists and numbers, results go as the same, with arrays.
A wrong request raises an error that says what is wrong; `handle` turns it into a reply, and the
network stays as it was.
"""

import dataclasses
import time
import traceback
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from nnlab.arrays import Array
from nnlab.setup import Setup
from nnlab.training import Checkpoint, EpochReport

from .constraints import OneOf, Whole, check
from .lab.lab import Lab, as_snapshot
from .panels.looking import (
    changed,
    confused_rows,
    confusion,
    forward,
    most_telling,
    parameter_index,
    regions,
    weighted_sums,
)
from .protocol import (
    Applied,
    Buffer,
    ChangedByLine,
    Compared,
    CompiledModule,
    Configured,
    ConfusedRows,
    Confusion,
    ConsoleAnswer,
    CsvChoice,
    CsvFile,
    CsvRead,
    Diagnosis,
    Directions,
    Edited,
    Exercises,
    Failure,
    GradientChecked,
    LandscapeBegun,
    LandscapeLosses,
    LiveFields,
    NoNetwork,
    NotReady,
    Opened,
    Part,
    Plan,
    Prediction,
    Regions,
    Reply,
    Reports,
    Retrained,
    Sample,
    SavedFile,
    SavedModel,
    SetupFields,
    Snapshot,
    StudyBegun,
    StudyDropped,
    StudyProgress,
    Traced,
    Trained,
)
from .requests import CONSTRAINTS, LIVE, check_live, check_setup, check_values

if TYPE_CHECKING:  # imported when first asked, so that the page starts no slower
    from nnlab.compile import Host
    from nnlab.studies import Study

    from .code.console import Console
    from .code.workshop import Workshop
    from .panels.csv_file import Csv
    from .panels.landscape import Landscape

EPOCH = Whole(0, 2**53)


class Session:
    """One page's lab, and its answers."""

    def __init__(self, host: "Host | None" = None) -> None:
        """`host` runs compiled training: see `nnlab.training.Trainer`."""
        self._host = host
        self._lab: Lab | None = None
        self._shop: Workshop | None = None
        self._console: Console | None = None
        self._own: Csv | None = None  # the file that a set-up's data set "own" means
        self._new: Csv | None = None  # the last file that was read
        self._studies: dict[int, Study] = {}
        self._landscape: Landscape | None = None

    @property
    def lab(self) -> Lab:
        """The lab that `configure` made. Raises NoNetwork before that."""
        if self._lab is None:
            raise NoNetwork("No network has been set up yet.")
        return self._lab

    def handle(self, method: str, params: dict[str, Any]) -> Reply:
        """Runs one method. Never raises: a failure is a reply with its type, message, traceback."""
        try:
            if method not in METHODS:
                raise ValueError(f"method is {method!r}, expected one of {', '.join(METHODS)}")
            return {"ok": True, "result": getattr(self, method)(**params)}
        except Exception as error:
            failure: Failure = {
                "type": type(error).__name__,
                "message": str(error),
                "traceback": traceback.format_exc(),
            }
            if isinstance(error, MemoryError):
                failure["code"], failure["values"] = "out_of_memory", {}
            elif hasattr(error, "code") and hasattr(error, "values"):
                failure["code"], failure["values"] = error.code, error.values
            return {"ok": False, "error": failure}

    def configure(self, run: int, setup: SetupFields, new_csv: bool = False) -> Configured:
        """A new lab with untrained weights. `run` marks the replies that belong to it.

        With `new_csv`, the file last read is the set-up's own data from now on.
        """
        lab, csv = self._make(setup, new_csv)
        return self._install(run, lab, csv)

    def restore(
        self, run: int, setup: SetupFields, snapshot: Snapshot, new_csv: bool = False
    ) -> Configured:
        """A new lab that goes on from `snapshot`, as this or another worker gave it."""
        lab, csv = self._make(setup, new_csv)
        lab.restore(snapshot)
        return self._install(run, lab, csv)

    def read_csv(self, data: Buffer) -> CsvRead:
        """Reads a file, which leaves the lab and its data as they are."""
        from .panels.csv_file import Csv

        csv = Csv(bytes(data))
        self._new = csv
        return csv.summary()

    def choose_columns(self, target: str, left_out: list[str]) -> CsvChoice:
        """What the file last read would come to with these columns."""
        if self._new is None:
            raise NotReady("No file has been read yet.")
        return self._new.choice(target, left_out)

    def train(self, run: int, epochs: int, budget_ms: float, live: LiveFields) -> Trained:
        """Trains `epochs` more, or as many as fit into `budget_ms` milliseconds.

        `live` holds the fields of the set-up that may change on the way.
        """
        trainer = self.lab.trainer
        self._take(live)
        deadline = time.perf_counter() + budget_ms / 1000
        reports = self.lab.advance(
            check("epochs", epochs, CONSTRAINTS["epochs"]),
            lambda: time.perf_counter() >= deadline,
        )

        engine, why_plain = trainer.engine_used
        return {
            "run": run,
            "reports": as_table(reports),
            "snapshot": self.lab.snapshot(),
            "breakdown": cast(Any, trainer.breakdown),
            "stopped": cast(Any, trainer.stopped),
            "kept": self.lab.kept(),
            "engine": cast(Any, engine),
            "why_plain": why_plain,
        }

    def retrain(self, run: int, setup: SetupFields, budget_ms: float) -> Retrained:
        """`configure`, and as much of the whole run as fits into `budget_ms`, in one answer.

        For a page that trains anew whenever a knob is turned: each question asked costs it time.
        """
        started = time.perf_counter()
        lab = self.configure(run, setup)
        checked = self.lab.setup
        live = {field: getattr(checked, field) for field in LIVE}
        left_ms = budget_ms - (time.perf_counter() - started) * 1000
        return {"lab": lab, "trained": self.train(run, checked.epochs, left_ms, live)}

    def look(self, epoch: int) -> Snapshot:
        """The snapshot of an epoch, or of the nearest kept before it. Changes nothing."""
        return as_snapshot(self.lab.checkpoint_at(check("epoch", epoch, EPOCH)))

    def go_back(self, epoch: int) -> Snapshot:
        """Training will go on from what `look(epoch)` gives."""
        self.lab.go_back(check("epoch", epoch, EPOCH))
        return self.lab.snapshot()

    def set_parameter(
        self,
        layer: int,
        kind: Literal["W", "b"],
        row: int,
        column: int,
        value: float,
        epoch: int | None = None,
    ) -> Edited:
        """Sets W[row, column] or b[row] of a layer; what a cut epoch did since is taken back.

        With `epoch`, training goes back to that epoch first.
        """
        checkpoint = self.lab.checkpoint_at(epoch)
        index = parameter_index(self.lab, layer, kind, row, column)
        vector = changed(checkpoint.vector, index, value)
        self.lab.install(dataclasses.replace(checkpoint, vector=vector))
        return {"snapshot": self.lab.snapshot(), **self.lab.measured()}

    def regions(
        self,
        x_feature: int,
        y_feature: int,
        values: list[float],
        side: int,
        neurons: bool,
        epoch: int | None = None,
    ) -> Regions:
        """What the network says on the plane of two features: see `looking.regions`."""
        return regions(
            self.lab,
            self.lab.layers_at(epoch),
            x_feature=x_feature,
            y_feature=y_feature,
            values=values,
            side=side,
            neurons=neurons,
        )

    def confusion(self, part: Part, epoch: int | None = None) -> Confusion:
        """The confusion matrix of the part "train" or "test": see `looking.confusion`."""
        return confusion(self.lab, self.lab.layers_at(epoch), part)

    def confused_rows(
        self, part: Part, actual: int, taken_for: int, epoch: int | None = None
    ) -> ConfusedRows:
        """The rows in one cell of that matrix: see `looking.confused_rows`."""
        return confused_rows(self.lab, self.lab.layers_at(epoch), part, actual, taken_for)

    def predict(self, values: list[float], epoch: int | None = None) -> Prediction:
        """The answer for one sample, its features in raw units and in the data's order.

        It is that of the last whole epoch, or of `epoch` as `look` finds it.
        """
        dataset = self.lab.dataset
        sample = check_values(dataset, values)
        layers = self.lab.layers_at(epoch)
        outputs = forward(self.lab, layers, sample[:, np.newaxis])
        y = outputs[-1][:, 0]
        predicted = int(y.argmax())
        low, high = self.lab.low, self.lab.high
        outside = np.flatnonzero((sample < low) | (sample > high))
        return {
            "outputs": y,
            "activations": [a[:, 0] for a in outputs],
            "sums": [z[:, 0] for z in weighted_sums(layers, outputs)],
            "predicted": predicted,
            "name": dataset.class_names[predicted],
            "trained": self.lab.is_trained(epoch),
            "out_of_range": [
                {
                    "field": int(i),
                    "value": float(sample[i]),
                    "min": float(low[i]),
                    "max": float(high[i]),
                }
                for i in outside
            ],
        }

    def trace(self, sample: Sample, live: LiveFields) -> Traced:
        """The update that the network would make from `sample`; the network stays as it is.

        As always, that is the network of the last whole epoch.
        """

        from page.panels import stepper

        self.lab.go_back(None)
        return stepper.take_apart(self.lab, sample, self._take(live))

    def apply_step(self, sample: Sample, live: LiveFields) -> Applied:
        """Makes that update."""

        from page.panels import stepper

        self.lab.go_back(None)
        stepper.apply_step(self.lab, sample, self._take(live))
        return {"snapshot": self.lab.snapshot()}

    def gradient_check(self, sample: Sample) -> GradientChecked:
        """Back-propagation against central differences, for every parameter."""

        from page.panels import stepper

        self.lab.go_back(None)
        return stepper.check_step(self.lab, sample)

    def sources(self) -> dict[str, str]:
        """The package's Python files, by name."""
        from .code import edited

        return edited.sources()

    def compiled_module(self) -> CompiledModule:
        """The WebAssembly that trains the network, to be read."""
        from nnlab.compile import text
        from nnlab.compile.stepper import CompiledStepper

        stepper = self.lab.trainer.stepper
        if isinstance(stepper, CompiledStepper) and stepper.engine == "compiled":
            return {"text": text(stepper.kernel.module), "why_plain": ""}
        return {"text": "", "why_plain": stepper.why_plain}

    def exercises(self) -> Exercises:
        """The exercises, in order: see `exercises`."""
        from .check import exercises

        return {"exercises": exercises.exercises()}

    def diagnose(self, files: dict[str, str]) -> Diagnosis:
        """What is wrong with the package when `files` take the place of its own."""
        return self._workshop().diagnose(files)

    def compare(self, setup: SetupFields, epochs: int, budget_ms: float, restart: bool) -> Compared:
        """Trains the package that was diagnosed last beside the original."""
        count = check("epochs", epochs, CONSTRAINTS["epochs"])
        checked = check_setup(setup)
        own = self.lab.dataset if checked.dataset == "own" else None
        return self._workshop().compare(checked, count, budget_ms, restart, own)

    def console(self, code: str) -> ConsoleAnswer:
        """Runs a line of Python on the network."""
        from .code.console import Console

        lab = self.lab
        self._console = self._console or Console()
        self._console.use(lab)
        lab.go_back(None)
        before = lab.checkpoint_at(None)
        with lab.listening() as trained:
            output, slip, notes = self._console.run(code)
        good, network = lab.checkpoint_at(None), lab.network  # a line may have trained it
        vector, remembered = network.vector.copy(), network.optimizer.state()
        now = dataclasses.replace(good, vector=vector, optimizer_state=remembered)
        if not all_finite(now):
            now = good
            notes.append({"key": "not_finite", "values": {}})
        lab.install(now)
        changes: list[ChangedByLine] = []
        if good is not before or not same_numbers(good, now):
            new = [trained[e] for e in sorted(trained) if before.epoch < e <= now.epoch]
            changes = [
                {
                    "snapshot": lab.snapshot(),
                    "reports": as_table(new),
                    "kept": lab.kept(),
                    **lab.measured(),
                }
            ]
        return {
            "output": output,
            "slip": slip,
            "notes": notes,
            "changed": changes,
            "names": self._console.own_names,
        }

    def start_study(self, study: int, setup: SetupFields, plan: Plan) -> StudyBegun:
        """Many runs of set-ups like `setup`, under the number `study`; none is made yet."""
        from nnlab.studies import Study

        from .panels import many

        checked = check_setup(setup)
        dataset = self.lab.dataset if checked.dataset == "own" else None
        jobs = many.make_jobs(checked, plan, dataset)
        self._studies[study] = Study(jobs, dataset, self._host)
        return {"runs": len(jobs)}

    def advance_study(self, study: int, budget_ms: float) -> StudyProgress:
        """Goes on with a study for `budget_ms`; what has ended meanwhile."""
        from .panels import many

        if study not in self._studies:
            raise NotReady(f"There is no study {study}.")
        deadline = time.perf_counter() + budget_ms / 1000
        at_work = self._studies[study]
        return many.progress(at_work, at_work.advance(lambda: time.perf_counter() >= deadline))

    def drop_study(self, study: int) -> StudyDropped:
        """Forgets a study, done or not."""
        self._studies.pop(study, None)
        return {"left": len(self._studies)}

    def start_landscape(
        self, directions: Directions, seed: int, side: int, epoch: int | None = None
    ) -> LandscapeBegun:
        """A plane through the network of `epoch`, or the latest, and its path: see `landscape`."""
        from .panels.landscape import LARGEST_SIDE, Landscape

        check("directions", directions, OneOf(["random", "path"]))
        check("seed", seed, CONSTRAINTS["seed"])
        check("side", side, Whole(5, LARGEST_SIDE))
        self._landscape = Landscape(self.lab, directions, seed, side, epoch)
        return self._landscape.begun()

    def advance_landscape(self, budget_ms: float) -> LandscapeLosses:
        """More losses of the plane that was begun last."""
        if self._landscape is None:
            raise NotReady("No landscape has been begun.")
        deadline = time.perf_counter() + budget_ms / 1000
        return self._landscape.advance(lambda: time.perf_counter() >= deadline)

    def save_model(
        self,
        setup: SetupFields,
        history: dict[str, list[float]],
        csv: CsvFile | None = None,
    ) -> SavedModel:
        """The model file of the lab as it stands: see `page.keep.model_file`.

        `setup` is the page's, for what may change on the way; `csv` is the visitor's own file.
        """
        from .keep import keeping, model_file

        own = csv and model_file.CsvFile(csv["name"], bytes(csv["data"]))
        now = self._setup_now(setup)
        text = keeping.save_model(self.lab, now, keeping.as_history(history), own or None)
        return {"text": text}

    def open_model(self, run: int, text: str) -> Opened:
        """The lab of a model file, in place of the present one unless the file is refused."""
        from .keep import keeping

        lab, model, csv = keeping.open_model(text, self._host)
        opened: Opened = {
            "lab": self._install(run, lab, csv or self._own),
            "setup": dataclasses.asdict(model.setup),
            "history": cast(Reports, {**model.history}),
        }
        if model.csv:
            opened["csv"] = {"name": model.csv.name, "data": model.csv.data}
        return opened

    def save_weights(self) -> SavedFile:
        """The weights as .npz: see `page.keep.weights_file`."""
        from .keep import keeping

        return {"data": keeping.save_weights(self.lab)}

    def open_weights(self, run: int, data: Buffer) -> Configured:
        """A new lab on the same data that starts from the weights of an .npz file."""
        from .keep import keeping

        lab = keeping.open_weights(self.lab, bytes(data), self._host)
        return self._install(run, lab, self._own)

    def take_home(self, setup: SetupFields, history: dict[str, list[float]]) -> SavedFile:
        """The take-home zip: see `page.keep.take_home_file`."""
        from .keep import keeping

        now = self._setup_now(setup)
        return {"data": keeping.take_home(self.lab, now, keeping.as_history(history))}

    def _setup_now(self, setup: SetupFields) -> Setup:
        """The lab's own set-up, with the values that may have changed since."""
        now = check_setup(setup)
        changes = {field: getattr(now, field) for field in (*LIVE, "epochs")}
        return dataclasses.replace(self.lab.setup, **changes)

    def _workshop(self) -> "Workshop":
        from .code.workshop import Workshop

        self._shop = self._shop or Workshop(self._host)
        return self._shop

    def _take(self, live: LiveFields) -> float:
        """Sets the fields that may change on the way; the learning rate among them."""
        trainer = self.lab.trainer
        changes = check_live(live)
        trainer.network.l2 = changes.pop("l2")
        for field, value in changes.items():
            setattr(trainer, field, value)
        return trainer.learning_rate

    def _make(self, setup: SetupFields, new_csv: bool) -> "tuple[Lab, Csv | None]":
        checked = check_setup(setup)
        csv = self._new if new_csv else self._own
        if checked.dataset != "own":
            return Lab(checked, host=self._host), csv
        if csv is None:
            raise NotReady("No file has been read yet.")
        own = csv.table.select(checked.target, checked.left_out).dataset
        return Lab(checked, own, self._host), csv

    def _install(self, run: int, lab: Lab, csv: "Csv | None") -> Configured:
        self._lab, self._own = lab, csv
        dataset = lab.dataset
        return {
            "run": run,
            "sizes": lab.network.sizes,
            "rows": len(dataset.labels),
            "test_rows": len(lab.test_rows),
            "feature_names": [*dataset.feature_names],
            "class_names": [*dataset.class_names],
            "table": lab.table(),
            "telling": most_telling(dataset),
            "snapshot": lab.snapshot(),
            **lab.measured(),
            "kept": lab.kept(),
        }


def as_table(reports: list[EpochReport]) -> Reports:
    """Columns of figures, one row for each report; None becomes NaN."""
    fields = EpochReport._fields[:-1]  # all but the breakdown
    columns = zip(*reports, strict=True) if reports else [()] * len(fields)
    numbers = (np.array(column, np.float64) for column in columns)
    return cast(Reports, dict(zip(fields, numbers, strict=False)))


def same_numbers(one: Checkpoint, other: Checkpoint) -> bool:
    """Whether two checkpoints of a network have the same weights and memory."""
    pairs = zip(numbers_of(one), numbers_of(other), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def all_finite(checkpoint: Checkpoint) -> bool:
    return all(np.isfinite(numbers).all() for numbers in numbers_of(checkpoint))


def numbers_of(checkpoint: Checkpoint) -> list[Array]:
    return [checkpoint.vector, *checkpoint.optimizer_state.values()]


METHODS = (
    "configure",
    "restore",
    "read_csv",
    "choose_columns",
    "train",
    "retrain",
    "look",
    "go_back",
    "set_parameter",
    "predict",
    "regions",
    "confusion",
    "confused_rows",
    "trace",
    "apply_step",
    "gradient_check",
    "sources",
    "compiled_module",
    "exercises",
    "diagnose",
    "compare",
    "console",
    "start_study",
    "advance_study",
    "drop_study",
    "start_landscape",
    "advance_landscape",
    "save_model",
    "open_model",
    "save_weights",
    "open_weights",
    "take_home",
)
