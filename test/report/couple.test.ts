/** @file A study of coupled effects on paper: what terminal, page and study.json say agrees in counts, order and signs. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { CoupleAnalysis } from '../../src/questions/couple/plan/index.js';
import { buildStudyRecord, formatStudyTable, renderStudyCsv, type StudyInput } from '../../src/report/index.js';
import { renderStudy } from '../../src/report/pages.js';
import { biased, coupled, coupledAndCollapsed, idle } from './simulated-coupling.js';

const studies: Readonly<Record<string, StudyInput>> = {
  'a bias that helps with few examples': coupled(),
  'nothing that does anything': coupled({ played: idle }),
  'another stream of numbers': coupled({
    played: (made) => biased({ ...made, init: made.init + 50, sample: made.sample + 50 }),
  }),
  'a bias that hurts with few examples': coupled({
    played: ({ levels: [join = 0], ...rest }) => biased({ ...rest, levels: [1 - join] }),
  }),
  'two settings, one of which collapses': coupledAndCollapsed(),
  'a metric that is better when it is larger': coupled({
    figure: 'accuracy',
    criterion: 'q3',
    played: (made) => 1 - 0.2 * biased(made),
  }),
  'one index of weights that collapses everywhere': coupled({
    sizes: [500, 1000],
    played: (made) => (made.init === 1 ? 'diverged' : biased(made)),
  }),
  'a table of two weights and two samples': coupled({ sizes: [500, 1000], crossed: [2, 2] }),
  'nothing but collapses': coupled({ sizes: [500, 1000], crossed: [3, 3], played: () => 'diverged' }),
  'nothing trained yet': coupled({ sizes: [500, 1000], trained: 0, status: 'running' }),
  'nothing but failures': coupled({ sizes: [500, 1000], crossed: [3, 3], played: () => 'failed' }),
  'a study that its budget ended': coupled({ trained: 130, status: 'budget' }),
};

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const terminalOf = (input: StudyInput, long = true): string =>
  formatStudyTable(input, { width: 80, colors: false, long }, 'runs/bias');
/** With a space for each mark: cells of a table are words of their own. */
const pageOf = (input: StudyInput): string => {
  const { document } = parseHTML(renderStudy(input).replaceAll(/<(?=[a-z/])/g, ' <'));
  return flat(document.querySelector('main')?.textContent ?? '');
};
const analysisOf = (input: StudyInput): CoupleAnalysis => input.analysis as CoupleAnalysis;

/** Numbers as they are printed, in the order in which they stand. */
const NUMBER = '−?\\d[\\d,]*(?:\\.\\d+)?(?:e−?\\d+)?';
const numberOf = (text: string): number => Number(text.replaceAll(',', '').replaceAll('−', '-'));

