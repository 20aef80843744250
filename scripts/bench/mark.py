"""Marking a class: 30 complete hand-ins of lessons 1 to 12, from their drop to the table."""

import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Worker

from bars import Bar
from opened import opened_page
from serve import built_or_not

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PUPILS = 30
MOST_MINUTES = 3
RATES = (0.15, 0.2)  # both are good in lesson 3, whatever the seed
EXERCISES = ("output_delta", "hidden_delta", "gradients", "update")  # those of the lessons

# All that is seen meanwhile: what is said, the bar, and the gaps between frames.
WATCH = """async (files) => {
  const byId = (id) => document.getElementById(id);
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  const long = [];
  const observer = new PerformanceObserver((list) =>
    long.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ type: "longtask" });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  long.length = 0;
  const at = { bubbles: true, cancelable: true, dataTransfer: transfer };
  const said = [], bar = [];
  let last = performance.now(), longest = 0;
  const started = last;
  byId("mark-drop").dispatchEvent(new DragEvent("drop", at));
  while (!byId("mark-progress").hidden) {
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - last);
    last = now;
    const sentence = byId("mark-said").textContent;
    if (said.at(-1)?.[1] !== sentence) said.push([now - started, sentence]);
    if (bar.at(-1) !== byId("mark-bar").value) bar.push(byId("mark-bar").value);
  }
  const seconds = (performance.now() - started) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 300));
  observer.disconnect();
  const rows = [...document.querySelectorAll("#mark-rows tr")];
  const fields = (row) => [...row.querySelectorAll(".mark-field")];
  return {
    seconds, said, bar, longest_frame_ms: longest, longest_task_ms: Math.max(0, ...long),
    rows: rows.map((row) => fields(row).map((field) => field.innerText.split("\\n"))),
    odd: rows.map((row) => fields(row).filter((field) => field.matches(".odd")).length),
    refused: [...document.querySelectorAll("#mark-refused li")].map((item) => item.textContent),
  };
}"""


def mark() -> dict[str, Any]:
    """Makes the files in the page's own Python, then marks them in a page that is new."""
    with opened_page(built_or_not()) as tab:
        files = hand_ins(tab.workers[0])
    with opened_page(built_or_not()) as tab:
        tab.click("#views-menu summary")
        tab.click("#teach-open")
        tab.wait_for_selector("#teach[data-ready]")
        figures: dict[str, Any] = tab.evaluate(WATCH, files)
    return figures | {"bytes": sum(len(text) for _, text in files)}


def hand_ins(worker: Worker) -> list[tuple[str, str]]:
    """Names and texts of the files. Raises AssertionError where a task was left."""
    paths = [ROOT / f"tests/py/{name}.py" for name in ("pupils", "diligent")]
    paths.append(HERE / "mark_pupils.py")
    worker.evaluate(
        """(sources) => Object.entries(sources).forEach(([name, text]) =>
          pyodide.FS.writeFile(`/nnlab/${name}`, text))""",
        {path.name: path.read_text("utf-8") for path in paths},
    )
    lessons = sorted((ROOT / "web/lessons").glob("*.json"))[1:]  # without the five flowers
    texts = [path.read_text("utf-8") for path in lessons]
    files = []
    for number, own in enumerate(solutions()):
        code, rate = f"p{number + 1:02}", RATES[number % 2]
        wanted = json.dumps([code, texts, own, rate])
        found = worker.evaluate(
            """(wanted) => {
              pyodide.globals.set("wanted", wanted);
              return pyodide.runPython(
                "import json, mark_pupils; mark_pupils.hand_in(*json.loads(wanted))");
            }""",
            wanted,
        )
        made = json.loads(found)
        if made["left"]:
            raise AssertionError(f"{code} has not done {', '.join(made['left'])}")
        files.append((f"{code}-nnlab.json", made["text"]))
    return files


def solutions() -> list[list[dict[str, Any]]]:
    """For each pupil the code of the exercises, of several ways to write it."""
    sys.path.append(str(ROOT / "tests/py"))
    from learner_answers import answers

    right = [each for each in answers() if each.verdict == "same" and not each.remarks]
    ways = {name: [each for each in right if each.exercise == name] for name in EXERCISES}
    return [
        [
            {
                "exercise": name,
                "files": ways[name][pupil % len(ways[name])].files,
                "hints": 0,
                "shown": False,
            }
            for name in EXERCISES
        ]
        for pupil in range(PUPILS)
    ]


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints what `mark` measured and returns it, with the bars."""
    rows, seconds = figures["rows"], figures["seconds"]
    print(f"{len(rows)} hand-ins of 12 lessons ({figures['bytes'] / 1e6:.1f} MB), Chromium:")
    print(f"  from the drop to the table         {seconds:7.1f} s")
    print(f"  sentences of progress meanwhile    {len(figures['said']):7}")
    print(f"  steps of the bar                   {len(figures['bar']):7}")
    task, frame = figures["longest_task_ms"], figures["longest_frame_ms"]
    print(f"  longest task of the page's thread  {task:7.0f} ms (0: none over 50)")
    print(f"  longest wait for a frame           {frame:7.0f} ms")
    fields = [field for row in rows for field in row]
    lessons = [field for field in fields if "/" in field[0]]
    done = sum(whole(field[0]) for field in lessons)
    solved = sum("Right." in field[1] for field in fields if field not in lessons)
    bars = [
        Bar("minutes", seconds / 60, "≤", MOST_MINUTES),
        Bar("lessons wholly done", done, "≥", 12 * PUPILS),
        Bar("exercises right", solved, "≥", len(EXERCISES) * PUPILS),
        Bar("fields to look at", sum(figures["odd"]), "≤", 0),
        Bar("files refused", len(figures["refused"]), "≤", 0),
    ]
    for bar in bars:
        print(f"  {bar}")
    return figures | {"bars": [bar.as_json() for bar in bars]}


def whole(done: str) -> bool:
    """Whether "7/7", say, is all of it."""
    part, _, of = done.partition("/")
    return part == of
