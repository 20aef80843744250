"""Reads a lesson file. It may come from anybody, so nothing in it is believed and nothing runs:
each field is checked, and a refusal names the field, its value and what is allowed."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from nnlab.arrays import Array
from nnlab.files.constraints import NotAllowed, Number, OneOf, Text, Whole, check
from nnlab.files.phrases import Phrase
from nnlab.files.strict_json import numbers, parse
from nnlab.made import made_for
from nnlab.parameters import matrices
from nnlab.setup import Setup
from page.requests import CONSTRAINTS, check_setup

from .facts import EXERCISE, FACTS, PLACES
from .shapes import Lesson
from .slips import SLIPS

FORMAT = "nnlab-lesson"
VERSION = 1
MOST_BYTES = 1_000_000
MOST_STEPS = 30
KINDS = ("question", "predict", "do", "why", "ask", "takeaway")
PANELS = ("data", "classify", "network", "time", "regions", "training", "confusion", "many",
          "landscape", "apart", "code", "setup")  # fmt: skip
CONTROLS = ("train", "no_figures", "learning_rate", "live", "nudge", "walk", "check")
SPEEDS = ("full", "guided", "slow")
ROOMS = ("play", "judge", "understand", "code")
NAME = re.compile(r"[a-z0-9_]{1,40}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
SEED = CONSTRAINTS["seed"]
ANY = Number(-1e300)

Reader = Callable[[str, Any], Any]


def read_lesson(text: str) -> Lesson:
    """The lesson in a file's text. Raises NotAllowed for the first thing that is wrong with it."""
    if len(text) > MOST_BYTES:
        raise NotAllowed("file", f"{len(text)} characters", Phrase("allowed_size", most=1))
    fields = parse(text)
    if fields.get("format") != FORMAT:
        raise NotAllowed("format", fields.get("format"), Phrase("allowed_format", format=FORMAT))
    keys: dict[str, str] = {}

    def sentence(field: str, value: Any) -> str:
        key: str = name(field, value)
        keys.setdefault(key, field)
        return key

    record(
        "file",
        fields,
        {
            "format": is_text,
            "version": lambda field, value: check(field, value, Whole(VERSION, VERSION)),
            "name": name,
            "minutes": lambda field, value: check(field, value, Whole(1, 90)),
            "seeds": some(lambda field, value: check(field, value, SEED), 1, 1000),
            "title": sentence,
            "question": sentence,
            "steps": some(lambda field, value: read_step(field, value, sentence), 1, MOST_STEPS),
            "texts": is_object,
        },
    )
    read_texts(fields["texts"], keys)
    unlike("steps", [each["name"] for step in fields["steps"] for each in step.get("tasks", [])])
    return cast(Lesson, fields)


def read_step(field: str, value: Any, sentence: Reader) -> None:
    kind = value.get("kind") if isinstance(value, dict) else None
    asks = kind in ("predict", "ask")
    record(
        field,
        value,
        {
            "kind": lambda field, value: check(field, value, OneOf(KINDS)),
            "text": some(sentence, 1, 12),
            **({"choices": some(choice(sentence, why=kind == "ask"), 2, 8)} if asks else {}),
            **({"right": name} if asks else {}),
        },
        {
            "panels": some(lambda field, value: check(field, value, OneOf(PANELS)), 0, 12),
            "controls": some(lambda field, value: check(field, value, OneOf(CONTROLS)), 0, 12),
            "speed": lambda field, value: check(field, value, OneOf(SPEEDS)),
            "sample": PLACES["sample"],
            "start": read_start,
            "options": some(option(sentence), 1, 8),
            "flowers": read_flowers,
            "valley": read_valley,
            **({"tasks": some(task(sentence), 1, 8)} if kind == "do" else {}),
            "shows": read_shows,
            "exercise": lambda field, value: check(field, value, EXERCISE),
            "room": lambda field, value: check(field, value, OneOf(ROOMS)),
        },
    )
    if asks:
        names = [each["name"] for each in value["choices"]]
        unlike(f"{field}.choices", names)
        check(f"{field}.right", value["right"], OneOf(names))
    start = value.get("start")
    for k, each in enumerate(value.get("options", [])):
        if start is None:
            raise NotAllowed(field, "options", Phrase("allowed_object", names="start"))
        read_start(f"{field}.options[{k}]", joined(start, each))
    if start is None:
        return
    setup = setup_of(start)
    if "flowers" in value and setup.dataset != "iris":
        raise NotAllowed(
            f"{field}.flowers", setup.dataset, Phrase("allowed_choice", choices="iris")
        )


