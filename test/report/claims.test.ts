/** @file Headline, statements, notices, table, result and page say the same about a choice, whatever the verdict. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { randomFrom, type Trial } from '../../src/core/index.js';
import { FRESH_FROM, type RaceAnswer, type RivalStanding } from '../../src/questions/race/plan/index.js';
import {
  buildReportView,
  formatFinalTable,
  formatValue,
  formatWithin,
  halfWidth,
  type ReportInput,
  type ReportView,
} from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { type SimulatedOptions, simulateRun } from './simulated-run.js';

const NO_MODEL = { final: null, modelFile: null };
const normal = (candidate: number, { streams }: Trial): number =>
  0.01 * randomFrom('claims', candidate, streams.init).normal();
/** Five standard deviations from one to the next. */
const apart = (candidate: number, trial: Trial): number => 0.2 + 0.05 * candidate + normal(candidate, trial);
/** Three alike, the others far off. */
const alike = (candidate: number, trial: Trial): number => (candidate < 3 ? 0.2 : 0.5) + normal(candidate, trial);
const half = (_: number, { streams }: Trial): number => (streams.init % 2 === 1 ? Number.POSITIVE_INFINITY : 1);
/** As `apart`, but worse by so much once it was chosen. */
const worseWhenFresh =
  (by: number) =>
  (candidate: number, trial: Trial): number =>
    apart(candidate, trial) + (trial.streams.init >= FRESH_FROM ? by : 0);

const adaptive = (options: Partial<SimulatedOptions>): SimulatedOptions => ({
  candidates: 12,
  rule: { name: 'default' },
  loss: apart,
  ...options,
});
/** With an answer that is changed where no race gives what is to be shown. */
const answered = (options: SimulatedOptions, change: (answer: RaceAnswer) => Partial<RaceAnswer>): ReportInput => {
  const input = simulateRun(options);
  if (input.answer === undefined) throw new Error('the race has no answer');
  return { ...input, answer: { ...input.answer, ...change(input.answer) } };
};
const rival = (candidate: string, standing: RivalStanding) => ({
  candidate,
  n: 3,
  difference: 0.001,
  interval: { reason: 'made up', n: 3 },
  effectSize: 0,
  trialsToSettle: 60,
  standing,
});

