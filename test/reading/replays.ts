/** @file Makes replays by their number: tables of losses that are made up, whole and partial, raced by one or several rules. */
import { replayRules } from '../../src/app/questions/replay-question.js';
import { randomFrom } from '../../src/core/index.js';
import { parseRule } from '../../src/questions/race/plan/index.js';
import type { ReplayRequest, ReportInput } from '../../src/report/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { drawing } from './drawing.js';

export interface MadeReplay {
  readonly recipe: string;
  /** One a rule. */
  readonly inputs: readonly ReportInput[];
}

/** The same number makes the same replays. */
export function makeReplay(number: number): MadeReplay {
  const { draw, recipe } = drawing('replay', 'reading-replay', number);
  const [rows, count] = [draw('candidates', [2, 3, 6, 9]), draw('replicates', [4, 8, 12])];
  const gaps = draw('gaps', ['none', 'none', 'raced', 'scattered', 'all']);
  const [apart, scale] = [draw('apart', [0, 0.1, 1]), draw('scale', [1, 1, 1e-6, 1e8])];
  const accident = draw('accident', ['none', 'none', 'some diverge', 'all equal']);
  const direction = draw<'minimize' | 'maximize'>('direction', ['minimize', 'maximize']);
  const candidates = Array.from({ length: rows }, (_, index) => ({ id: `m${index}`, configuration: {}, label: '' }));
  const isMissing = (row: number, replicate: number): boolean =>
    (gaps === 'raced' && replicate >= count / (1 + Math.max(0, row - 1))) ||
    (gaps === 'all' && replicate === row % count) ||
    (gaps === 'scattered' && row > 0 && randomFrom('reading-gap', number, row, replicate).uniform() < 0.2);
  const lossAt = (row: number, replicate: number): number => {
    const own = randomFrom('reading-recorded', number, row, replicate);
    const [noise, chance] = [own.normal(), own.uniform()];
    if (isMissing(row, replicate)) return Number.NaN;
    if (accident === 'all equal') return scale;
    if (accident === 'some diverge' && row % 2 === 1 && chance < 0.2) return Number.POSITIVE_INFINITY;
    return scale * (1 + 0.1 * apart * row + 0.1 * noise);
  };
  const replicates = Array.from({ length: count }, (_, replicate) => String(replicate));
  const columns = replicates.map((_, replicate) => Float64Array.from(candidates, (_, row) => lossAt(row, replicate)));
  const shared = {
    source: { name: 'a table', candidates, replicates, columns, hash: 'ab', simulated: false },
    criterion: parseCriterion(draw('criterion', ['mean', 'median', 'q3'])),
    ...{ warmup: 3, direction, orders: draw('orders', [0, 0, 20]), seed: 1 },
    command: 'surefoot replay table.csv',
  };
  const rules = draw('rules', [['default'], ['halving'], ['fast', 'halving'], ['halving', 'welch', 'default']]);
  const requests = rules.map((name): ReplayRequest => ({ ...shared, rule: parseRule({ name }) }));
  return { recipe: recipe(), inputs: replayRules(requests, { areBeside: true }).map(({ input }) => input) };
}
