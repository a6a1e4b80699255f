"""Everything that `import surefoot` gives beside the trainer's helper. A name stands here, and in `IN_PACKAGE` of _trainer.py."""

from ._errors import InputError as InputError
from ._errors import RunError as RunError
from ._errors import SurefootError as SurefootError
from ._results import RaceResult as RaceResult
from ._results import StudyResult as StudyResult
from ._runs import assure as assure
from ._runs import compare as compare
from ._runs import couple as couple
from ._runs import curve as curve
from ._runs import load_run as load_run
from ._runs import measure as measure
from ._runs import replay as replay
from ._runs import select as select

__all__ = [
    "InputError",
    "RaceResult",
    "RunError",
    "StudyResult",
    "SurefootError",
    "assure",
    "compare",
    "couple",
    "curve",
    "load_run",
    "measure",
    "replay",
    "select",
]