const withoutAssumptions = { name: 'default', statement: 'distribution-free' };
const tiedOptions = adaptive({ rule: { name: 'default', tolerance: 0.0005 }, loss: alike });
const scenarios: Readonly<Record<string, ReportInput>> = {
  clear: simulateRun(adaptive({})),
  'clear, others as good': answered(adaptive({}), ({ rivals, set }) => ({
    rivals: [rival('close-one', 'close'), rival('close-two', 'close'), ...rivals.slice(set.length)],
  })),
  tied: simulateRun(tiedOptions),
  'tied with more than fit': answered(tiedOptions, ({ choice, rivals }) => {
    const ties = ['one', 'two', 'three', 'four', 'five'];
    return {
      set: [choice as string, ...ties],
      ties,
      rivals: [...ties.map((id) => rival(id, 'tied')), ...rivals.slice(2)],
    };
  }),
  'without fresh trials': simulateRun({ ...tiedOptions, finalTrials: 0 }),
  provisional: simulateRun(adaptive({ trials: 36, loss: alike, changes: NO_MODEL })),
  untried: answered(adaptive({ trials: 36, loss: alike, changes: NO_MODEL }), ({ set, statement }) => ({
    set: [...set, 'never-1', 'never-2'],
    untried: ['never-1', 'never-2'],
    statement: statement && { ...statement, certificate: Number.POSITIVE_INFINITY },
  })),
  'one that always diverges': simulateRun(
    adaptive({
      candidates: 2,
      maxReplicates: 4,
      loss: (candidate, trial) => (candidate === 0 ? apart(0, trial) : Number.POSITIVE_INFINITY),
    }),
  ),
  'the same metric, whatever the loss': answered(
    adaptive({ candidates: 3, loss: (_, trial) => apart(0, trial), changes: { metric: 'mae' } }),
    ({ choice, rivals }) => {
      const ties = rivals.map(({ candidate }) => candidate);
      return { verdict: 'tied', set: [choice as string, ...ties], ties, rivals: ties.map((id) => rival(id, 'tied')) };
    },
  ),
  'all losses equal': simulateRun(adaptive({ candidates: 3, loss: () => 0 })),
  nobody: simulateRun(adaptive({ criterion: 'mean', loss: half, changes: NO_MODEL })),
  steadier: answered(tiedOptions, ({ set }) => ({
    steadier: {
      candidate: set[1] as string,
      ratio: 0.4,
      low: 0.21,
      high: 0.83,
      level: 0.975,
      n: 20,
      certificate: 0.0123,
    },
  })),
  'a tolerance that spans all': simulateRun(adaptive({ rule: { name: 'default', tolerance: 9 } })),
  'a tolerance that is refused': simulateRun(
    adaptive({ rule: { name: 'default', tolerance: '5 %' }, loss: (candidate, trial) => apart(candidate, trial) - 1 }),
  ),
  scores: simulateRun(
    adaptive({ loss: (candidate, trial) => alike(candidate, trial) - 1, changes: { direction: 'maximize' } }),
  ),
  fast: simulateRun(adaptive({ rule: { name: 'fast' } })),
  'without assumptions, tied': simulateRun({
    ...tiedOptions,
    candidates: 5,
    rule: { ...withoutAssumptions, tolerance: 0.0005 },
  }),
  'without assumptions, cut': simulateRun(
    adaptive({ rule: withoutAssumptions, candidates: 3, trials: 15, changes: NO_MODEL }),
  ),
  'without assumptions, clear': simulateRun(adaptive({ rule: withoutAssumptions, maxReplicates: 60 })),
  'unlike in two ways': answered(adaptive({}), () => ({
    likeness: {
      loadings: { pValue: 0.0025, fits: false },
      shapes: { pValue: 0.4, fits: true },
      order: { pValue: 0.01, fits: false },
    },
  })),
  'a choice that fails when it matters': simulateRun(
    adaptive({
      loss: (candidate, trial) => {
        return trial.streams.init >= FRESH_FROM && half(candidate, trial) > 1
          ? Number.POSITIVE_INFINITY
          : apart(candidate, trial);
      },
      changes: NO_MODEL,
    }),
  ),
  'a choice that collapses once': simulateRun(
    adaptive({
      loss: (candidate, trial) => apart(candidate, trial) * (trial.streams.init === FRESH_FROM + 3 ? 40 : 1),
      changes: NO_MODEL,
    }),
  ),
  'fresh trials that contradict it': simulateRun(adaptive({ loss: worseWhenFresh(0.1) })),
  'fresh trials that contradict scores, tied': simulateRun({
    ...tiedOptions,
    loss: (candidate, trial) => alike(candidate, trial) - 1 + (trial.streams.init >= FRESH_FROM ? 0.1 : 0),
    changes: { direction: 'maximize' },
  }),
  'fresh trials that are worse by less than the tolerance': simulateRun(
    adaptive({ rule: { name: 'default', tolerance: 0.04 }, loss: worseWhenFresh(0.03) }),
  ),
  'published, clear': simulateRun({ candidates: 4, warmup: 12, loss: apart }),
  'published, tied': simulateRun({ candidates: 12, minimumSurvivors: 3, warmup: 10, loss: alike }),
  'published, undecided': simulateRun({ candidates: 12 }),
  'published, provisional': simulateRun({ candidates: 24, rounds: 2, changes: NO_MODEL }),
};

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
/** Everything a view says in sentences. */
const sentencesOf = ({ headline, statements, notices }: ReportView): string[] => [
  headline,
  ...statements,
  ...notices.map(({ text }) => text),
];
const pageText = (view: ReportView): string =>
  flat((parseHTML(renderReport(view)).document as unknown as { body: { textContent: string } }).body.textContent);

