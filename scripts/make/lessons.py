"""web/generated/lessons.js: the course's lessons in order, as far as its list must know them."""

import json

from page.course.reading import read_lesson
from page.course.shapes import LessonStep
from site_files import ROOT

HEAD = """\
// @ts-check
// Written by scripts/generate.py from web/lessons: change it there, then run the script.

/**
 * @typedef {{
 *   number: string, file: string, name: string, minutes: number, steps: number, waits: boolean,
 *   title: Record<string, string>, question: Record<string, string>,
 * }} Listed  In the list; `number` is what a link calls it, `file` lies in web/lessons. `waits`:
 *   what is to be done in it needs Python, beyond the first kernel.
 */
"""


def _waits(step: LessonStep) -> bool:
    """Whether a step needs more than the first kernel, which has the note's run alone."""
    start = step.get("start")
    beyond = start and (start["setup"] or "weights" in start or "slip" in start)
    return bool(beyond) or any(part in step for part in ("options", "valley", "exercise", "shows"))


def lessons_js() -> str:
    """The whole module. Raises NotAllowed for a lesson file that is not right."""
    listed = []
    for path in sorted((ROOT / "web/lessons").glob("*.json")):
        lesson = read_lesson(path.read_text("utf-8"))
        texts = lesson["texts"]
        listed.append(
            {
                "number": str(int(path.name.split("_")[0])),
                "file": path.name,
                "name": lesson["name"],
                "minutes": lesson["minutes"],
                "steps": len(lesson["steps"]),
                "waits": any(map(_waits, lesson["steps"])),
                **{
                    part: {language: texts[language][lesson[part]] for language in texts}
                    for part in ("title", "question")
                },
            }
        )
    rows = "".join(f"  {json.dumps(each, ensure_ascii=False)},\n" for each in listed)
    return f"{HEAD}\n/** @type {{Listed[]}} */\nexport const LESSONS = [\n{rows}];\n"
