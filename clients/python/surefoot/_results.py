"""What Surefoot found, as objects: the answer, every trial, tables, the page and its figures."""

import copy
import csv
import functools
import html
import io
import json
import os
import re
import subprocess
import tempfile
from dataclasses import replace
from typing import Any, Dict, List, Mapping, NamedTuple, Optional

from ._answer import Answer, RaceAnswer, run_answer
from ._engine import find_engine
from ._errors import InputError, RunError, SurefootError
from ._experiment import Candidates, configurations_of
from ._functions import as_given
from ._known import Found
from ._request import Answered, Request
from ._values import NUMBERS, as_numbers, as_table, plain

_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')


class Result(Answer):
    """The answer to one question to a run folder. `record` is result.json, or measure.json and the like, with numbers as numbers; `text`
    what a terminal shows."""

    def __init__(self, request: Optional[Request], answered: Answered, files: "_Files") -> None:
        self._request = request
        self._engine = request.engine if request is not None else None
        self.folder = answered.folder
        self.text = answered.text
        record = _read_if_there(self.folder, files.record)
        if record is None:
            raise _not_there(self.folder, files.record, answered.text)
        self.record: Dict[str, Any] = as_numbers(json.loads(record))
        self.status: str = self.record["status"]
        # Read now: another question may take their place. What could not be written is told when it is asked for.
        self._files = files
        self._table_text = _read_if_there(self.folder, files.trials)
        self._page_text = _read_if_there(self.folder, files.page)

    @functools.cached_property
    def _trial_rows(self) -> List[Dict[str, Any]]:
        """Rows of the table of trials; none where it could not be written."""
        return _rows_of(self._table_text or "")

    @property
    def _page(self) -> str:
        if self._page_text is None:
            raise _not_there(self.folder, self._files.page)
        return self._page_text

    @property
    def statement(self) -> str:
        """The answer in a few sentences, as the page says it of itself and `surefoot status` of the question."""
        described = _DESCRIPTION.search(self._page_text or "")
        return str(self.record.get("headline") or (html.unescape(described[1]) if described else ""))

    @property
    def trials(self) -> Any:
        """Every trial, a row each, with the columns of trials.csv (of a study measure-trials.csv and the like): status, loss, metrics, phase, seeds (`seed.init`), settings
        (`config.KEY`). A DataFrame where pandas is installed, else a list of dicts; a metric that a trial lacks is NaN or None."""
        if self._table_text is None:
            raise _not_there(self.folder, self._files.trials)
        return as_table(copy.deepcopy(self._trial_rows))

    def report(self) -> "Page":
        """The whole page, report.html or measure.html and the like: shown in a notebook, elsewhere saved by `save(path)` or opened by `open()`."""
        return Page(self._page)

    def _table_as(self, form: str) -> str:
        return self._told("--table", form)

    def figures(self) -> Dict[str, str]:
        with tempfile.TemporaryDirectory(prefix="surefoot-figures-") as place:
            folder = os.path.join(place, "figures")
            self._told("--figures", folder)
            names = sorted(name for name in os.listdir(folder) if name.endswith(".svg"))
            texts = {name[: -len(".svg")]: _read(folder, name) for name in names}
            return {name: text[text.index("<svg") :] for name, text in texts.items()}

    def _told(self, *flags: str) -> str:
        """What `surefoot report` prints of this question; a replay is none, and it refuses that folder."""
        number = self.record["question"]
        return surefoot(self._engine, "report", self.folder, *([] if number is None else ["--question", str(number)]), *flags)

    def __str__(self) -> str:
        return self.text.strip() or self.statement


class RaceResult(Result, RaceAnswer):
    """What a race of a run folder found: the answer that `Race.result` is, with its page, all trials and their table."""

    _FIRST_FIGURES = ("race-strip", "robustness-trials")

    def __init__(self, request: Optional[Request], answered: Answered) -> None:
        Result.__init__(self, request, answered, _files_of("select"))
        configured = dict if request is None else as_given(request.train, request.candidates)
        RaceAnswer.__init__(self, **run_answer(self.record, self._trial_rows, configured))

    def figures(self) -> Dict[str, str]:
        try:
            drawn = Result.figures(self)
        except SurefootError:
            # A replay has no log to draw from again, and its page is there.
            drawn = {}
        return {**drawn, **RaceAnswer.figures(self)}

    def extend(self, more: Candidates) -> "RaceResult":
        """Races with further candidates in the same folder; finished trainings are used."""
        request = self._asked_by("extend")
        if isinstance(request.train, Mapping):
            raise InputError(
                "several-functions", "extend adds to the candidates of one function, and this race has several.", "Call select with more candidates, and the same `out`."
            )
        if isinstance(request.candidates, Found):
            raise InputError("no-list", "The candidates of this race were found elsewhere.", "Call recheck with a larger `top`, and the same `out`.", "listed candidates")
        before = configurations_of(request.candidates or [])
        if not before:
            raise InputError("no-list", "The candidates of this race are a space.", "Call select with a larger one, or with a larger draw.", "listed candidates")
        known = [plain(one) for one in before]
        added = [one for one in configurations_of(more) if plain(one) not in known]
        return RaceResult(*replace(request, candidates=[*before, *added]).ask())

    def with_criterion(self, criterion: str) -> "RaceResult":
        """The same race by another criterion: it uses the trials that are there, and trains only what is missing."""
        request = self._asked_by("with_criterion")
        return RaceResult(*replace(request, settings={**request.settings, "criterion": criterion}).ask())

    def _asked_by(self, name: str) -> Request:
        if self._request is None or not (callable(self._request.train) or isinstance(self._request.train, Mapping)):
            raise InputError(
                "no-function",
                f"{name} has nothing to train with: this result was not made by a function of this process.",
                "Call select with the function and the same `out`; or replay(folder, criterion=...), which trains nothing.",
                "a result that select gave",
            )
        return self._request


