"""What the page may ask for teaching: a pupil's variants, a hand-in, and its marking.

A hand-in and a lesson always come as their files' texts: so a new worker knows as much as the old.
"""

from nnlab.files.constraints import Whole, check
from page.course.reading import read_lesson
from page.lab.current import CurrentLab

from .making import make_hand_in
from .marking import mark_lesson
from .reading import read_hand_in
from .reporting import report
from .shapes import (
    Answer,
    ClassReport,
    CodeTold,
    MadeHandIn,
    MarkedCode,
    MarkedLesson,
    MarkedPupil,
    ReadHandIn,
    Variant,
    WorkTold,
)
from .variants import read_pupil, read_word, seed_of


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def variants(self, word: str, pupil: str, lessons: list[str]) -> Variant:
        """The seeds that are this pupil's, by the names of the lessons whose files' texts these
        are. Raises NotAllowed for a word or a code that cannot be one."""
        word, pupil = read_word("word", word), read_pupil("pupil", pupil)
        read = [read_lesson(text) for text in lessons]
        return {"seeds": {lesson["name"]: seed_of(word, pupil, lesson) for lesson in read}}

    def make_hand_in(
        self,
        pupil: str,
        word: str,
        works: list[WorkTold],
        code: list[CodeTold],
        answers: list[Answer],
    ) -> MadeHandIn:
        return {"text": make_hand_in(pupil, word, works, code, answers)}

    def read_hand_in(self, text: str, lessons: list[str]) -> ReadHandIn:
        """Who handed in, and what; `lessons` are the names of those that are here."""
        hand_in = read_hand_in(text)
        handed = [work["lesson"] for work in hand_in["lessons"]]
        return {
            "pupil": hand_in["pupil"],
            "word": hand_in["word"],
            "lessons": [{"lesson": each, "known": each in lessons} for each in handed],
            "code": [code["exercise"] for code in hand_in["code"]],
            "answers": hand_in["answers"],
        }

    def mark_code(self, text: str, code: int) -> MarkedCode:
        """Tries one piece of a hand-in's own code. It runs, and may never end."""
        from .trying import mark_code

        pieces = read_hand_in(text)["code"]
        return mark_code(pieces[check("code", code, Whole(0, len(pieces) - 1))])

    def mark_lesson(self, text: str, at: int, lesson: str, solved: list[str]) -> MarkedLesson:
        """Marks the lesson at a place of the hand-in; `lesson` is its file's text, `solved` are the
        exercises that the pupil's own code solves."""
        hand_in = read_hand_in(text)
        place = check("at", at, Whole(0, len(hand_in["lessons"]) - 1))
        return mark_lesson(hand_in, place, lesson, solved, self._current.host)

    def class_report(self, pupils: list[MarkedPupil]) -> ClassReport:
        return report(pupils)