describe.each(Object.entries(scenarios))('%s', (name, input) => {
  const view = buildReportView(input);
  const { result, headline } = view;
  const { choice, verdict, tolerance, certificate, tieSet, members, untried } = result;
  const terminal = flat(formatFinalTable(view, { width: 300, colors: false }));
  const page = pageText(view);

  test('terminal and page say every sentence', () => {
    for (const sentence of sentencesOf(view)) expect(terminal).toContain(flat(sentence));
    const { claim, details } = view.answer;
    for (const sentence of [claim.sentence, ...details]) expect(page).toContain(flat(sentence));
  });

  test('the figure of the choice is one, and says what it rests on', () => {
    const own = members.find(({ standing }) => standing === 'choice');
    expect(own?.candidate).toBe(choice?.candidate);
    if (!choice || !own) return;
    const { criterion, trials } = choice;
    const figures = criterion.from === 'fresh' ? own.fresh : own.race;
    expect(figures).toMatchObject({ criterion: criterion.value, trials });
    expect(criterion.race).toEqual({ value: own.race?.criterion, trials: own.race?.trials });
    // Of what is infinite because some collapsed, the others have one, and it says so.
    const isOfOthers = 'low' in criterion.interval && (criterion.interval.holdsUnder?.collapsed ?? 0) > 0;
    const isOfAll = criterion.from === 'fresh' && Number.isFinite(criterion.value);
    expect('low' in criterion.interval).toBe(isOfAll || isOfOthers);
    const basis =
      criterion.from === 'fresh' ? `over ${trials} fresh trials` : `over the ${trials} trials that chose it`;
    expect(headline).toContain(formatWithin(criterion.value, halfWidth(criterion.interval)));
    expect(headline).toContain(basis);
  });

  test('table, result and page show the same members', () => {
    for (const { candidate, fresh, race } of members) {
      for (const figures of [fresh, fresh === null ? race : null]) {
        if (figures === null) continue;
        const row = [figures.criterion, figures.median, figures.worst].map((value) =>
          value === null ? '' : formatValue(value),
        );
        for (const text of [terminal, page]) {
          expect(text).toContain(candidate);
          for (const cell of row) expect(text).toContain(cell);
        }
      }
    }
  });

  test('standings agree everywhere', () => {
    const standings = new Map(tieSet?.rivals.map(({ candidate, standing }) => [candidate, standing]));
    for (const { candidate, standing } of members) {
      if (standing !== 'choice' && standing !== null) expect(standing).toBe(standings.get(candidate));
    }
    for (const list of ['tied', 'undecided', 'close'] as const) {
      const listed = [...standings].flatMap(([id, standing]) => (standing === list ? [id] : []));
      expect(new Set(tieSet?.[list])).toEqual(new Set(listed));
    }
    expect(result.survivors[0]).toBe(choice?.candidate ?? result.survivors[0]);
    if (choice) expect(result.survivors).toEqual([choice.candidate, ...choice.ties]);
  });

  test('the headline is as sure as the verdict', () => {
    expect(verdict === null).toBe(choice === null);
    if (tolerance === null) {
      expect(certificate).toBeNull();
      expect(terminal + page).not.toMatch(/Certificate|Tolerance:|certified/);
      expect(headline.includes('is the most robust of')).toBe(verdict === 'clear');
      return;
    }
    const { unconfirmed } = result;
    const sure = unconfirmed === null ? `(${verdict} ` : '(provisional)';
    if (choice && Number.isFinite(choice.criterion.value)) expect(headline).toContain(sure);
    expect(headline.includes('is the most robust of')).toBe(
      verdict === 'clear' &&
        tieSet?.close.length === 0 &&
        !tolerance.spansAll &&
        Number.isFinite(choice?.criterion.value),
    );
    expect(headline.includes('never tried')).toBe(untried.length > 0);
    // Of whom nobody can say anything, nothing is said.
    const open = tieSet?.undecided.filter((id) => !untried.includes(id)) ?? [];
    expect(/no other is better/.test(headline)).toBe((tieSet?.tied.length ?? 0) + open.length === 0);
    // Simulated races measured the level, and found where it is not kept: it is nominal.
    const certified =
      tolerance.basis === undefined
        ? /^Certificate: .*\(nominally 95 %/
        : /^Certificate: .*\(95 %, .*nothing is assumed/;
    const bound = certificate === Number.POSITIVE_INFINITY ? /is not bounded/ : certified;
    if (unconfirmed === null) expect(view.statements[0]).toMatch(bound);
    else expect(terminal + page).not.toMatch(/Certificate|is not bounded|clear at|tied at/);
  });

  test('whoever may be better is named, and nobody else', () => {
    if (tolerance === null) return;
    const said = sentencesOf(view).join(' ');
    const nameOf = (id: string) => result.candidates.find((candidate) => candidate.id === id)?.label ?? id;
    for (const id of [...(tieSet?.tied ?? []), ...untried]) expect(said).toContain(nameOf(id));
    const ahead = members.map(({ candidate }) => candidate);
    const named = [choice?.candidate, result.steadier?.candidate, ...(tieSet?.tied ?? []), ...untried, ...ahead];
    for (const { id, label } of result.candidates) if (!named.includes(id)) expect(said).not.toContain(label);
  });

  test(`is what it is called: ${name}`, () => {
    expect({ verdict, headline, first: view.statements, notices: view.notices.map(({ text }) => text) }).toMatchObject(
      EXPECTED[name] ?? {},
    );
    expect(EXPECTED[name]).toBeDefined();
  });
});

const containing = (text: string) => expect.stringContaining(text);
const EXPECTED: Readonly<Record<string, object>> = {
  clear: { verdict: 'clear', headline: containing('is the most robust of 12 candidates (clear at 95 %)') },
  'clear, others as good': {
    verdict: 'clear',
    headline: expect.stringMatching(/is as robust as any of 12 candidates .*, 2 may be as good;/),
  },
  tied: {
    verdict: 'tied',
    headline: expect.stringMatching(/is recommended of 12 .* 2 of the other 11 may be better by more than 0\.00050 \(/),
  },
  'tied with more than fit': {
    verdict: 'tied',
    notices: expect.arrayContaining([containing('one, two, three, four, five'), containing('--separate 60')]),
  },
  'without fresh trials': { verdict: 'tied', headline: containing('trials that chose it') },
  provisional: { verdict: 'provisional', headline: containing('The budget ended before the race') },
  untried: {
    verdict: 'provisional',
    headline: containing('2 were never tried'),
    notices: expect.arrayContaining(['Never tried: never-1, never-2.']),
  },
  'one that always diverges': { verdict: 'tied', headline: containing('1 of the other 1 is undecided (') },
  'the same metric, whatever the loss': {
    verdict: 'tied',
    headline: containing('All 3 candidates have the same mae, replicate by replicate: nothing tells them apart'),
    notices: expect.arrayContaining([
      expect.stringMatching(/^\d+ more trials would show that none of them is better by .*, if they stayed the same\./),
    ]),
  },
  'all losses equal': {
    verdict: 'tied',
    headline: containing('Every training of all 3 candidates gave the same loss: nothing tells them apart'),
    notices: expect.arrayContaining([containing('More trials tell them apart only if one ever differs')]),
  },
  nobody: { verdict: null, headline: containing('race by q3') },
  'without assumptions, tied': {
    verdict: 'tied',
    headline: containing('4 of the other 4 may be better by more than 0.00050'),
    first: expect.arrayContaining([
      'How far the choice is from the best is not bounded: without assumptions that takes more trainings of each candidate.',
    ]),
    // Nobody tells how many more trials it takes.
    notices: expect.not.arrayContaining([containing('cannot be told')]),
  },
  'without assumptions, cut': { verdict: 'provisional', notices: expect.not.arrayContaining(['']) },
  'without assumptions, clear': { verdict: 'clear', headline: containing('is the most robust of 12') },
  'unlike in two ways': {
    verdict: 'clear',
    first: expect.arrayContaining([
      'For information: candidates react differently to the samples that they share (p = 0.0025).',
      'For information: losses change with the order of trials (p = 0.010).',
    ]),
  },
  steadier: {
    verdict: 'tied',
    first: expect.arrayContaining([
      expect.stringMatching(/^Steadier: .* varies 0\.40 times as much .*within 0\.012 of the best/),
    ]),
  },
  'a tolerance that spans all': { headline: expect.stringMatching(/^The tolerance of 9\.0 spans all 12 candidates/) },
  'a tolerance that is refused': { headline: expect.stringMatching(/^No tolerance counts/) },
  scores: { headline: containing('q1 of the score 0.') },
  fast: { verdict: 'clear', headline: containing('clear by a posterior chance of 95 %') },
  'fresh trials that contradict it': {
    verdict: 'provisional',
    headline: expect.stringMatching(
      /^Fresh trials contradict the race: .* leads 12 candidates \(provisional\): .* by the race alone no other is better/,
    ),
    notices: expect.arrayContaining([
      expect.stringMatching(
        /^The verdict is provisional because fresh trials contradict the race: it expected a q3 of the loss of 0\.2\d+ for the choice, at most 0\.2\d+; by 20 fresh trials it is at least 0\.3\d* \(both at 95 %\), worse by more than the tolerance of 0\.00.*another seed and `maxReplicates: 40`/,
      ),
    ]),
  },
  'fresh trials that contradict scores, tied': {
    verdict: 'provisional',
    headline: expect.stringMatching(
      /\(provisional\): q1 of the score .* by the race alone 2 of the other 11 may be better/,
    ),
    notices: expect.arrayContaining([
      expect.stringMatching(
        /q1 of the score of 0\.79\d* for the choice, at least 0\.7\d+; by 20 fresh trials it is at most 0\.(6|70)/,
      ),
    ]),
  },
  'fresh trials that are worse by less than the tolerance': { verdict: 'clear' },
  'a choice that fails when it matters': {
    verdict: 'provisional',
    headline: expect.stringMatching(
      /came first of 12 candidates in the race, but does not train reliably: q3 of the loss ∞/,
    ),
    notices: expect.arrayContaining([containing('does not train every time: of its 20 fresh trials 10 diverged')]),
  },
  'a choice that collapses once': {
    verdict: 'clear',
    notices: expect.arrayContaining([
      expect.stringMatching(
        /does not train well every time: the worst of its 20 fresh trials has \S+, the median \S+\. The q3 does not see that: check a trained model/,
      ),
    ]),
  },
  'published, clear': {
    verdict: 'clear',
    headline: containing('is the most robust of 4 candidates (clear at 95 %): '),
  },
  'published, tied': {
    verdict: 'tied',
    headline: expect.stringMatching(/is recommended of 12 .*2 of the other 11 are left when the replicates ended/),
  },
  'published, undecided': {
    verdict: 'tied',
    headline: expect.stringMatching(/is recommended of 12 candidates \(tied at 95 %\).* of the others 11 undecided/),
  },
  'published, provisional': { verdict: 'provisional', headline: containing('The budget ended before the race: ') },
};

test('a choice that was spared divergence by luck is said to be, where one would make its criterion infinite', () => {
  const loss = (candidate: number, trial: Trial): number =>
    candidate === 7 && trial.streams.init === 0 ? Number.POSITIVE_INFINITY : apart(candidate, trial);
  const textOf = (criterion: string) =>
    buildReportView(simulateRun(adaptive({ loss, criterion })))
      .notices.map(({ text }) => text)
      .join(' ');
  expect(textOf('mean')).toMatch(
    /did not diverge in \d+ trials, and others did: with 95 % confidence at most \d+(\.\d+)? %/,
  );
  expect(textOf('q3')).not.toContain('did not diverge');
});