class StudyResult(Result):
    """What a study found: `statement`, `findings`, `trials`."""

    def __init__(self, request: Optional[Request], answered: Answered, kind: Optional[str] = None) -> None:
        super().__init__(request, answered, _files_of(kind or (request.command if request is not None else "")))

    def _rows(self) -> List[Dict[str, Any]]:
        told = json.loads(self._table_as("json"))
        return as_numbers(told[0]["rows"]) if told else []

    @property
    def kind(self) -> str:
        """`measure`, `curve`, `compare`, `couple`, `assure` or `keep`."""
        return str(self.record["kind"])

    @property
    def findings(self) -> Dict[str, Any]:
        """By kind, as docs/study-format.md says."""
        return dict(self.record["findings"])

    @property
    def verdict(self) -> Optional[str]:
        """Of `assure`: `holds`, `does not hold`, `undecided`; against an old candidate `real`, `not shown`, `undecided`. Else None."""
        return self.record["findings"].get("verdict") if self.record["findings"] else None


class Page:
    """A page of HTML that needs nothing beside itself."""

    def __init__(self, text: str) -> None:
        self.text = text

    def save(self, path: str) -> None:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(self.text)

    def open(self) -> None:
        """In the browser."""
        import webbrowser

        with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False, encoding="utf-8") as file:
            file.write(self.text)
        webbrowser.open(f"file://{file.name}")

    def _repr_html_(self) -> str:
        frame = 'width="100%" height="700" style="border: 1px solid #8884"'
        return f'<iframe sandbox="allow-scripts allow-downloads" {frame} srcdoc="{html.escape(self.text)}"></iframe>'


def load(folder: str, engine: Any = None) -> Result:
    """The newest answer of a run folder."""
    paths = {kind: os.path.join(folder, _files_of(kind).record) for kind in _KINDS}
    there = {kind: os.path.getmtime(path) for kind, path in paths.items() if os.path.isfile(path)}
    if not there:
        raise InputError(
            "no-result",
            f"{folder} has no result.json and no record of a study.",
            f"Check the path; of a run that was interrupted early, `surefoot report {folder}` makes its files.",
            "the folder of a run that has answered",
        )
    kind = max(there, key=lambda one: there[one])
    answered = Answered(os.path.abspath(folder), "", "")
    result: Result = RaceResult(None, answered) if kind == "select" else StudyResult(None, answered, kind)
    result._engine = engine
    return result


def surefoot(engine: Any, *arguments: str) -> str:
    """What a command that trains nothing prints. Raises InputError where it refuses."""
    asked = subprocess.run(
        [*find_engine(engine).command, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "SUREFOOT_CALLER": "python"},
    )
    if asked.returncode != 0:
        raise InputError("refused", asked.stderr.strip().replace("surefoot: ", "", 1))
    return asked.stdout


class _Files(NamedTuple):
    """Names of the files of an answer in its run folder."""

    record: str
    trials: str
    page: str


_KINDS = ("select", "measure", "curve", "compare", "couple", "assure", "keep")


def _files_of(kind: str) -> _Files:
    """Each kind of question has addresses of its own."""
    if kind == "select":
        return _Files("result.json", "trials.csv", "report.html")
    return _Files(f"{kind}.json", f"{kind}-trials.csv", f"{kind}.html")


def _not_there(folder: str, name: str, told: str = "") -> RunError:
    return RunError(
        "file-missing",
        f"{name} is not in {folder}: it could not be written.{f' The answer was: {told.strip()}' if told.strip() else ''}",
        "Make room there, then ask the same again: nothing is trained twice.",
    )


def _read_if_there(folder: str, name: str) -> Optional[str]:
    return _read(folder, name) if os.path.isfile(os.path.join(folder, name)) else None


def _read(folder: str, name: str) -> str:
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return file.read()


def _rows_of(table: str) -> List[Dict[str, Any]]:
    rows = csv.reader(io.StringIO(table, newline=""))
    names = next(rows, [])
    return [dict(zip(names, map(_cell, names, row))) for row in rows]


_TEXTS = {"candidate", "label", "status", "failure", "phase"}


def _cell(name: str, text: str) -> Any:
    if name in _TEXTS:
        # Where a spreadsheet would see a formula.
        return text[1:] if text[:2] in {f"'{sign}" for sign in "=+-@\t\r\x1b"} else text
    if text == "":
        return None
    try:
        return NUMBERS[text] if text in NUMBERS else json.loads(text)
    except ValueError:
        return text
