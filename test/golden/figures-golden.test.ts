/**
 * @file Every figure of a page in rounded words, a committed file each. A change of one is a change that users see: look
 * at the figure, then run this file with `-u`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync, strFromU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { replayRules } from '../../src/app/questions/replay-question.js';
import { randomFrom } from '../../src/core/index.js';
import { parseRule } from '../../src/questions/race/plan/index.js';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { type PageScripts, renderReport, renderStudy } from '../../src/report/pages.js';
import { parseCriterion } from '../../src/stats/index.js';
import { coupledAndCollapsed } from '../report/simulated-coupling.js';
import { simulatedLoss, simulateRun } from '../report/simulated-run.js';
import { compared, curved, measured } from '../report/simulated-studies.js';
import { outlineFigures } from './figure-outline.js';

/** A page carries the data of its figures where there is a script to give them out. */
const ANY: PageScripts = { scripts: [''] };
const FOLDER = join(import.meta.dirname, 'figures');

const adaptive = { rule: { name: 'default' } } as const;
const race = (options: Parameters<typeof simulateRun>[0]) => renderReport(buildReportView(simulateRun(options)), ANY);

const pages: Readonly<Record<string, () => string>> = {
  race: () => race({ candidates: 24, ...adaptive }),
  'diverging-race': () =>
    race({
      candidates: 6,
      ...adaptive,
      loss: (candidate, trial) =>
        candidate < 3 && trial.streams.init % 2 === candidate % 2
          ? Number.POSITIVE_INFINITY
          : simulatedLoss(candidate, trial),
    }),
  replay: () => renderReport(buildReportView(replayed()), ANY),
  measure: () => renderStudy(measured(), ANY),
  curve: () => renderStudy(curved(), ANY),
  compare: () => renderStudy(compared(), ANY),
  couple: () => renderStudy(coupledAndCollapsed(), ANY),
};

function replayed() {
  const candidates = Array.from({ length: 8 }, (_, index) => ({ id: `m${index}`, configuration: {}, label: '' }));
  const columns = Array.from({ length: 24 }, (_, replicate) =>
    Float64Array.from(
      candidates,
      (_, index) => 1 + index / 40 + 0.1 * randomFrom('golden-replay', index, replicate).normal(),
    ),
  );
  const [replay] = replayRules([
    {
      source: {
        name: 'simulated table',
        candidates,
        replicates: columns.map((_, index) => String(index)),
        columns,
        hash: 'ab',
        simulated: true,
      },
      criterion: parseCriterion('q3'),
      rule: parseRule({ name: 'default' }),
      warmup: 5,
      direction: 'minimize',
      orders: 40,
      seed: 1,
      command: 'surefoot replay simulated.csv',
    },
  ]);
  return replay?.input as ReportInput;
}

function tablesOf(page: string): Record<string, string> {
  const payload = page.match(/data-payload="figures">([^<]*)</)?.[1] ?? '';
  const tables = JSON.parse(strFromU8(inflateSync(Buffer.from(payload, 'base64')))) as Record<string, { csv: string }>;
  return Object.fromEntries(Object.entries(tables).map(([id, { csv }]) => [id, csv]));
}

describe('figures in rounded words', () => {
  const outlines = Object.entries(pages).flatMap(([name, make]) => {
    const page = make();
    return outlineFigures(page, tablesOf(page)).map(({ id, text }) => ({ file: `${name}.${id}.txt`, text }));
  });

  test.each(outlines)('$file', async ({ file, text }) => {
    await expect(text).toMatchFileSnapshot(join(FOLDER, file));
  });

  test('no file is left of a figure that is not drawn any more', () => {
    const known = new Set(outlines.map(({ file }) => file));
    expect(readdirSync(FOLDER).filter((file) => !known.has(file))).toEqual([]);
  });
});
