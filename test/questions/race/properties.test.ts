/** @file What never changes who is eliminated, for every rule in rounds, on exactly representable losses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/core/index.js';
import {
  ADAPTIVE_RULES,
  type LossTable,
  parseRule,
  planRace,
  RULE_NAMES,
  type RuleOption,
  type RuleSettings,
  replayRace,
  ruleOptions,
} from '../../../src/questions/race/plan/index.js';
import { COMMON_OPTIONS } from '../../../src/questions/race/plan/parse-rule.js';
import { RANGES } from '../../../src/questions/race/plan/rule-options.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { runRace } from './outcomes.js';

const REPLICATES = 7;
const CRITERIA = ['mean', 'median', 'q3', 'std', 'iqr', 'max', 'min', 'q3+iqr', 'es0.25'];
/** 420 eighths: sums of up to seven losses can be divided by their number without rounding. */
const UNIT = 420 / 8;
const VARIANTS = [0, 1, 2, 3];
const LEVELS = [0.7, 0.3, 0.2, 0.5];
const AMOUNTS = [16 * UNIT, 0, 0, 40 * UNIT];
const RATIOS = [0, 0.5, 0, 0];

const isAmount = ({ help }: RuleOption): boolean => help.includes('in units of the loss');

/** One value of an option, by what it accepts; the first is its default, where it has one. */
function optionValue(option: RuleOption, variant: number): number | string {
  const { choices, fallback, allowed } = option;
  if (choices !== undefined) return choices[variant % choices.length] as string;
  if (allowed === RANGES.between.allowed)
    return variant === 0 && fallback !== undefined ? Number(fallback) : (LEVELS[variant] as number);
  return (isAmount(option) ? AMOUNTS : RATIOS)[variant] as number;
}

/** A rule under options of its own; the last variant keeps two candidates. */
function ruleOf(name: string, variant: number): RuleSettings {
  const own = Object.entries(ruleOptions(name)).filter(([option]) => !(option in COMMON_OPTIONS));
  const options = own.map(([option, what]) => [option, optionValue(what, variant)]);
  return { name, ...Object.fromEntries(options), ...(variant === 3 ? { minimumSurvivors: 2 } : {}) };
}

const RULES_IN_ROUNDS = RULE_NAMES.filter((name) => !ADAPTIVE_RULES.some((adaptive) => adaptive === name));

interface Setting {
  readonly rule: RuleSettings;
  readonly criterion: string;
  readonly warmup: number;
}

/** Every rule in rounds with every criterion it fits, under several options. */
const SETTINGS: readonly Setting[] = RULES_IN_ROUNDS.flatMap((name) =>
  VARIANTS.flatMap((index): Setting[] => {
    const rule = ruleOf(name, index);
    return CRITERIA.filter((criterion) => parseRule(rule).fits.includes(parseCriterion(criterion).kind)).map(
      (criterion, place) => ({ rule, criterion, warmup: 3 + ((index + place) % 3) }),
    );
  }),
);

const settingOf = (setting: Setting) => ({
  criterion: parseCriterion(setting.criterion),
  rule: parseRule(setting.rule),
  warmup: setting.warmup,
});

