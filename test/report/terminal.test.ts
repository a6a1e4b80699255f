/** @file What a terminal shows: 80 columns, no foreign control characters, honest words. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  buildReportView,
  formatFinalTable,
  formatProgressLines,
  formatProgressNote,
  type ProgressSubject,
  printable,
  type RunProgress,
  type TerminalOptions,
} from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { parseCriterion } from '../../src/stats/index.js';
import { type SimulatedOptions, simulateRun } from './simulated-run.js';

const PLAIN = { width: 80, colors: false };
const NO_MODEL = { final: null, modelFile: null };

const LONG = { ...PLAIN, long: true };
const tableOf = (options: SimulatedOptions, terminal: TerminalOptions = LONG): string => {
  return formatFinalTable(buildReportView(simulateRun(options)), terminal);
};
const pageOf = (options: SimulatedOptions): string => renderReport(buildReportView(simulateRun(options)));
/** What is copied is never broken. */
const widest = (text: string): number =>
  Math.max(...text.split('\n').map((line) => (/ surefoot /.test(line) ? 0 : line.length)));
/** Escape sequences of colours removed. */
const uncoloured = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the final table', () => {
  it.each([
    ['a decided race', { candidates: 32 }],
    ['long names', { candidates: 9, id: (index: number) => `candidate-with-a-very-long-name-${index}` }],
    ['tiny losses', { candidates: 24, loss: (candidate: number) => 1.23456e-9 * (candidate + 1) }],
    ['failures only', { candidates: 6, rounds: 1, loss: () => null, changes: NO_MODEL }],
    ['nothing at all', { candidates: 6, rounds: 0, changes: NO_MODEL }],
  ])('fits into the columns there are: %s', (_, options) => {
    for (const width of [20, 40, 80, 120])
      expect(widest(tableOf(options, { width, colors: false, long: true }))).toBeLessThanOrEqual(width);
    expect(uncoloured(tableOf(options, { width: 80, colors: true, long: true }))).toBe(tableOf(options));
  });

  it('ends with the answer, each part under its label', () => {
    const text = tableOf({ candidates: 32, finalTrials: 10 }, PLAIN);
    expect(text).toMatch(
      /^Winner +filters=\S+ [^(]*\(c\w{6}\)\nSure\? +Chosen by halving: the last of 32; halving states no error\.\n/,
    );
    expect(text).toMatch(/\nNote +The data \(simulated losses\) are simulated and say nothing/);
    expect(flat(text)).toMatch(
      /Expect +Loss 0\.\d+ \(median\) of 10 fresh trainings on the selection set\. Another training/,
    );
    expect(flat(text)).toMatch(/Cost +136 trainings \(21 % of training all 32 candidates 20 times\), 1 min 23 s\./);
    // Below the tables, where room is no matter, nothing of it is missing.
    const long = tableOf({ candidates: 32, finalTrials: 10 }).split('\n');
    const begin = long.findLastIndex((line) => line.startsWith('Winner'));
    expect(long.slice(begin)).toEqual(expect.arrayContaining(text.split('\n')));
  });

  it('names who else it may be, where these are few', () => {
    const options = { candidates: 12, rule: { name: 'default' }, finalTrials: 10, changes: NO_MODEL };
    const text = flat(tableOf(options, PLAIN));
    expect(text).toMatch(
      /these 2 cannot be told apart .*; take the winner, whose q3 is most surely low\. Or filters=[^(]*\(c2e2ac0\) Note/,
    );
  });

  it('counts all that are left, and names them behind the answer', () => {
    const text = flat(tableOf({ candidates: 12, minimumSurvivors: 3, finalTrials: 10, changes: NO_MODEL }));
    expect(text).toContain('Not decided: 3 of 12 are left by halving, 1 of them shown worse; halving states no error.');
    expect(text).toMatch(/May be better filters=[^,]*\./);
    expect(text).toContain('1 winner, 1 undecided, 10 out.');
  });

  it('says that a budget ended, and how to go on', () => {
    const text = flat(tableOf({ candidates: 64, rounds: 3, changes: NO_MODEL }));
    expect(text).toContain('Stopped: 8 of 64 are left by halving, which states no error.');
    expect(text).toContain('Set a larger `budget` in the experiment, then run the same command again');
  });

  it('chooses nobody where nothing worked', () => {
    const text = flat(tableOf({ candidates: 6, rounds: 1, loss: () => null, changes: NO_MODEL }, PLAIN));
    expect(text).toMatch(/^Result All 6 candidates failed the same way: /);
    expect(text).toContain('surefoot select simulated.yaml --retry-failed');
  });

  it('tells how to predict, whatever is to be done first', () => {
    const loss = (candidate: number) => (candidate === 2 ? null : 0.2 + 0.3 * candidate);
    const input = simulateRun({ candidates: 6, rule: { name: 'default' }, loss, finalTrials: 10 });
    const text = flat(
      formatFinalTable(
        buildReportView({ ...input, folder: 'runs/simulated', data: { ...input.data, columns: [] } }),
        PLAIN,
        'runs/simulated',
      ),
    );
    expect(text).toMatch(
      /Next surefoot select [^ ]+ --retry-failed .*surefoot predict runs\/simulated\/model\.onnx rows\.csv/,
    );
  });

  it.each([
    ['decided', { candidates: 5, rule: { name: 'default' }, loss: (index: number) => index + 1 }],
    ['tied', { candidates: 9, rule: { name: 'default' } }],
    ['long names', { candidates: 9, label: (index: number) => `${'setting=value '.repeat(20)}${index}` }],
    ['nothing at all', { candidates: 6, rounds: 0, changes: NO_MODEL }],
    ['failures', { candidates: 6, rounds: 1, loss: () => null, changes: NO_MODEL }],
    ['cut', { candidates: 9, rule: { name: 'default' }, trials: 12, changes: NO_MODEL }],
  ])('has at most fourteen lines: %s', (_, options) => {
    const view = buildReportView(simulateRun(options));
    for (const width of [80, 120]) {
      const lines = formatFinalTable(view, { width, colors: false }, 'runs/simulated').trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(14);
      expect(flat(lines.join(' '))).toContain(view.result.winner?.candidate ?? 'Result');
      expect(lines.at(-1)).toBe(
        `${'Details'.padEnd(lines.at(-1)?.indexOf('surefoot') ?? 0)}surefoot report runs/simulated --long`,
      );
    }
  });

  it('says of the winner all settings in which it differs', () => {
    const label = (index: number) => Array.from({ length: 8 }, (_, place) => `setting${place}=0.${index}`).join(' ');
    const options = { candidates: 9, rule: { name: 'default' }, label } as const;
    const text = flat(tableOf(options));
    const [, named = ''] = /<h2><span class="label">Winner<\/span> <bdi>([^<]*)<\/bdi>/.exec(pageOf(options)) ?? [];
    expect(named.split(' ')).toHaveLength(8);
    expect(text).toContain(`Winner ${named} (`);
    expect(text).toMatch(/Winner setting0=\S+ setting1=\S+ setting2=\S+ .* setting7=\S+ \(/);
  });

  it('lets no name move the cursor', () => {
    const controlCharacter = String.fromCharCode(27);
    const text = tableOf({
      candidates: 4,
      id: (index) => `${controlCharacter}[2J\n${index}`,
      label: () => `${controlCharacter}[31mred`,
    });
    expect(text).not.toContain(controlCharacter);
    expect(text).toContain('�[2J�0');
  });
});

describe('the progress of a run', () => {
  const labels: Readonly<Record<string, string>> = {
    c12ab34: 'filters=8 relu lr=0.003',
    c2: 'filters=8 tanh lr=0.003',
    c3: 'filters=8 relu lr=0.01',
    c4: 'filters=16 relu lr=0.003',
  };
  const subject: ProgressSubject = {
    criterion: parseCriterion('q3'),
    labelOf: (candidate) => labels[candidate] ?? '',
    isOpen: true,
  };
  const values = [0.23141, 0.24, 0.2503, null];
  const progress: RunProgress = {
    state: 'running',
    phase: 'race',
    round: 1,
    elapsedSeconds: 185,
    totalSeconds: 185,
    workers: 4,
    trials: { done: 142, running: 4, failed: 0, diverged: 2 },
    throughput: 1,
    remaining: { kind: 'at-most', trials: { least: 20, most: 500 }, seconds: { least: 20, most: 500 } },
    leaders: Object.keys(labels).map((candidate, index) => ({
      candidate,
      value: values[index] as number | null,
      trials: 8 - index,
    })),
    contested: 12,
    decisions: 3,
    failures: [],
    retries: 0,
    workersLost: 0,
  };
  const linesOf = (changes: Partial<RunProgress> = {}, width = 100, about = subject) =>
    formatProgressLines({ ...progress, ...changes }, about, { width, colors: false });

  it('says what is done, how long it took and may take, and who leads by what sets them apart', () => {
    expect(linesOf({}, 110)).toEqual([
      'race  ████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒░░░  142 trainings  4 running  12 undecided  3 min 05 s  20 s to 8 min left',
      'q3: filters=8 relu lr=0.003 0.2314 (8) | tanh 0.2400 (7) | lr=0.01 0.2503 (6) | filters=16 ∞ (5)',
    ]);
  });

  it('shows fewer leaders where names would be cut to the same text', () => {
    const rates: Record<string, string> = { a: 'rate=0.003739', b: 'rate=0.003967', c: 'rate=0.003641', d: 'rate=0.1' };
    const leaders = Object.keys(rates).map((candidate) => ({ candidate, value: 0.25, trials: 4 }));
    const about = { ...subject, labelOf: (candidate: string) => rates[candidate] ?? '' };
    const strips = Array.from({ length: 60 }, (_, more) => linesOf({ leaders }, 30 + more, about)[1] ?? '');
    for (const strip of strips) {
      const shown = strip
        .replace('q3: ', '')
        .split(' | ')
        .map((leader) => leader.split(' ')[0]);
      expect(new Set(shown).size).toBe(shown.length);
    }
    expect(strips.at(-1)).toContain('rate=0.003739 0.25');
  });

  it('counts rounds to their known end, and fresh trials', () => {
    const exact = { kind: 'exact', trials: { least: 58, most: 58 }, seconds: { least: 75, most: 75 } } as const;
    const rounds = { ...subject, isOpen: false };
    expect(linesOf({ round: 6, remaining: exact }, 100, rounds)[0]).toBe(
      'race 6  ██████████████░░░░░░  142 of 200 trainings  4 running  13 left  3 min 05 s  1 min left',
    );
    expect(linesOf({ phase: 'final', remaining: exact })[0]).toMatch(
      /^fresh {2}█+░+ {2}142 of 200 trainings {2}4 running {2}3 min/,
    );
    const study = { criterion: null, labelOf: () => '', isOpen: false };
    expect(linesOf({ phase: 'measure', contested: null, leaders: [], remaining: exact }, 100, study)).toHaveLength(1);
  });

  it('never exceeds the width, with or without colours, and keeps the count to the last', () => {
    for (let width = 1; width <= 130; width++) {
      const lines = linesOf({}, width);
      expect(widest(lines.join('\n'))).toBeLessThanOrEqual(width);
      const coloured = formatProgressLines(progress, subject, { width, colors: true });
      expect(uncoloured(coloured.join('\n'))).toBe(lines.join('\n'));
      if (width >= 20) expect(lines[0]).toContain('142 trainings');
    }
  });

  it('is one plain line where lines stay', () => {
    expect(formatProgressNote(progress, subject)).toBe(
      '[3 min 05 s] race: 142 trainings, 4 running, 2 diverged, 12 undecided; best filters=8 relu lr=0.003 (c12ab34) q3 0.2314 of 8 trainings; 20 s to 8 min left',
    );
    const first = { ...progress, phase: '', decisions: 0, remaining: null, leaders: [], contested: null };
    expect(formatProgressNote(first, subject)).toBe('[3 min 05 s] 142 trainings, 4 running, 2 diverged');
  });

  it('names who leads by all settings where lines stay', () => {
    const label = 'rate=0.006082 momentum=0.7349 decay=0.08406 epsilon=0.000004681 warmup=3';
    const note = formatProgressNote(progress, { ...subject, labelOf: (id) => (id === 'c12ab34' ? label : id) });
    expect(note).toContain(`; best ${label} (c12ab34) q3 0.2314 of 8 trainings;`);
  });

  it('keeps names in their place, whatever they are', () => {
    const family = '👩‍👩‍👧‍👦';
    const about = {
      ...subject,
      labelOf: (id: string) => `${id} ${family.repeat(3)} \u05d0\u05d1 \u202e日本語 \u001b[2J`,
    };
    for (const width of [20, 60, 100]) {
      for (const line of linesOf({}, width, about)) {
        expect(printable(line)).toBe(line);
        expect(line).not.toContain('\u202e');
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});