def choice(sentence: Reader, *, why: bool) -> Reader:
    fields: dict[str, Reader] = {"name": name, "text": sentence}
    return lambda field, value: record(field, value, fields | ({"why": sentence} if why else {}))


def option(sentence: Reader) -> Reader:
    more: dict[str, Reader] = {"setup": is_object, "weights": is_object, "slip": is_text}
    return lambda field, value: record(field, value, {"text": sentence}, more)


def task(sentence: Reader) -> Reader:
    def read(field: str, value: Any) -> None:
        typed = isinstance(value, dict) and "answer" in value
        how: dict[str, Reader] = (
            {"answer": lambda field, value: read_check(field, value, answer=True)}
            if typed
            else {"checks": some(lambda field, value: read_check(field, value), 1, 12)}
        )
        record(field, value, {"name": name, "text": sentence, **how}, {"hint": sentence})

    return read


def read_check(field: str, value: Any, *, answer: bool = False) -> None:
    """One check: the fact's name says which places it needs."""
    known = value.get("fact") if isinstance(value, dict) else None
    fact = FACTS.get(known) if isinstance(known, str) else None
    number: Reader = lambda field, value: check(field, value, ANY)  # noqa: E731
    within: Reader = lambda field, value: check(field, value, Number(0, 10, open_below=True))  # noqa: E731
    wanted: dict[str, Reader] = (
        {"within": within}
        if answer
        else {"equals": plain, "least": number, "most": number, "near": number, "within": within}
    )
    record(
        field,
        value,
        {
            "fact": lambda field, value: check(field, value, OneOf([*FACTS])),
            **{place: PLACES[place] for place in (fact.needs if fact else ())},
        },
        {**wanted, "digits": lambda field, value: check(field, value, Whole(0, 8))},
    )
    if not answer and ("near" in value) != ("within" in value):
        raise NotAllowed(field, "near", Phrase("allowed_object", names="near, within"))


def read_shows(field: str, value: Any) -> None:
    is_object(field, value)
    for place, fact in value.items():
        read_check(f"{field}.{name(field, place)}", fact, answer=True)


def plain(field: str, value: Any) -> Any:
    """A word, a number, true or false, or a list of these."""
    if isinstance(value, list):
        return [plain(f"{field}[{k}]", item) for k, item in enumerate(value[:20])]
    return value if isinstance(value, bool | str) else check(field, value, ANY)


def read_start(field: str, value: Any) -> None:
    slip: Reader = lambda field, value: check(field, value, OneOf([*SLIPS]))  # noqa: E731
    record(field, value, {"setup": is_object}, {"weights": is_object, "slip": slip})
    for each in value["setup"]:
        check(f"{field}.setup", each, OneOf([key for key in CONSTRAINTS if key != "seed"]))
    setup = check_setup(value["setup"])
    if setup.dataset == "own":
        raise NotAllowed(f"{field}.setup.dataset", "own", Phrase("allowed_choice", choices="iris"))
    if value.get("slip") == "no_transpose" and {*setup.hidden_sizes} != {3}:
        raise NotAllowed(f"{field}.slip", value["slip"], Phrase("allowed_hidden_layer"))
    if "weights" in value:
        read_weights(f"{field}.weights", value["weights"], setup)


def read_weights(field: str, value: Mapping[str, Any], setup: Setup) -> dict[str, Array | float]:
    """Each matrix that a lesson gives, by its name, and "all", what the others are filled with."""
    dataset = setup.load()
    features = len(dataset.feature_names)
    sizes = [
        features + len(made_for(setup.made, features)),
        *setup.hidden_sizes,
        len(dataset.class_names),
    ]
    places = {f"{each.symbol}{each.layer}": each.shape for each in matrices(sizes)}
    found: dict[str, Array | float] = {}
    for given, entries in value.items():
        check(field, given, OneOf(["all", *places]))
        at = f"{field}.{given}"
        if given == "all":
            found[given] = check(at, entries, ANY)
        elif given[0] == "b":
            found[given] = numbers(at, entries, places[given][:1])
        else:
            found[given] = numbers(at, entries, places[given])
    return found


