/** @file Asks the library as a program does, in this process and by one worker, and keeps what was trained. */
import {
  type AssureOptions,
  assure,
  assureChange,
  type ChangeOptions,
  type CompareOptions,
  type CoupleOptions,
  type CurveOptions,
  compare,
  couple,
  createRace,
  curve,
  type ExperimentValue,
  type FunctionResult,
  type JsonObject,
  type MeasureOptions,
  measure,
  type RaceValue,
  type Streams,
  type StudyRecord,
  select,
  type TrainFunction,
} from '../../dist/app/index.js';
import { createRace as createBundled } from '../../dist/race/index.js';
import type { CoupleAnalysis } from '../../src/questions/couple/plan/index.js';
import field from './field.mjs';
import { inShort, type Trained } from './in-short.js';

/** Two that are near, and some that are worse. */
const PLACES = [0, 0.02, 0.05, 0.1, 0.2, 0.4];

export interface Asked {
  readonly space?: object;
  readonly race?: RaceValue;
  readonly more?: Partial<ExperimentValue<unknown>>;
}

export interface AskedRace extends Asked {
  readonly separate?: number | false;
}

export const experimentOf = ({ space = { place: PLACES }, race = {}, more = {} }: Asked): ExperimentValue<unknown> => ({
  name: 'recorded',
  space,
  race: { finalTrials: 6, ...race },
  seed: 17,
  ...more,
});

/** The made-up trainer, and everything it was asked for. */
function keeping(): { readonly trainer: TrainFunction; readonly trained: Trained } {
  const trained = new Map<string, number | string>();
  const trainer: TrainFunction = async (configuration, call) => {
    const trial = JSON.stringify([configuration, call.streams, call.fidelity]);
    try {
      const answer = await field(configuration, call);
      trained.set(trial, lossIn(answer));
      return answer;
    } catch (error) {
      trained.set(trial, String(error));
      throw error;
    }
  };
  return { trainer, trained };
}

export async function race(name: string, { separate = false, ...asked }: AskedRace): Promise<string> {
  const { trainer, trained } = keeping();
  const { result } = await select({
    experiment: experimentOf(asked),
    trainer,
    workers: 1,
    separate,
  });
  return inShort(name, result, trained);
}

export type AskedStudy = Asked &
  (
    | { readonly measure: Partial<MeasureOptions> }
    | { readonly curve: Partial<CurveOptions> }
    | { readonly compare: Partial<CompareOptions> }
    | { readonly couple: Partial<CoupleOptions> }
    | { readonly assure: Partial<AssureOptions> }
    | { readonly against: object; readonly change?: Partial<ChangeOptions> }
  );

export async function study(name: string, asked: AskedStudy): Promise<string> {
  const { trainer, trained } = keeping();
  const common = { experiment: experimentOf(asked), trainer, workers: 1 };
  const ask = () => {
    if ('measure' in asked) return measure({ ...common, ...asked.measure });
    if ('curve' in asked) return curve({ ...common, sizes: [20, 40, 80, 160], ...asked.curve });
    if ('assure' in asked) return assure({ ...common, ...asked.assure });
    if ('against' in asked) {
      return assureChange({ ...common, against: experimentOf({ ...asked, space: asked.against }), ...asked.change });
    }
    if ('couple' in asked) return couple({ ...common, sizes: [20, 80], ...asked.couple });
    return compare({ ...common, ...asked.compare });
  };
  const { record } = await ask();
  // The table holds every training; what is found from it is logarithms and resampling, which has tests of its own.
  if (record.findings.kind === 'couple') return inShort(name, recordedTable(record), trained);
  return inShort(name, record, trained);
}

function recordedTable({ kind, status, plan, findings, trials }: StudyRecord) {
  const { table, candidates } = findings as CoupleAnalysis;
  return { kind, status, plan, findings: { table, candidates }, trials } as unknown as StudyRecord;
}

type ToTrain = { readonly configuration: JsonObject; readonly streams: Streams; readonly seeds: Streams };

const train = async (trainer: TrainFunction, { configuration, seeds, streams }: ToTrain) => {
  const fidelity = { sampleSize: 0 };
  const answer = await trainer(configuration, { seeds, streams, fidelity, report: () => {}, signal: never });
  return lossIn(answer);
};
/** All of these give one. */
const lossIn = (answer: number | FunctionResult) => (typeof answer === 'number' ? answer : (answer.loss as number));
const never = new AbortController().signal;

/** Asked three at a time, and told the latest first. */
export async function askAndTell(name: string, asked: Asked): Promise<string> {
  const { trainer, trained } = keeping();
  const open = await createRace({ experiment: experimentOf(asked) });
  for (let trials = open.ask(3); trials.length > 0; trials = open.ask(3)) {
    for (const trial of trials.toReversed()) open.tell(trial.id, await train(trainer, trial));
  }
  return inShort(name, await open.result(), trained);
}

/** The same by `surefoot/race`, which knows no folder and no trainer. */
export async function askBundled(name: string, rule: string): Promise<string> {
  const { trainer, trained } = keeping();
  const candidates = Object.fromEntries(PLACES.map((place) => [`at-${place}`, { place }]));
  const open = createBundled({ candidates, race: { rule, criterion: 'mean' }, seed: 17 });
  for (let [trial] = open.ask(1); trial; [trial] = open.ask(1)) open.tell(trial.id, await train(trainer, trial));
  const { status, answer, decisions, told } = open;
  return inShort(name, { status, answer, decisions, told }, trained);
}
