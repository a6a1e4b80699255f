/**
 * @file Runs that never happened, for tests of what is reported about runs: losses are drawn from made-up distributions
 * and raced by the real race. Every name says that they are simulated.
 */
import {
  type Candidate,
  type Decision,
  defined,
  Fold,
  type Outcome,
  type RunHeader,
  randomFrom,
  type Trial,
} from '../../src/core/index.js';
import {
  isFresh,
  type MetricBound,
  metricRequirements,
  parseRule,
  planRace,
  planRequired,
  planSearch,
  type RaceSettings,
  type RuleSettings,
  type SearchSettings,
} from '../../src/questions/race/plan/index.js';
import type { FinalInstances, ReportInput } from '../../src/report/index.js';
import { mean, parseCriterion, placesOf, type SettingPlaces, settingValues } from '../../src/stats/index.js';

export interface SimulatedOptions {
  readonly candidates: number;
  readonly criterion?: string;
  /** As an experiment file has it; halving by default, which `minimumSurvivors` is for. */
  readonly rule?: RuleSettings;
  readonly minimumSurvivors?: number;
  readonly warmup?: number;
  readonly maxReplicates?: number;
  readonly finalTrials?: number;
  /** Share of trainings that has to come out, none by default; what counts as a collapse then is `changes.collapse`. */
  readonly reliability?: number;
  /** Times that the race may ask before a budget ends it: its rounds, the warm-up being the first. All by default. */
  readonly rounds?: number;
  /** A race that searches: the last so many of the candidates are audited. */
  readonly search?: Pick<SearchSettings, 'prior' | 'isDrawn'> & { readonly audit: number };
  /** Bounds on a metric of each training, by its candidate; under a rule that decides trial by trial. */
  readonly required?: {
    readonly bounds: readonly MetricBound[];
    readonly metricsOf: (candidate: number, trial: Trial) => Readonly<Record<string, number>>;
  };
  /** A budget of trials; none by default. */
  readonly trials?: number;
  /** Loss of a trial; Infinity = diverged, null = failed. */
  readonly loss?: (candidate: number, trial: Trial) => number | null;
  readonly label?: (candidate: number) => string;
  readonly id?: (candidate: number) => string;
  readonly changes?: Partial<ReportInput>;
}

/** A field of typical losses: most between 0.2 and 0.5, one in nine bad, one in eleven diverging now and then. */
export function simulatedLoss(candidate: number, trial: Trial): number {
  const place = randomFrom('simulated-candidate', candidate);
  const center = 0.18 + 0.25 * place.uniform() ** 1.5 + (candidate % 9 === 4 ? 1.6 : 0);
  const spread = 0.006 + 0.05 * place.uniform() ** 2;
  const { init } = trial.streams;
  const block = randomFrom('simulated-block', init).normal() * 0.006;
  const own = randomFrom('simulated-trial', candidate, init);
  if (candidate % 11 === 7 && own.uniform() < 0.35) return Number.POSITIVE_INFINITY;
  return center + block + spread * Math.abs(own.normal());
}

export function simulateRun(options: SimulatedOptions): ReportInput {
  const { finalTrials = 20, rounds = Number.POSITIVE_INFINITY, loss = simulatedLoss } = options;
  const { rule = { name: 'halving', minimumSurvivors: options.minimumSurvivors ?? 1 } } = options;
  const criterion = parseCriterion(options.criterion ?? 'q3');
  const candidates = Array.from({ length: options.candidates }, (_, index) => simulatedCandidate(index, options));
  const indexOf = new Map(candidates.map(({ id }, index) => [id, index]));
  const settings = {
    candidates: candidates.map(({ id }) => id),
    criterion,
    rule: parseRule(rule),
    finalTrials,
    ...(options.warmup === undefined ? {} : { warmup: options.warmup }),
    ...(options.maxReplicates === undefined ? {} : { maxReplicates: options.maxReplicates }),
    ...defined({ reliability: options.reliability, collapse: options.changes?.collapse }),
  };
  const { search, required } = options;
  const race =
    search === undefined
      ? required === undefined
        ? planRace(settings)
        : requiredRace(settings, required.bounds)
      : planSearch({
          ...settings,
          search: {
            ...search,
            audit: [...candidates.keys()].slice(candidates.length - search.audit),
            places: placesIn(candidates),
          },
        });
  const outcomes: Outcome[] = [];
  const decisions: Decision[] = [];
  const fold = new Fold(race, options.trials);
  for (let round = 1; ; round++) {
    const progress = fold.advance();
    decisions.push(...progress.decisions);
    if (fold.end !== undefined || round > rounds) break;
    for (const { number, ask } of progress.slots) {
      const index = indexOf.get(ask.candidate) as number;
      const plain = simulatedOutcome(ask, loss(index, ask));
      const outcome = required === undefined ? plain : { ...plain, metrics: required.metricsOf(index, ask) };
      // Abandoned trials make room for others.
      outcomes[number] = outcome;
      fold.settle(number, outcome);
    }
  }
  const { state, end } = fold;
  const answer = race.answer(state);
  return {
    header: simulatedHeader(candidates, race.description),
    status: end === undefined ? 'budget' : race.endOf(state),
    outcomes,
    decisions,
    standings: race.standings(state),
    stretches: [
      { startedAt: '2026-03-01T10:00:00.000Z', seconds: 83.4, workers: 2, environment: SIMULATED_ENVIRONMENT },
    ],
    direction: 'minimize',
    criterion,
    exhaustiveReplicates: race.facts.maxReplicates,
    final: { loss: 0.2189, accuracy: 0.946 },
    modelFile: 'model.onnx',
    data: {
      name: 'simulated losses',
      hash: '0'.repeat(64),
      simulated: true,
      split: { pool: 6000, selection: 2000, final: 2000 },
    },
    command: 'surefoot select simulated.yaml',
    files: [
      { name: 'result.json', content: 'this result for programs' },
      { name: 'trials.csv', content: 'every trial, one a row' },
      { name: 'report.html', content: 'this result as a page' },
      { name: 'model.onnx', content: 'the trained model' },
    ],
    ...(answer === undefined ? {} : { answer }),
    ...options.changes,
  };
}