def read_flowers(field: str, value: Any) -> None:
    rows = some(lambda field, value: check(field, value, Whole(1, 150)), 1, 30)
    shown = OneOf(("sort", "network", "both"))
    record(
        field,
        value,
        {"known": rows, "sort": rows, "show": lambda field, value: check(field, value, shown)},
    )


def read_valley(field: str, value: Any) -> None:
    number: Reader = lambda field, value: check(field, value, Number(-1000, 1000))  # noqa: E731
    places = {place: PLACES[place] for place in ("layer", "row", "column")}
    record(field, value, {**places, "least": number, "most": number})
    if not value["least"] < value["most"]:
        raise NotAllowed(
            f"{field}.most", value["most"], Phrase("allowed_more", least=value["least"])
        )


def read_texts(value: Mapping[str, Any], keys: Mapping[str, str]) -> None:
    """Every key that the lesson names stands in every language, and none is left over."""
    if not value:
        raise NotAllowed("texts", {}, Phrase("allowed_some"))
    for language, sentences in value.items():
        field = f"texts.{language[:20]}"
        if not LANGUAGE.fullmatch(language):
            raise NotAllowed("texts", language, Phrase("allowed_choice", choices="en, zh"))
        record(field, sentences, dict.fromkeys(keys, is_text))
        for key, text in sentences.items():
            if not 0 < len(text) <= 4000:
                raise NotAllowed(f"{field}.{key}", text, Phrase("allowed_text"))


def setup_of(start: Mapping[str, Any], seed: int = 0) -> Setup:
    """The set-up of a start that was read; `seed` is the variant's."""
    return check_setup({**start["setup"], "seed": seed})


def joined(start: Mapping[str, Any], option: Mapping[str, Any]) -> dict[str, Any]:
    """The step's own start with what an option has otherwise."""
    setup = {**start["setup"], **option.get("setup", {})}
    more = {name: option.get(name, start.get(name)) for name in ("weights", "slip")}
    return {"setup": setup, **{name: value for name, value in more.items() if value is not None}}


def record(
    field: str,
    value: Any,
    required: Mapping[str, Reader],
    optional: Mapping[str, Reader] | None = None,
) -> None:
    """`value`, if it is an object that has what is required, and nothing that is not known."""
    optional = optional or {}
    if not isinstance(value, dict):
        raise NotAllowed(field, value, Phrase("allowed_object", names=", ".join(required)))
    known = {**required, **optional}
    for each in value:
        if each not in known:
            raise NotAllowed(field, each, Phrase("allowed_only", names=", ".join(known)))
    for each in required:
        if each not in value:
            names = Phrase("allowed_object", names=", ".join(required))
            raise NotAllowed(field, f"without {each}", names)
    for each, part in value.items():
        known[each](each if field == "file" else f"{field}.{each}", part)


def some(read: Reader, least: int, most: int) -> Reader:
    """A list of `least` to `most`, each of which `read` takes."""

    def read_all(field: str, value: Any) -> None:
        if not isinstance(value, list):
            raise NotAllowed(field, value, Phrase("allowed_any_list"))
        check(f"{field}.length", len(value), Whole(least, most))
        for k, item in enumerate(value):
            read(f"{field}[{k}]", item)

    return read_all


def name(field: str, value: Any) -> str:
    """Small letters, digits and "_"."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise NotAllowed(field, value, Phrase("allowed_name"))
    return value


def is_text(field: str, value: Any) -> str:
    return cast(str, check(field, value, Text()))


def is_object(field: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise NotAllowed(field, value, Phrase("allowed_json_object"))


def unlike(field: str, names: Collection[str]) -> None:
    """Raises NotAllowed when two are alike."""
    seen: set[str] = set()
    for each in names:
        if each in seen:
            raise NotAllowed(field, each, Phrase("allowed_once_only"))
        seen.add(each)
