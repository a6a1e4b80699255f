"""Everything that `import surefoot` gives beside the trainer's helper. A name stands here, and in `IN_PACKAGE` of _trainer.py."""

from ._answer import Candidate as Candidate
from ._answer import RaceAnswer as RaceAnswer
from ._answer import Rival as Rival
from ._errors import InputError as InputError
from ._errors import RunError as RunError
from ._errors import SurefootError as SurefootError
from ._events import Decision as Decision
from ._events import Training as Training
from ._keep import Kept as Kept
from ._keep import keep as keep
from ._race import Race as Race
from ._race import Trial as Trial
from ._recheck import recheck as recheck
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
from ._space import Space as Space
from ._space import integer as integer
from ._space import log as log
from ._space import one_of as one_of
from ._space import uniform as uniform

__all__ = [
    "Candidate",
    "Decision",
    "InputError",
    "Kept",
    "Race",
    "RaceAnswer",
    "RaceResult",
    "Rival",
    "RunError",
    "Space",
    "StudyResult",
    "SurefootError",
    "Training",
    "Trial",
    "assure",
    "compare",
    "couple",
    "curve",
    "integer",
    "keep",
    "load_run",
    "log",
    "measure",
    "one_of",
    "recheck",
    "replay",
    "select",
    "uniform",
]
