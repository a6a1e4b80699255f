/** @file Makes races of every kind by their number, without a training: real rules over losses that are made up. */
import { type Baseline, defined, randomFrom, type Trial } from '../../src/core/index.js';
import type { RuleSettings } from '../../src/questions/race/plan/index.js';
import type { ReportInput } from '../../src/report/index.js';
import { lostLead } from '../../src/stats/index.js';
import { simulatedInstances, simulateRun } from '../report/simulated-run.js';
import { type Draw, drawing, type MadeRun } from './drawing.js';

/** The same number makes the same race. */
export function makeRace(number: number): MadeRun {
  const { draw, recipe } = drawing('race', 'reading', number);
  const input = raceInput(number, draw);
  return { recipe: recipe(), input };
}

const RULES: readonly [RuleSettings, ...RuleSettings[]] = [
  { name: 'default' },
  { name: 'default' },
  { name: 'default', tolerance: 0 },
  { name: 'default', tolerance: '5 %' },
  { name: 'strict' },
  { name: 'fast' },
  { name: 'default', statement: 'distribution-free' },
  { name: 'halving', minimumSurvivors: 1 },
  { name: 'halving', minimumSurvivors: 3 },
  { name: 'welch' },
  { name: 'paired-t' },
];

function raceInput(number: number, draw: Draw): ReportInput {
  const candidates = draw('candidates', [2, 2, 3, 4, 5, 6, 8, 14]);
  const rule = draw('rule', RULES);
  const criterion = draw('criterion', ['q3', 'q3', 'q3', 'median', 'mean', 'std']);
  const finalTrials = draw('fresh', [0, 4, 12, 20]);
  const budget = draw('budget', [undefined, undefined, undefined, 0, 1, 3, 40]);
  const direction = draw<'minimize' | 'maximize'>('direction', ['minimize', 'minimize', 'maximize']);
  const names = draw<keyof typeof NAMES>('names', ['settings', 'settings', 'alike', 'long', 'leftward', 'emoji']);
  const isByRounds = ['halving', 'welch', 'paired-t'].includes(rule.name);
  const run = simulateRun({
    ...{ candidates, criterion, finalTrials, loss: lossesOf(number, draw, direction) },
    rule: fits(rule, criterion) ? rule : { name: 'default' },
    ...(isByRounds ? { warmup: draw('warmup', [3, 9]) } : {}),
    ...(budget === undefined ? {} : { trials: budget === 1 ? Math.ceil(candidates / 2) : budget * candidates }),
    maxReplicates: draw('replicates', [10, 20, 20]),
    ...defined({ label: NAMES[names] }),
    changes: { direction, final: null, modelFile: null },
  });
  const plain = withUnused(withBaselines(withRecheck(run, draw), draw), draw);
  const isEnded = plain.status === 'decided' || plain.status === 'exhausted';
  const whole = isEnded ? withLead(plain, draw) : plain;
  const fresh = whole.outcomes.some(
    ({ trial, status }) =>
      trial.candidate === whole.answer?.winner && trial.streams.init >= 1_000_000 && status === 'completed',
  );
  // Accuracies are made of losses from 0 to 1.
  const isShare = direction === 'minimize' && whole.outcomes.every(({ loss }) => loss >= 0 && loss <= 1);
  if (!isShare || !isEnded || !fresh || draw('model', [true, false])) return whole;
  const model = { ...whole, final: { loss: 0.2, accuracy: 0.9 }, modelFile: 'model.onnx' };
  return { ...model, finalInstances: simulatedInstances(model) };
}

/** Found by another search, in the order of their listing, with values that are luck, usual, or of the other direction. */
function withRecheck(run: ReportInput, draw: Draw): ReportInput {
  const from = draw<'lucky' | 'usual' | 'other' | undefined>('found', [
    undefined,
    undefined,
    'lucky',
    'usual',
    'other',
  ]);
  if (from === undefined) return run;
  const { direction, header } = run;
  const turn = direction === 'maximize' ? 'minimize' : 'maximize';
  const own = from === 'other' ? turn : direction;
  const sign = own === 'maximize' ? -1 : 1;
  const candidates = header.candidates.map(({ id }, place) => ({
    candidate: id,
    value: sign * ((from === 'lucky' ? -1e4 : 0.3) + place / 100),
    trials: 1 + (place % 2),
  }));
  const recheck = { source: 'found.csv', value: 'value', direction: own, configurations: 30, candidates };
  return { ...run, header: { ...header, plan: { ...header.plan, recheck } } };
}

