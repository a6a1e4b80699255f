/** @file What a user writes with a trainer of their own; every type that the package names is used. */
import {
  type AskedTrial,
  type AskTellRace,
  type Budget,
  createRace,
  InputError,
  type PlanRunEvent,
  type Result,
  type Selection,
  type SelectOptions,
  select,
} from 'surefoot';

const space = { width: [1, 2, 3] };
const seen: PlanRunEvent['kind'][] = [];
const budget: Budget = { trials: 200 };
const selection: Selection = await select({
  experiment: { name: 'mine', space, race: { warmup: 3, rule: 'halving' } },
  budget,
  trainer: async ({ width }, { seeds }) => 1 / width + seeds.init / 2 ** 40,
  onEvent: ({ kind }) => seen.push(kind),
});
const result: Result = selection.result;
const value: number | undefined = result.winner?.criterion.value;
if (value === undefined || !seen.includes('decision')) throw new Error('nothing was decided');

const race: AskTellRace<{ width: number }> = await createRace({ experiment: { name: 'theirs', space } });
const asked: AskedTrial<{ width: number }>[] = race.ask(2);
for (const { id, configuration } of asked) race.tell(id, 1 / configuration.width);
race.close();

const wrong: SelectOptions = { experiment: { name: 'no space' } };
const refused = await select(wrong).catch((error: unknown) => error);
if (!(refused instanceof InputError)) throw new Error('not refused');
console.log(`${selection.status} ${result.winner?.label}`);
