/** @file Studies of coupled effects that never happened: made-up losses of settings, sizes, weights and samples, analysed as real ones. */
import { randomFrom } from '../../src/core/index.js';
import type { CoupledFactor } from '../../src/questions/couple/plan/index.js';
import { analyseCouple, createCouple } from '../../src/questions/couple/plan/index.js';
import type { StudyInput } from '../../src/report/index.js';
import { type Played, playStudy } from '../questions/played-study.js';
import { inputOf } from './simulated-studies.js';

/** One training: the index of its level in each setting, its size, and the indices of its weights and of its sample. */
interface Made {
  readonly levels: readonly number[];
  readonly size: number;
  readonly init: number;
  readonly sample: number;
}

interface MadeUp {
  readonly factors?: readonly CoupledFactor[];
  readonly sizes?: readonly number[];
  readonly crossed?: readonly number[];
  readonly pool?: number | null;
  readonly figure?: string;
  readonly criterion?: string;
  /** Of the loss, or of the figure. */
  readonly played?: (made: Made) => Played;
  readonly status?: StudyInput['status'];
  /** Of the trainings, so many are there. */
  readonly trained?: number;
}

const JOIN: CoupledFactor = { name: 'layers.join', levels: ['none', 'sum'] };
const BEGIN: CoupledFactor = { name: 'initialization', levels: ['he', 'lecun', 'normal'] };

/** Standard normal, the same for the same names. */
function draw(...names: readonly (string | number)[]): number {
  return randomFrom('coupled', ...names).normal();
}

/** The loss falls with the size, and `sum` helps with few examples; samples matter less with the size, weights do not. */
export function biased({ levels: [join = 0], size, init, sample }: Made): number {
  const doublings = Math.log2(size / 500);
  const location = -0.7 * doublings - join * Math.max(0, 0.8 - 0.2 * doublings);
  const spread = 0.06 * draw('weights', init) + 0.2 * 0.6 ** doublings * draw('sample', size, sample);
  return Math.exp(location + spread + 0.03 * draw('rest', join, size, init, sample));
}

/** Nothing does anything: noise of weights and samples alone. */
export function idle({ size, init, sample, levels }: Made): number {
  return Math.exp(
    0.1 * draw('a', init) + 0.1 * draw('b', size, sample) + 0.05 * draw('c', ...levels, size, init, sample),
  );
}

export function coupled(made: MadeUp = {}): StudyInput {
  const { factors = [JOIN], sizes = [500, 1000, 2000, 4000, 8000], crossed = [5, 5], pool = 100_000 } = made;
  const { figure = 'loss', criterion = 'median', played = biased, status = 'exhausted' } = made;
  const combinations = factors.reduce<readonly (readonly number[])[]>(
    (rows, { levels }) => rows.flatMap((row) => levels.map((_, level) => [...row, level])),
    [[]],
  );
  const candidates = combinations.map((levels) => `c${levels.join('')}`);
  const study = createCouple({
    ...{ candidates, factors, sizes, vary: ['init', 'sample'], crossed, pool, figure, criterion, seed: 3 },
    ...{ budget: undefined, epochs: 30, nested: false },
  });
  const { outcomes } = playStudy(study, ({ candidate, streams: { init, sample }, fidelity }) =>
    played({ levels: combinations[candidates.indexOf(candidate)] ?? [], size: fidelity.sampleSize, init, sample }),
  );
  const own = outcomes.slice(0, made.trained).map((outcome) => ({ ...outcome, metrics: { [figure]: outcome.loss } }));
  const analysis = analyseCouple(study.settings, own);
  const input = inputOf(analysis, own, study.description);
  const described = candidates.map((id, place) => {
    const labels = factors.map(({ name, levels }, factor) => `${name}=${levels[combinations[place]?.[factor] ?? 0]}`);
    return { id, label: `<${labels.join(' ')}> & co`, configuration: {} };
  });
  return { ...input, outcomes: own, header: { ...input.header, candidates: described }, figure, status };
}

/** Two settings; some cells collapse whole, an index of weights in others, trainings failed, and one size is too near to the pool. */
export function coupledAndCollapsed(): StudyInput {
  return coupled({
    factors: [JOIN, BEGIN],
    sizes: [500, 1000, 2000],
    pool: 6000,
    played: (made) => {
      const { levels, size, init, sample } = made;
      if ((levels[1] === 2 && size === 500) || (levels[0] === 0 && init === 3 && size < 2000)) return 'diverged';
      if (size === 2000 && init === 4 && sample > 2) return 'failed';
      return biased(made) * Math.exp(0.01 * draw('begin', ...levels, size, init, sample));
    },
  });
}