function requiredRace(settings: RaceSettings, bounds: readonly MetricBound[]) {
  const { rule, candidates } = settings;
  if (rule.kind === 'rounds') throw new Error('A rule that races in rounds requires nothing.');
  const admission = metricRequirements({ candidates, bounds, ...defined({ maxReplicates: settings.maxReplicates }) });
  return planRequired({ ...settings, rule, admission });
}

function placesIn(candidates: readonly Candidate[]): SettingPlaces {
  const settings = settingValues(candidates.map(({ configuration }) => configuration));
  return placesOf(settings.map(({ path, values }) => ({ name: path.join('.'), values })));
}

/** The fresh trials of the winner on a final set that never was: losses a little larger, accuracies that follow from them. */
export function simulatedInstances({ answer, outcomes, final }: ReportInput): FinalInstances {
  const fresh = outcomes.filter(({ trial }) => trial.candidate === answer?.winner && isFresh(trial));
  const best = fresh.reduce((left, right) => (right.loss < left.loss ? right : left)).trial.streams.init;
  const instances = fresh.map(({ trial, loss }) => {
    const replicate = trial.streams.init;
    const figures = { loss: loss * 1.1, accuracy: 1 - loss / 3 };
    return { replicate, figures: replicate === best ? final : figures };
  });
  return { from: 'fresh', instances, exported: best, leftOut: leftOutOf(instances) };
}

/** The means, a little off for each of ten blocks of the final set. */
function leftOutOf(instances: FinalInstances['instances']): FinalInstances['leftOut'] {
  const offs = [-2, 1, 0, 2, -1, 1, -1, 0, 2, -2].map((off) => off * 0.0005);
  const meanOf = (name: string) => mean(instances.map(({ figures }) => figures?.[name] ?? 0));
  return Object.fromEntries(['loss', 'accuracy'].map((name) => [name, offs.map((off) => meanOf(name) + off)]));
}

const SIMULATED_ENVIRONMENT = {
  surefoot: '0.1.0',
  node: '20.20.0',
  onnxruntime: '1.30.0',
  platform: 'linux-x64',
  cpu: 'Simulated CPU',
  cpuFeatures: ['avx2', 'fma'],
};

function simulatedCandidate(index: number, { id, label }: SimulatedOptions): Candidate {
  const filters = [4, 8, 16, 32][index % 4] as number;
  const units = [16, 32][Math.floor(index / 4) % 2] as number;
  const activation = index % 3 === 0 ? 'tanh' : 'relu';
  const learningRate = [0.001, 0.003, 0.01][Math.floor(index / 8) % 3] as number;
  return {
    id: id?.(index) ?? `c${((index * 2654435761) >>> 8).toString(16).padStart(6, '0')}`,
    label:
      label?.(index) ??
      `filters=${filters} units=${units} activation=${activation} learningRate=${learningRate} batchSize=${index % 2 ? 32 : 64}`,
    configuration: {
      layers: [{ conv: { filters, kernel: 3, activation } }, { maxPool: 2 }, { dense: { units, activation: 'relu' } }],
      optimizer: { name: 'adamw', learningRate, weightDecay: 0.01 },
      batchSize: index % 2 ? 32 : 64,
      epochs: 8,
    },
  };
}

function simulatedHeader(candidates: readonly Candidate[], plan: RunHeader['plan']): RunHeader {
  return {
    name: 'simulated-race',
    identity: 'f'.repeat(64),
    identityParts: {},
    seed: 7,
    plan,
    experiment: {},
    candidates,
  };
}

function simulatedOutcome(trial: Trial, loss: number | null): Outcome {
  const common = { trial, lossPerEpoch: [], seconds: 0.5 };
  if (loss === null) {
    const failure = { kind: 'exit-code', message: 'simulated: exit code 1, "out of memory"' };
    return { ...common, status: 'failed', loss: Number.POSITIVE_INFINITY, metrics: {}, failure };
  }
  if (!Number.isFinite(loss)) return { ...common, status: 'diverged', loss: Number.POSITIVE_INFINITY, metrics: {} };
  return { ...common, status: 'completed', loss, metrics: { accuracy: Math.max(0, 1 - loss / 4) } };
}