describe.each(Object.entries(studies))('%s', (_, input) => {
  const analysis = analysisOf(input);
  const { table, effects, savings } = analysis;
  const [terminal, page, { headline }] = [flat(terminalOf(input)), pageOf(input), buildStudyRecord(input)];

  test('is told in 16 lines of 80 columns, in the words of study.json and of the page', () => {
    const lines = terminalOf(input, false).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(16);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(flat(lines.join(' '))).toMatch(/^Finding .* Cost /);
    expect(terminal).toContain(`Finding ${headline}.`);
    expect(page).toContain(headline);
    expect(page).not.toMatch(/NaN|undefined|\[object|Infinity/);
  });

  test('counts the same trainings everywhere', () => {
    const values = table.cells.flatMap((cell) => cell.values.flat());
    const collapsed = values.filter((value) => value === 'collapsed').length;
    const trained = values.filter((value) => value !== undefined).length;
    const told = collapsed === 0 ? `None of ${trained} trainings` : `${collapsed} of ${trained} trainings collapsed`;
    for (const text of [terminal, page]) expect(text.includes(told)).toBe(trained > 0);
    const missing = values.length - trained;
    for (const text of [terminal, page]) expect(text.includes('Missing in effects, shares and')).toBe(missing > 0);
    if (missing > 0) expect(terminal).toContain(`failed or were not trained: ${missing} trainings of the tables.`);
    expect(terminal).toContain(`Cost ${input.outcomes.length} trainings`);
    if (trained === 0) return;
    for (const text of [terminal, page]) {
      expect(text).toContain(`${table.sizes.length} sizes from`);
      expect(text).toContain(`${table.cells.length} cells`);
    }
    expect(renderStudyCsv(input).trim().split('\r\n').length).toBe(table.cells.length + 1);
  });

  test('every interval that is printed holds its value, and runs upwards', () => {
    const claims = new RegExp(`(${NUMBER})[^().;:]*? ?\\((${NUMBER}) to (${NUMBER})\\)`, 'g');
    for (const text of [terminal, page, headline]) {
      for (const [claim, value = '', low = '', high = ''] of text.matchAll(claims)) {
        expect(numberOf(low), claim).toBeLessThanOrEqual(numberOf(high));
        expect(numberOf(value), claim).toBeGreaterThanOrEqual(numberOf(low));
        expect(numberOf(value), claim).toBeLessThanOrEqual(numberOf(high));
      }
    }
  });

  test('names as what decides most only what study.json has first, and shown', () => {
    const named = [...headline.matchAll(/(sample size|the setting \w+|the coupling [\w ]+?) decides/g)].map(
      ([, name = '']) => name,
    );
    const primaries = effects.responses.flatMap(({ determinants: { primary, rows } }) => {
      if (primary === null) return [];
      expect(primary).toEqual(rows[0]?.factors);
      return [primary.join()];
    });
    expect(named.length > 0).toBe(primaries.length > 0);
    for (const name of named) {
      const factor = name === 'sample size' ? 'size' : name.split(' ').at(-1);
      expect(primaries.some((primary) => primary.split(/[.,]/).includes(factor ?? ''))).toBe(true);
    }
    if (headline.startsWith('Nothing worked')) return;
    expect(headline.includes(' is open')).toBe(
      effects.responses.some(
        ({ response, determinants }) =>
          determinants.primary === null &&
          (response !== 'collapses' || effects.cells.some((cell) => cell.collapsed > 0)),
      ),
    );
  });

  test('a bias is said to help more with few examples only where its lead shrinks', () => {
    const lead = (size: number): number => {
      const at = (join: number) =>
        effects.cells.find((cell) => cell.size === size && cell.levels[0] === join && (cell.levels[1] ?? 0) === 0);
      return (at(1)?.location.value ?? Number.NaN) - (at(0)?.location.value ?? Number.NaN);
    };
    const [first, last] = [lead(table.sizes[0] ?? 0), lead(table.sizes.at(-1) ?? 0)];
    const says = (words: string): boolean => headline.includes(`join = sum ${words}`);
    if (says('helps more with few')) expect([first < 0, first < last]).toEqual([true, true]);
    if (says('helps more with many')) expect([last < 0, last < first]).toEqual([true, true]);
    if (says('costs more with few')) expect([first > 0, last < first]).toEqual([true, true]);
    if (says('costs more with many')) expect([last > 0, first < last]).toEqual([true, true]);
  });

  test('savings are counted as study.json has them, and are more than one time fewer', () => {
    for (const row of savings.rows.filter(({ of }) => of === 'criterion').slice(0, 1)) {
      const fewer = row.savings.filter(({ finding }) => finding === 'fewer').length;
      const said = `a saving is shown at ${fewer} of ${row.savings.length} sizes`;
      for (const text of [terminal, page]) expect(text.includes(said)).toBe(fewer > 0);
    }
    for (const [claim, amount = ''] of terminal.matchAll(
      new RegExp(`(${NUMBER}) times (?:fewer|as many) examples`, 'g'),
    )) {
      expect(numberOf(amount), claim).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('sentences of what is known', () => {
  const headlineOf = (name: string): string => buildStudyRecord(studies[name] as StudyInput).headline;

  test('name the primary determinant with its range, and the coupling with its interval', () => {
    expect(headlineOf('a bias that helps with few examples')).toMatch(
      /^From 500 to 8,000 examples at fixed epochs \(30\) sample size decides the loss most; .* join = sum helps more with few examples: the ratio of its loss to that of join = none is multiplied by 1\.\d+ \[1\.\d+, 1\.\d+\] with every doubling/,
    );
  });

  test('claim nothing of what does nothing', () => {
    const headline = headlineOf('nothing that does anything');
    expect(headline).toMatch(/ what decides the loss and its spread most is open\. Whether join matters more/);
    expect(headline).not.toMatch(/(?<!what )decides|helps|costs/);
  });

  test('say how much the setting does that decides most, either way round', () => {
    const wider = (level: number) =>
      coupled({
        sizes: [500, 1000],
        played: (made) => idle(made) ** (made.levels[0] === level ? 4 : 1),
      });
    for (const [level, wide, narrow] of [
      [0, 'none', 'sum'],
      [1, 'sum', 'none'],
    ] as const) {
      expect(buildStudyRecord(wider(level)).headline).toMatch(
        new RegExp(
          `the setting join decides its spread most: join = ${wide} has [34]\\.\\d+ times \\[[\\d.]+, [\\d.]+\\] the spread of join = ${narrow}`,
        ),
      );
    }
  });

  test('read the right way round of a metric that is better when it is larger', () => {
    const input = studies['a metric that is better when it is larger'] as StudyInput;
    expect(buildStudyRecord(input).headline).toMatch(
      /join = sum helps more with few .* changes by −0\.\d+ \[−0\.\d+, −0\.\d+\] with/,
    );
    expect(pageOf(input)).toMatch(/accuracy, mean.*Higher is better/);
    expect(flat(terminalOf(input))).toContain('q1 of the accuracy');
  });

  test('blame weights that collapse everywhere on the weights, and no setting', () => {
    const input = studies['one index of weights that collapses everywhere'] as StudyInput;
    for (const text of [flat(terminalOf(input)), pageOf(input)]) {
      expect(text).toContain('Trainings collapse in every cell with index 1 of initial weights');
      expect(text).toContain('20 of 100 trainings collapsed, the same share in every cell (20 %)');
      expect(text).toContain('what decides its collapses most is open: as many trainings collapse in every cell');
    }
  });

  test('name the trainings that would tell what is open', () => {
    const open = flat(terminalOf(studies['nothing that does anything'] as StudyInput));
    expect(open).toMatch(
      /Next surefoot study --crossed 5x5\+25 --budget 500 250 more trainings, .* of 100 such studies/,
    );
    for (const name of ['nothing but collapses', 'nothing trained yet']) {
      expect(terminalOf(studies[name] as StudyInput), name).not.toMatch(/^Next/m);
    }
    expect(flat(terminalOf(studies['a study that its budget ended'] as StudyInput))).toContain(
      'Next surefoot study The budget ended before all trainings were done',
    );
  });

  test('say what leads without being shown to, and what a table too small for the rest would need', () => {
    const small = studies['a table of two weights and two samples'] as StudyInput;
    expect(headlineOf('a table of two weights and two samples')).toMatch(
      /what decides the loss most is open, though sample size leads; what decides its spread most is open: it takes two cells of 3 x 3 trainings at least\./,
    );
    const text = flat(terminalOf(small));
    expect(text).toContain('spreads the loss more is open: it takes 3 x 3 trainings at least that came out');
    expect(flat(terminalOf(small, false))).not.toContain('…');
    // Of a row that is not shown to be behind the interval holds 0.
    expect(pageOf(small)).toMatch(/ sample size 0\.88 – join 0\.86 0\.\d+ \[−0\.\d+, 0\.\d+\] join x/);
  });

  test('claim nothing where nothing came out', () => {
    const none = studies['nothing but collapses'] as StudyInput;
    expect(flat(terminalOf(none))).toContain('All trainings collapsed in 4 cells');
    for (const name of ['nothing but collapses', 'nothing trained yet']) {
      const headline = headlineOf(name);
      expect(headline, name).toContain(' is open');
      expect(headline, name).not.toMatch(/(?<!what )decides|helps|costs/);
    }
    expect(headlineOf('nothing but failures')).toMatch(/^Nothing worked: all 36 trainings/);
  });

  test('say which cells collapsed whole, and what rests on the others', () => {
    const input = studies['two settings, one of which collapses'] as StudyInput;
    expect(pageOf(input)).toContain('All trainings collapsed in 2 cells (join = none, initialization = normal at 500');
    expect(pageOf(input)).toContain('samples of 2000 are more than a quarter of the 6000 examples there are');
  });
});
