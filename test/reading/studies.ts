/** @file Makes studies of every kind by their number, without a training: real plans and analyses over losses that are made up. */
import { type Outcome, randomFrom, type Trial } from '../../src/core/index.js';
import { analyseAssurance, barOf, createAssurance } from '../../src/questions/assure/plan/index.js';
import { analyseComparison, createComparison } from '../../src/questions/compare/plan/index.js';
import { analyseCurve, createCurve } from '../../src/questions/curve/plan/index.js';
import type { StudyAnalysis } from '../../src/questions/index.js';
import { analyseKeep, createKeep } from '../../src/questions/keep/plan/index.js';
import { analyseMeasure, createMeasure } from '../../src/questions/measure/plan/index.js';
import type { StudyInput } from '../../src/report/index.js';
import { type Played, playStudy } from '../questions/played-study.js';
import { coupled } from '../report/simulated-coupling.js';
import { inputOf } from '../report/simulated-studies.js';

export interface MadeStudy {
  readonly recipe: string;
  readonly input: StudyInput;
}

const KINDS = ['measure', 'curve', 'compare', 'assure', 'keep', 'couple'] as const;

/** The same number makes the same study. */
export function makeStudy(number: number): MadeStudy {
  const kind = KINDS[number % KINDS.length] as (typeof KINDS)[number];
  const told: string[] = [];
  const draw = <Value>(name: string, from: readonly Value[]): Value => {
    const drawn = from[Math.floor(randomFrom('reading-study', name, number).uniform() * from.length)] as Value;
    told.push(`${name} ${String(drawn)}`);
    return drawn;
  };
  const made: Made = {
    number,
    candidates: NAMES.slice(0, draw('candidates', [1, 2, 2, 3, 5])),
    trials: draw('trials', [4, 6, 12, 20]),
    apart: draw('apart', [0, 0.1, 1, 4]),
    scale: draw('scale', [1, 1, 1e-7, 1e9]),
    sources: draw('sources', ['init', 'sample', 'both']),
    accident: draw('accident', [
      'none',
      'none',
      'some diverge',
      'some fail',
      'all equal',
      'one never works',
      'all fail',
    ]),
    isCut: draw('budget', [false, false, true]),
  };
  const input = MAKERS[kind](made);
  return { recipe: `${kind} ${number}: ${told.join(', ')}`, input };
}

const NAMES = ['one', 'two', 'three', 'four', 'five'];

interface Made {
  readonly number: number;
  readonly candidates: readonly string[];
  readonly trials: number;
  readonly apart: number;
  readonly scale: number;
  readonly sources: string;
  readonly accident: string;
  readonly isCut: boolean;
}

/** What a training gives: larger samples are better, and later candidates worse. */
function played({ number, candidates, apart, scale, sources, accident }: Made): (trial: Trial) => Played {
  return ({ candidate, streams, fidelity, repeat }) => {
    const place = candidates.indexOf(candidate);
    const own = randomFrom('reading-trained', number, candidate, streams.init, streams.sample, fidelity.sampleSize);
    const chance = own.uniform();
    if (accident === 'all fail' || (accident === 'one never works' && place === 0)) return 'failed';
    if (accident === 'some fail' && chance < 0.1) return 'failed';
    if (accident === 'some diverge' && chance < 0.1 && place !== 0) return 'diverged';
    if (accident === 'all equal') return scale;
    const noise =
      (sources === 'sample' ? 0 : randomFrom('reading-init', number, streams.init).normal()) +
      (sources === 'init' ? 0 : randomFrom('reading-sample', number, streams.sample).normal()) +
      0.2 * own.normal() +
      0 * repeat;
    return scale * (5 + 0.1 * apart * place + 0.1 * noise + (fidelity.sampleSize === 0 ? 0 : 40 / fidelity.sampleSize));
  };
}

function shown(
  made: Made,
  analysis: StudyAnalysis,
  outcomes: readonly Outcome[],
  plan: StudyInput['plan'],
): StudyInput {
  const input = inputOf(analysis, outcomes, plan);
  const candidates = made.candidates.map((id, place) => ({
    id,
    label: `width=${place + 1}`,
    configuration: { width: place + 1 },
  }));
  return { ...input, header: { ...input.header, candidates }, status: made.isCut ? 'budget' : 'exhausted' };
}

const common = (made: Made) => ({ candidates: made.candidates, figure: 'loss', seed: 3 });
const several = (made: Made): Made => (made.candidates.length > 1 ? made : { ...made, candidates: NAMES.slice(0, 2) });

/** A budget leaves some trainings out. */
function trained(made: Made, outcomes: readonly Outcome[]): readonly Outcome[] {
  return made.isCut ? outcomes.slice(0, Math.ceil(outcomes.length * 0.7)) : outcomes;
}

const MAKERS: Readonly<Record<(typeof KINDS)[number], (made: Made) => StudyInput>> = {
  measure: (made) => {
    const study = createMeasure({
      ...common(made),
      ...{ vary: ['init', 'sample'], trials: made.trials, crossed: [4], repeats: 1, sampleSize: 100, pool: 4000 },
    });
    const outcomes = trained(made, playStudy(study, played(made)).outcomes);
    return shown(made, analyseMeasure(study.settings, outcomes), outcomes, study.description);
  },
  curve: (made) => {
    const study = createCurve({
      ...common(made),
      ...{
        sizes: [100, 200, 400],
        trials: made.trials,
        criterion: 'median',
        spread: 'std',
        adaptive: true,
        pool: 4000,
      },
      tolerance: { criterion: 0.1, spread: 1 },
    });
    const outcomes = trained(made, playStudy(study, played(made)).outcomes);
    return shown(made, analyseCurve(study.settings, outcomes), outcomes, study.description);
  },
  compare: (one) => {
    const made = several(one);
    const levels = made.candidates.map((candidate, place) => ({ candidate, value: `width ${place + 1}` }));
    const factors = [{ name: 'width', levels }];
    const study = createComparison({ ...common(made), factors, trials: made.trials, sampleSize: 0 });
    const outcomes = trained(made, playStudy(study, played(made)).outcomes);
    return shown(made, analyseComparison(study.settings, outcomes), outcomes, study.description);
  },
  assure: (one) => {
    const made = { ...one, candidates: NAMES.slice(0, 1) };
    const bar = barOf('loss', { below: made.scale * (5 + 0.1 * made.apart) });
    const study = createAssurance({ ...common(made), share: 0.9, sampleSize: 0, bar });
    const outcomes = trained(made, playStudy(study, played(made)).outcomes);
    return shown(made, analyseAssurance(study, outcomes), outcomes, study.description);
  },
  keep: (one) => {
    const made = { ...one, candidates: NAMES.slice(0, 2) };
    const study = createKeep({
      ...common(made),
      criterion: 'q3',
      error: 0.05,
      careful: false,
      trials: 40,
      sampleSize: 0,
    });
    const outcomes = trained(made, playStudy(study, played(made)).outcomes);
    return shown(made, analyseKeep(study, outcomes), outcomes, study.description);
  },
  couple: (made) => {
    const own = played({ ...made, candidates: NAMES });
    return coupled({
      sizes: [500, 1000, 2000],
      crossed: [4, 4],
      status: made.isCut ? 'budget' : 'exhausted',
      played: ({ levels: [level = 0], size, init, sample }) =>
        own({
          candidate: NAMES[level] as string,
          ...{ streams: { init, sample, order: 0, noise: 0 }, fidelity: { sampleSize: size }, repeat: 0 },
        }),
    });
  },
};
