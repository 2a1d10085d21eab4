"""Answers on a scale: a row for each, on what was asked or on how taking part was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insights import sheets
from insights.errors import Problem
from insights.sources.material import FileReading
from insights.sources.process import Scale, find_scale, is_about_taking_part, split_question
from insights.sources.recognise import says_something


class Ratings:
    """Collects the answers on scales of one sheet.

    Parameters
    ----------
    where
        The sheet as people find it, "" for the first.
    is_process
        Whether the whole sheet asks how taking part was.
    """

    def __init__(self, reading: FileReading, shown: str, where: str, is_process: bool) -> None:
        self._reading = reading
        self._shown = shown
        self._where = where
        self._is_process = is_process

    def add_column(
        self, header: str, question: str, scale: Scale, cells: Sequence[str],
        rows: Sequence[int], answerers: Sequence[Mapping[str, object]], sessions: Sequence[str],
        whens: Sequence[str | None],
    ) -> None:  # fmt: skip
        """Add a row for every answer in a column; what is not on its scale is reported.

        Parameters
        ----------
        rows, answerers, sessions, whens
            Of each cell: the row's number, who answered as table columns, in which session,
            and whether before or after.
        """
        item, asked = split_question(question)
        found = self._rows_about(header)
        unclear = []
        for number, cell, answerer, session, when in zip(
            rows, cells, answerers, sessions, whens, strict=True
        ):
            value = scale.value(cell)
            if value is None:
                if says_something(cell):
                    unclear.append(number)
                continue
            found.append(
                {
                    **answerer, "session_id": session, "session": session, "item": item,
                    "when": when or asked, "value": value, "highest": scale.highest,
                    "locator": f"{self._where}row {number}, column {header}",
                }
            )  # fmt: skip
        if unclear:
            self._reading.problems.append(
                Problem(
                    self._shown, f"{self._where}{sheets.some_rows(unclear)}, column {header}",
                    "An answer here is not on the scale of the question, so it was left out.",
                    "Write a number on the scale, or leave it empty.",
                )
            )  # fmt: skip

    def add_answer(
        self, prompt: str, answer: str, answerer: Mapping[str, object], session: str, number: int
    ) -> bool:
        """Add the answer to a closed question that stands among open ones, if it is one."""
        if not answer.strip()[:1].isdigit():
            return False
        scale = find_scale(prompt, [answer], any_number=self._is_about_taking_part(prompt))
        value = scale.value(answer) if scale else None
        if scale is None or value is None:
            return False
        item, when = split_question(prompt)
        self._rows_about(prompt).append(
            {
                **answerer, "session_id": session, "session": session, "item": item,
                "when": when, "value": value, "highest": scale.highest,
                "locator": f"{self._where}row {number}",
            }
        )  # fmt: skip
        return True

    def _is_about_taking_part(self, question: str) -> bool:
        return self._is_process or is_about_taking_part(question)

    def _rows_about(self, question: str) -> list[dict[str, object]]:
        table = "process" if self._is_about_taking_part(question) else "ratings"
        return self._reading.records.setdefault(table, [])
