/**
 * @file How busy a scheduler of one's own keeps its places by `surefoot/race`, beside a run of `select`: a simulated clock, trainings of
 * 0.5 to 1.5 s, or lognormal with sigma 1, and races of 20 candidates on 8 places, 48 on 32, 200 on 64.
 * `npm run bench:own-scheduler [-- --seeds 20 --json]`. `ask alone` is `race.ahead: 0`: what the race needs, and nothing ahead of it.
 */
import { parseArgs } from 'node:util';
import { type Executor, type Outcome, randomFrom, type Trial, trialKey } from '../src/core/index.js';
import { runPlan } from '../src/evidence/drive/index.js';
import { createMemoryStore } from '../src/evidence/log/index.js';
import { parseRule, planRace } from '../src/questions/race/plan/index.js';
import { createRaceBy } from '../src/race/open-race.js';
import { parseCriterion } from '../src/stats/index.js';

const SIZES = [
  { candidates: 20, places: 8 },
  { candidates: 48, places: 32 },
  { candidates: 200, places: 64 },
] as const;

/** Of the means, one; of retrainings. */
const NOISE = 1;

interface Found {
  /** Share of the places' time in which they train, until the race has its answer. */
  readonly busy: number;
  /** Trained to the end without use, as a share of those used. */
  readonly unused: number;
  readonly seconds: number;
}

type Times = 'uniform' | 'lognormal';
interface Field {
  readonly candidates: number;
  readonly places: number;
  readonly times: Times;
  readonly seed: number;
}

function secondsOf(trial: string, { times, seed }: Field): number {
  const random = randomFrom('seconds', seed, trial);
  return times === 'uniform' ? 0.5 + random.uniform() : Math.exp(random.normal());
}

function lossOf(candidate: string, trial: string, { seed }: Field): number {
  return randomFrom('mean', seed, candidate).normal() + NOISE * randomFrom('noise', seed, trial).normal();
}

/** Places on a simulated clock: `begin` one, `end` the next. */
class Places {
  #now = 0;
  #trained = 0;
  #running: { readonly id: string; readonly endsAt: number }[] = [];

  get seconds(): number {
    return this.#now;
  }

  get busySeconds(): number {
    return this.#trained;
  }

  get running(): number {
    return this.#running.length;
  }

  begin(id: string, seconds: number): void {
    this.#running.push({ id, endsAt: this.#now + seconds });
  }

  end(): string {
    const next = this.#running.reduce((first, one) => (one.endsAt < first.endsAt ? one : first));
    this.#running = this.#running.filter((one) => one !== next);
    this.#trained += (this.#running.length + 1) * (next.endsAt - this.#now);
    this.#now = next.endsAt;
    return next.id;
  }
}

const namesOf = ({ candidates }: Field) => Array.from({ length: candidates }, (_, place) => `m${place}`);

function asked(field: Field, ahead: number | undefined): Found {
  const race = createRaceBy(planRace, {
    candidates: namesOf(field),
    seed: field.seed,
    ...(ahead === undefined ? {} : { race: { ahead } }),
  });
  const places = new Places();
  const candidateOf = new Map<string, string>();
  let told = 0;
  while (race.status === 'running') {
    for (const { id, candidate } of race.ask(field.places - places.running)) {
      candidateOf.set(id, candidate);
      places.begin(id, secondsOf(id, field));
    }
    const id = places.end();
    told++;
    race.tell(id, lossOf(candidateOf.get(id) as string, id, field));
  }
  return found(places, field, told, race.used.length);
}

async function selected(field: Field): Promise<Found> {
  const candidates = namesOf(field).map((id) => ({ id, label: id, configuration: {} }));
  const header = {
    name: 'bench',
    identity: '',
    identityParts: {},
    seed: field.seed,
    plan: {},
    experiment: {},
    candidates,
  };
  const question = createMemoryStore(header).ask({ header });
  const plan = planRace({
    candidates: namesOf(field),
    criterion: parseCriterion('q3'),
    rule: parseRule('default'),
    seed: field.seed,
  });
  const places = new Places();
  let told = 0;
  const executor: Executor = {
    workers: field.places,
    async execute(source, onOutcome, signal) {
      const open = new Map<string, Trial>();
      for (;;) {
        while (places.running < field.places && !signal.aborted) {
          const trial = source.take() ?? source.takeAhead?.();
          if (trial === undefined) break;
          open.set(trialKey(trial), trial);
          places.begin(trialKey(trial), secondsOf(trialKey(trial), field));
        }
        if (places.running === 0 || signal.aborted) return;
        const id = places.end();
        const trial = open.get(id) as Trial;
        told++;
        onOutcome(outcomeOf(trial, lossOf(trial.candidate, id, field)));
      }
    },
    close: async () => {},
  };
  const signal = new AbortController().signal;
  const { trialsLogged } = await runPlan({ plan, question, executor, budget: {}, signal, environment: {} });
  return found(places, field, told, trialsLogged);
}

function outcomeOf(trial: Trial, loss: number): Outcome {
  return { trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
}

function found(places: Places, field: Field, told: number, used: number): Found {
  const busy = places.busySeconds / (field.places * places.seconds);
  return { busy, unused: (told - used) / used, seconds: places.seconds };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '20' }, json: { type: 'boolean' } } });
const rows: object[] = [];
for (const times of ['uniform', 'lognormal'] as const) {
  for (const { candidates, places } of SIZES) {
    const ways: Record<string, Found[]> = { select: [], 'ask alone': [], 'ask, ahead': [] };
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const field = { candidates, places, times, seed };
      ways.select?.push(await selected(field));
      ways['ask alone']?.push(asked(field, 0));
      ways['ask, ahead']?.push(asked(field, undefined));
    }
    for (const [way, all] of Object.entries(ways)) {
      const [busy, unused, seconds] = (['busy', 'unused', 'seconds'] as const).map((name) =>
        mean(all.map((one) => one[name])),
      );
      const most = Math.max(...all.map((one) => one.unused));
      rows.push({ times, candidates, places, way, busy, unused, most, seconds });
      if (values.json !== true)
        console.log(
          `${times.padEnd(9)} ${String(candidates).padStart(3)} on ${String(places).padEnd(2)} ${way.padEnd(10)} busy ${busy?.toFixed(2)}  unused ${(100 * (unused as number)).toFixed(0)} % (most ${(100 * most).toFixed(0)} %)  ${seconds?.toFixed(1)} s`,
        );
    }
  }
}
if (values.json === true) console.log(JSON.stringify(rows));
