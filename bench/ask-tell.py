"""What a race that is asked and told from Python costs a trial, beside a plain loop over the same trainings, and what of it the engine takes.

    npm run bench:ask-tell

Trainings take no time: all that is measured is overhead. Rows of wall time are the median of repeated races in one process, with the least and the
most; on a machine that does other work, processor time says more.
"""

import os
import statistics
import time

import surefoot as sf
from surefoot._bridge import Bridge

REPEATS = 15


def loss_of(config, seeds):
    return config["x"] / 10 + seeds["init"] % 1000 / 2000


def told(configs, **options):
    """Seconds a trial, of all and inside the engine's calls; and how many there were."""
    race = sf.Race(configs, **options)
    inside = 0.0
    ask = Bridge.call

    def call(self, op, **request):
        nonlocal inside
        begun = time.perf_counter()
        try:
            return ask(self, op, **request)
        finally:
            inside += time.perf_counter() - begun

    Bridge.call = call
    begun = time.perf_counter()
    trials = []
    for t in race:
        trials.append((t.config, t.seeds))
        race.tell(t, loss_of(t.config, t.seeds))
    seconds = time.perf_counter() - begun
    Bridge.call = ask
    begun = time.perf_counter()
    for config, seeds in trials:
        loss_of(config, seeds)
    plain = time.perf_counter() - begun
    return (seconds - plain) / len(trials), inside / len(trials), len(trials)


def row(name, values):
    ms = sorted(1000 * value for value in values)
    print(f"{name:<52} {statistics.median(ms):7.3f} ms  [{ms[0]:.3f}, {ms[-1]:.3f}]")


def processor_seconds(process):
    """Of Python and the engine together, so far."""
    with open(f"/proc/{process}/stat") as file:
        user, system = file.read().rsplit(")", 1)[1].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


begun = time.perf_counter()
bridge = Bridge.shared()
print(f"the engine starts in {1000 * (time.perf_counter() - begun):.0f} ms")
echo = []
for _ in range(300):
    begun = time.perf_counter()
    bridge.call("hello", bridge=1)
    echo.append(time.perf_counter() - begun)
row("one request that does nothing", echo[100:])
for rule in ("default", "halving"):
    for count in (8, 40):
        before = processor_seconds(bridge._process.pid)
        runs = [told([{"x": x} for x in range(count)], rule=rule, seed=seed) for seed in range(1, REPEATS + 1)]
        trials = statistics.median(trials for _, _, trials in runs)
        row(f"{rule}, {count} candidates ({trials:.0f} trials), a trial", [seconds for seconds, _, _ in runs])
        spent = processor_seconds(bridge._process.pid) - before
        print(f"{'  processor time, of Python and the engine':<52} {1000 * spent / sum(n for _, _, n in runs):7.3f} ms")
        row("  of it inside requests, decisions among them", [inside for _, inside, _ in runs])
