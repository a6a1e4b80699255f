"""What logs hold that earlier versions of Surefoot wrote, as Python's own SQLite reads them.

Run: python3 scripts/reference/old-logs.py FOLDER NAME  (adds test/store/fixtures/old-logs/NAME.sqlite.gz and NAME.json)

FOLDER is the run folder of a tiny race by the version in question: five candidates x = 1 ... 5 raced by halving (warm-up 2, 3 fresh
trials, seed 5) with a function whose loss is (x - 2)^2 and a little noise, which throws for x = 4 and gives NaN for x = 5. The names say
which format it is: `1-stops` and `1` have one question and no checksums, the first of them a rule that could stop trials; `2-first` is the
first with evidence and questions apart; `2-codes` knows code and conclusions as well.
"""
import gzip
import json
import pathlib
import sqlite3
import sys

folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
log = folder / "log.sqlite"
connection = sqlite3.connect(f"file:{log}?mode=ro", uri=True)
version = connection.execute("PRAGMA user_version").fetchone()[0]
if version == 1:
    rows = connection.execute("SELECT trial_key, status, loss, seconds FROM outcome ORDER BY sequence")
    decisions = [json.loads(text) for (text,) in connection.execute("SELECT content FROM decision ORDER BY sequence")]
    outcomes = list(rows)
else:
    ids = {
        number: json.loads(text)["id"] for number, text in connection.execute("SELECT sequence, content FROM candidate")
    }
    rows = connection.execute("SELECT candidate, setting, status, loss, seconds FROM outcome ORDER BY sequence")
    outcomes = [(f"{ids[candidate]}|{setting}", *rest) for candidate, setting, *rest in rows]
    texts = connection.execute("SELECT content FROM decision ORDER BY sequence")
    decisions = [json.loads(text)["decision"] for (text,) in texts]
target = pathlib.Path(__file__).resolve().parents[2] / "test/store/fixtures/old-logs"
with open(target / f"{name}.sqlite.gz", "wb") as file:
    file.write(gzip.compress(log.read_bytes(), mtime=0))
content = {
    "version": version,
    # A loss that is no finite number stands as text.
    "outcomes": [[key, status, loss if isinstance(loss, float) else str(loss), seconds] for key, status, loss, seconds in outcomes],
    "decisions": decisions,
}
(target / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
print(name, version, len(outcomes), "outcomes", len(decisions), "decisions")
