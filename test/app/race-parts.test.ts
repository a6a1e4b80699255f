/** @file Every part of a race is told by its log as by the experiment that asked it: none may be lost between. */
import { expect, test } from 'vitest';
import { loggedDraft, takeExperimentValue } from '../../src/app/ask/experiment-source.js';
import { begunFrom } from '../../src/app/ask/found/from.js';
import { recheckSource } from '../../src/app/ask/found/shortlisted.js';
import type { PlannedRace } from '../../src/app/questions/assemble-race.js';
import { keptParts, loggedParts } from '../../src/app/questions/plan-of-race.js';
import { prepare, QUESTIONS } from '../../src/app/questions/questions.js';
import type { AskedRace } from '../../src/app/questions/race-question.js';
import { defined, type JsonObject } from '../../src/core/index.js';

const WIDTHS = { name: 'parts', space: { x: [1, 2, 3, 4, 5, 6, 7, 8] }, seed: 3 };
const DIGITS = {
  name: 'parts',
  data: { source: 'digits', split: { pool: 100, selection: 50, final: 50 } },
  space: { layers: [[{ dense: { units: 2 } }, { dense: { units: 3 } }]], epochs: [1, 2] },
};
const FOUND = { trials: [1, 2, 3].map((x) => ({ settings: { x }, loss: x / 2 })) };

interface Case {
  readonly experiment: JsonObject;
  readonly asked?: AskedRace;
  readonly from?: typeof FOUND;
  readonly top?: number;
  /** What the request in the log has, where neither the experiment nor the plan says it. */
  readonly keeps?: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'as it is by default': { experiment: WIDTHS },
  'another rule and criterion': { experiment: { ...WIDTHS, race: { rule: 'welch', criterion: 'mean' } } },
  'another metric': { experiment: { ...WIDTHS, race: { metric: 'score', direction: 'maximize' } } },
  'failures that are left out': { experiment: { ...WIDTHS, failures: { action: 'exclude' } } },
  'costs of settings': { experiment: { ...WIDTHS, cost: 'x' } },
  'costs that the trainer tells': { experiment: { ...DIGITS, cost: 'operations' }, keeps: 'costs' },
  'a tie that is separated': { experiment: WIDTHS, asked: { separate: 90 }, keeps: 'separate' },
  'a bar of reliability': { experiment: WIDTHS, asked: { reliability: 0.8 } },
  'reliability by the trivial baseline': { experiment: DIGITS, asked: { reliability: 0.8 }, keeps: 'baseline' },
  slices: { experiment: { ...DIGITS, slices: { digit: ['0', '1'] } }, keeps: 'slices' },
  'a search': { experiment: { ...WIDTHS, search: { audit: 2 } } },
  'a search with a prior': { experiment: { ...WIDTHS, search: { audit: 2 } }, from: FOUND },
  'candidates of another search': { experiment: WIDTHS, from: FOUND, top: 2 },
};

/** As the log keeps it. */
const asLogged = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value;

/** All that a plan goes by, and what a page is made with. */
function tellsOf({ plan, work, fixed, told }: PlannedRace) {
  return asLogged({ description: plan.description, facts: plan.facts, work, fixed, told: told(plan.begin()) });
}

test.each(Object.entries(CASES))('%s', async (_name, { experiment, asked = {}, from, top, keeps }) => {
  const own = takeExperimentValue(experiment);
  const begun = await begunFrom(own, from, { folder: undefined, fresh: true });
  const [found] = begun.source.from ?? [];
  const source =
    top === undefined || found === undefined ? begun.source : recheckSource(own, { found: found.found, top });
  const train = 'data' in experiment ? undefined : () => 1;
  const { planned, header, request, backend } = await prepare(
    QUESTIONS.race,
    source,
    { ...asked, ...defined({ from: begun.from }) },
    { train },
  );
  const logged = asLogged({ header, request });
  const draft = loggedDraft(logged.header.experiment);
  expect(tellsOf(QUESTIONS.race.ofLog(logged, draft))).toEqual(tellsOf(planned));
  const { kind: _, budget: __, from: ___, ...kept } = logged.request;
  expect(asLogged(keptParts(loggedParts(logged, draft), backend))).toEqual(kept);
  expect(Object.keys(kept)).toEqual(keeps === undefined ? [] : [keeps]);
});