/** Over another candidate, whichever is listed first: shown, open, lost, without an interval, or not told. */
function withLead(run: ReportInput, draw: Draw): ReportInput {
  const [value, half] = draw<readonly [number, number | null]>('lead', [
    [0.0213, 0.0071],
    [1.234, 3.1],
    [-0.4, 0.123],
    [0.02, null],
    [0, 0],
  ]);
  const first = run.header.candidates.find(({ id }) => id !== run.answer?.winner);
  if (first === undefined || half === 0) {
    return { ...run, overtuning: { reason: 'the winner is the first listed candidate itself' } };
  }
  const [ends, reason] =
    half === null ? [null, 'these trainings do not vary'] : [[value - half, value + half], undefined];
  const lead = { value, low: ends?.[0] ?? null, high: ends?.[1] ?? null, level: 0.95, ...defined({ reason }) };
  const chosenBy = { lead: 0.0456, trainings: 3 };
  return {
    ...run,
    overtuning: {
      ...{ against: first.id, chosenBy, final: { lead, trainings: 12, trainingsOfFirst: half === null ? 1 : 3 } },
      lost: lostLead(chosenBy.lead, lead),
    },
  };
}

/** Spreads are raced by two rules alone, and of figures that unseen losses may move at will nothing is stated without assumptions. */
function fits({ name, ...options }: RuleSettings, criterion: string): boolean {
  if ('statement' in options && (criterion === 'mean' || criterion === 'std')) return false;
  return criterion !== 'std' || name === 'default' || name === 'halving';
}

const NAMES = {
  settings: undefined,
  alike: () => 'the same name',
  long: (index: number) => `${'a very long name of a candidate '.repeat(6)}variant=${index}${' with an end'.repeat(3)}`,
  leftward: (index: number) => `שיטה=${index} عمق=${index % 3}`,
  emoji: (index: number) => `model=${'🧪👩‍🔬'.repeat(1 + (index % 2))}${index}`,
};

function lossesOf(number: number, draw: Draw, direction: string): (candidate: number, trial: Trial) => number | null {
  const apart = draw('apart', [0, 0.1, 0.5, 3]);
  const scale = draw('scale', [1, 1, 1, 1e-7, 1e9]);
  const center = draw('center', [0.3, 5, -2]);
  const accident = draw('accident', [
    'none',
    'none',
    'none',
    'some diverge',
    'some fail',
    'one never works',
    'all fail',
    'all equal',
    'collapses',
  ]);
  const later = draw('fresh trainings', ['alike', 'alike', 'alike', 'worse']);
  const sign = direction === 'maximize' ? -1 : 1;
  return (candidate, { streams: { init } }) => {
    const own = randomFrom('reading-loss', number, candidate, init);
    const [noise, chance] = [own.normal(), own.uniform()];
    if (accident === 'all fail' || (accident === 'one never works' && candidate === 1)) return null;
    if (accident === 'some fail' && chance < 0.1) return null;
    if (accident === 'some diverge' && candidate % 3 === 1 && chance < 0.4) return Number.POSITIVE_INFINITY;
    if (accident === 'all equal') return scale * center;
    const block = 0.5 * randomFrom('reading-block', number, init).normal();
    const collapsed = accident === 'collapses' && chance < 0.08 ? 4 : 0;
    const worse = later === 'worse' && init >= 1_000_000 ? 1 : 0;
    const cost = apart * candidate + 0.3 * noise + block + collapsed + worse;
    return scale * (sign * center + 0.1 * cost);
  };
}

function withBaselines(run: ReportInput, draw: Draw): ReportInput {
  const wanted = draw('baselines', ['none', 'beaten', 'better']);
  const losses = run.outcomes
    .flatMap(({ trial, loss }) => (trial.candidate === run.answer?.winner ? [loss] : []))
    .filter(Number.isFinite);
  if (wanted === 'none' || losses.length === 0) return run;
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const span = Math.abs(most - least) + Math.abs(most) * 0.5;
  const loss = wanted === 'beaten' ? most + 2 * span : least - span;
  const figures = { loss, accuracy: 0.1 };
  const of = { replicates: 5, loss, selection: figures, final: figures };
  const baselines: Baseline[] = [
    { name: 'class shares', kind: 'trivial', ...of },
    { name: 'logistic', kind: 'simple', ...of },
  ];
  return { ...run, baselines };
}

function withUnused(run: ReportInput, draw: Draw): ReportInput {
  const unused = run.outcomes.slice(0, draw('not needed', [0, 0, 3]));
  return unused.length === 0 ? run : { ...run, beside: { unused, seedCheck: 0, forModels: 0, again: 0, budget: null } };
}