const loss = fc.integer({ min: 0, max: 40 }).map((units) => units * UNIT);
const diverging = fc.oneof(
  { weight: 9, arbitrary: loss },
  { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
);

function tableOf(cell: fc.Arbitrary<number>): fc.Arbitrary<LossTable> {
  return fc.integer({ min: 2, max: 6 }).chain((count) =>
    fc
      .array(fc.array(cell, { minLength: count, maxLength: count }), { minLength: REPLICATES, maxLength: REPLICATES })
      .map((columns) => ({
        candidates: ['d', 'b', 'f', 'a', 'e', 'c'].slice(0, count),
        columns: columns.map((column) => Float64Array.from(column)),
      })),
  );
}

const decisionsOf = (setting: Setting, table: LossTable): readonly Decision[] =>
  replayRace(settingOf(setting), table).decisions;

/** Who stayed and who left, round by round. */
const courseOf = (setting: Setting, table: LossTable) =>
  decisionsOf(setting, table).map(({ round, survivors, eliminated }) => ({ round, survivors, eliminated }));

const mapLosses = (table: LossTable, change: (loss: number) => number): LossTable => ({
  ...table,
  columns: table.columns.map((column) => column.map(change)),
});

/** Their exact distributions depend on which losses are tied, so that breaking a tie may move a p-value either way. */
const RANKED = ['mann-whitney', 'wilcoxon', 'friedman'];

/** No two losses and no two differences of losses are equal. */
const untied = tableOf(loss).map((table) => ({
  ...table,
  columns: table.columns.map((column, replicate) =>
    column.map((value, index) => value + (index * REPLICATES + replicate) ** 3 / 2 ** 24),
  ),
}));

const nameOf = ({ rule, criterion, warmup }: Setting): string => `${JSON.stringify(rule)} ${criterion} k=${warmup}`;
const RUNS = { numRuns: 5 };

describe.each(SETTINGS.map((setting) => [nameOf(setting), setting] as const))('%s', (_, setting) => {
  it('does not depend on the order of candidates', () => {
    const permuted = tableOf(diverging).chain((table) =>
      fc.tuple(
        fc.constant(table),
        fc.shuffledSubarray([...table.candidates.keys()], { minLength: table.candidates.length }),
      ),
    );
    fc.assert(
      fc.property(permuted, ([table, order]) => {
        const shuffled: LossTable = {
          candidates: order.map((index) => table.candidates[index] as string),
          columns: table.columns.map((column) => Float64Array.from(order, (index) => column[index] as number)),
        };
        expect(courseOf(setting, shuffled)).toEqual(courseOf(setting, table));
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the replicates before a decision', () => {
    const warmup = fc.shuffledSubarray([...Array(setting.warmup).keys()], { minLength: setting.warmup });
    fc.assert(
      fc.property(tableOf(diverging), warmup, (table, order) => {
        const first = { ...table, columns: table.columns.slice(0, setting.warmup) };
        const shuffled = { ...table, columns: order.map((index) => table.columns[index] as Float64Array) };
        expect(courseOf(setting, shuffled)).toEqual(courseOf(setting, first));
      }),
      RUNS,
    );
  });

  const options = Object.entries(ruleOptions(setting.rule.name)).filter(
    ([name]) => Number(setting.rule[name] ?? 0) > 0,
  );
  const judgesByShareOfLoss = options.some(([, { help }]) => help.includes("share of the best's"));
  if (!judgesByShareOfLoss)
    it('does not change when a constant is added to all losses', () => {
      fc.assert(
        fc.property(tableOf(diverging), fc.integer({ min: -100, max: 100 }), (table, constant) => {
          expect(
            courseOf(
              setting,
              mapLosses(table, (value) => value + constant),
            ),
          ).toEqual(courseOf(setting, table));
        }),
        RUNS,
      );
    });

  const hasUnit = options.some(([, option]) => isAmount(option));
  if (!hasUnit)
    it('does not change when all losses are scaled', () => {
      fc.assert(
        fc.property(tableOf(diverging), fc.constantFrom(0.25, 2, 3, 1024), (table, scale) => {
          expect(
            courseOf(
              setting,
              mapLosses(table, (value) => value * scale),
            ),
          ).toEqual(courseOf(setting, table));
        }),
        RUNS,
      );
    });

  it('never eliminates the incumbent, and loses nobody', () => {
    fc.assert(
      fc.property(tableOf(diverging), (table) => {
        let entered = [...table.candidates].sort();
        for (const { survivors, eliminated, incumbent } of decisionsOf(setting, table)) {
          expect(survivors).toContain(incumbent);
          expect([...survivors, ...eliminated].sort()).toEqual(entered);
          entered = [...survivors].sort();
        }
      }),
      RUNS,
    );
  });

  it('an infinite loss never helps', () => {
    fc.assert(
      fc.property(
        RANKED.includes(setting.rule.name) ? untied : tableOf(diverging),
        fc.nat(),
        fc.nat(),
        (table, who, when) => {
          const columns = table.columns.slice(0, setting.warmup);
          const before = decisionsOf(setting, { ...table, columns })[0] as Decision;
          const incumbent = table.candidates.indexOf(before.incumbent);
          // Where the incumbent diverged too, tests of means work on ranks, and two infinite losses are a tie.
          fc.pre(columns.every((column) => column[incumbent] !== Number.POSITIVE_INFINITY));
          const index = who % table.candidates.length;
          const candidate = table.candidates[index] as string;
          const worse = columns.map((column, replicate) =>
            replicate === when % setting.warmup ? column.with(index, Number.POSITIVE_INFINITY) : column,
          );
          const after = decisionsOf(setting, { ...table, columns: worse })[0] as Decision;
          if (before.eliminated.includes(candidate)) expect(after.survivors).not.toContain(candidate);
          if (index !== incumbent) expect(after.incumbent).not.toBe(candidate);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a fold over outcomes gives the state and decisions of the columns', () => {
    fc.assert(
      fc.property(tableOf(diverging), (table) => {
        const race = planRace({
          ...settingOf(setting),
          ...{ candidates: table.candidates, finalTrials: 0, maxReplicates: REPLICATES },
        });
        const { state, decisions, end } = runRace(race, (candidate, replicate) => {
          const column = table.columns[replicate] as Float64Array;
          return column[table.candidates.indexOf(candidate)] as number;
        });
        const replay = replayRace(settingOf(setting), table);
        expect(decisions).toEqual(replay.decisions);
        expect(end).toBe(replay.end);
        expect(race.standings(state)).toEqual(replay.standings());
        expect(race.answer(state)).toEqual(replay.answer());
      }),
      RUNS,
    );
  });
});
