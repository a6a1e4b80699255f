/** @file Answer, notices, tables, result and page say the same about a winner, whatever the verdict. */
import { describe, expect, test } from 'vitest';
import { type JsonObject, randomFrom, type Trial } from '../../src/core/index.js';
import { FRESH_FROM, type RaceAnswer, type RivalStanding } from '../../src/questions/race/plan/index.js';
import {
  buildReportView,
  formatEstimate,
  formatFinalTable,
  formatValue,
  type ReportInput,
  type ReportView,
} from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { noticesIn } from '../../src/report/shown/shown.js';
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
  decided: simulateRun(adaptive({})),
  'clear, others as good': answered(adaptive({}), ({ rivals }) => ({
    rivals: rivals.map((one, place) => (place < 2 ? rival(one.candidate, 'close') : one)),
  })),
  tied: simulateRun(tiedOptions),
  'tied with more than fit': answered(tiedOptions, ({ winner, rivals }) => {
    const ties = rivals.slice(0, 5).map(({ candidate }) => candidate);
    return {
      set: [winner as string, ...ties],
      ties,
      rivals: [...ties.map((id) => rival(id, 'tied')), ...rivals.slice(5)],
    };
  }),
  'without fresh trials': simulateRun({ ...tiedOptions, finalTrials: 0 }),
  stopped: simulateRun(adaptive({ trials: 36, loss: alike, changes: NO_MODEL })),
  untried: answered(adaptive({ trials: 36, loss: alike, changes: NO_MODEL }), ({ set, rivals }) => {
    const untried = rivals.slice(-2).map(({ candidate }) => candidate);
    return {
      set: [...set, ...untried],
      untried,
      bound: Number.POSITIVE_INFINITY,
    };
  }),
  'one that always diverges': simulateRun(
    adaptive({
      candidates: 2,
      maxReplicates: 4,
      loss: (candidate, trial) => (candidate === 0 ? apart(0, trial) : Number.POSITIVE_INFINITY),
    }),
  ),
  'the same metric, whatever the loss': {
    ...answered(
      adaptive({ candidates: 3, loss: (_, trial) => apart(0, trial), changes: { metric: 'mae' } }),
      ({ winner, rivals }) => {
        const ties = rivals.map(({ candidate }) => candidate);
        return { verdict: 'tied', set: [winner as string, ...ties], ties, rivals: ties.map((id) => rival(id, 'tied')) };
      },
    ),
    status: 'exhausted',
  },
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
      bound: 0.0123,
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
  'few trainings of each': simulateRun(adaptive({ maxReplicates: 3 })),
  'fast, cut': simulateRun(adaptive({ rule: { name: 'fast' }, loss: alike, trials: 45, changes: NO_MODEL })),
  'without assumptions, tied': simulateRun({
    ...tiedOptions,
    candidates: 5,
    rule: { ...withoutAssumptions, tolerance: 0.0005 },
  }),
  'without assumptions, cut': simulateRun(
    adaptive({ rule: withoutAssumptions, candidates: 3, trials: 15, changes: NO_MODEL }),
  ),
  'without assumptions, clear': simulateRun(adaptive({ rule: withoutAssumptions, maxReplicates: 60 })),
  'a winner that fails when it matters': simulateRun(
    adaptive({
      loss: (candidate, trial) => {
        return trial.streams.init >= FRESH_FROM && half(candidate, trial) > 1
          ? Number.POSITIVE_INFINITY
          : apart(candidate, trial);
      },
      changes: NO_MODEL,
    }),
  ),
  'a winner that collapses once': simulateRun(
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
const detailsIn = ({ details }: ReportView['answer']): string[] =>
  details.map(({ label, text }) => `${label}: ${text}`);
/** Everything a view says in sentences. */
const sentencesOf = ({ answer, notices }: ReportView): string[] => [
  answer.claim.sentence,
  ...answer.details.map(({ text }) => text),
  ...notices.map(({ text }) => text),
];
const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
/** What is written on a page; to make documents of this many takes longer than all else here. */
const pageText = (view: ReportView): string =>
  flat(
    renderReport(view)
      .replaceAll(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, '')
      .replaceAll(/&(#?\w+);/g, (sign, name) => SIGNS[name] ?? sign),
  );

describe.each(Object.entries(scenarios))('%s', (name, input) => {
  const view = buildReportView(input);
  const { result, answer, headline } = view;
  const { winner, verdict, tolerance, bound, tieSet, members, untried } = result;
  const { claim, counts } = answer;
  const details = detailsIn(answer);
  const terminal = flat(formatFinalTable(view, { width: 300, colors: false, long: true }));
  const page = pageText(view);

  test('terminal and page say every sentence, the headline the claim', () => {
    for (const sentence of sentencesOf(view)) {
      expect(terminal).toContain(flat(sentence));
      expect(page).toContain(flat(sentence));
    }
    expect(headline).toContain(claim.sentence);
  });

  test('the figure of the winner is one, and says what it rests on', () => {
    const own = members.find(({ standing }) => standing === 'winner');
    expect(own?.candidate).toBe(winner?.candidate);
    if (!winner || !own) return;
    const { criterion, trials } = winner;
    const figures = criterion.from === 'fresh' ? own.fresh : own.race;
    expect(figures).toMatchObject({ criterion: criterion.value, trials });
    expect(criterion.race).toEqual({ value: own.race?.criterion, trials: own.race?.trials });
    expect('low' in criterion.interval).toBe(criterion.from === 'fresh');
    if ('low' in criterion.interval) {
      expect(criterion.interval.n).toBe(trials);
      expect(criterion.interval.low).toBeLessThanOrEqual(criterion.value);
      expect(criterion.interval.high).toBeGreaterThanOrEqual(criterion.value);
    }
    const basis =
      criterion.from === 'fresh' ? `over ${trials} fresh trainings` : `over the ${trials} race trainings that chose it`;
    const said = details.find((text) => text.startsWith('Figure:'));
    expect(said).toContain(formatEstimate(criterion.value, criterion.interval).text);
    expect(said).toContain(basis);
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
      if (standing !== 'winner' && standing !== null) expect(standing).toBe(standings.get(candidate));
    }
    for (const list of ['tied', 'undecided', 'close'] as const) {
      const listed = [...standings].flatMap(([id, standing]) => (standing === list ? [id] : []));
      expect(new Set(tieSet?.[list])).toEqual(new Set(listed));
    }
    expect(result.survivors[0]).toBe(winner?.candidate ?? result.survivors[0]);
    if (winner) expect(result.survivors).toEqual([winner.candidate, ...winner.ties]);
  });

  test('the claim is as sure as the verdict', () => {
    expect(verdict === null).toBe(winner === null);
    const { sentence, kind, level } = claim;
    if (tolerance === null) {
      expect(bound).toBeNull();
      expect(details.join(' ')).not.toMatch(/Strict bound|Tolerance:/);
      expect(terminal + page).not.toMatch(/Strict bound/);
      expect(level).toBeNull();
      return;
    }
    if (tolerance.level === 'none') {
      expect([bound, level]).toEqual([null, null]);
      expect(terminal + page).not.toMatch(/Strict bound|Decided at|posterior/);
      expect(sentence).toMatch(/ claims nothing\.$/);
      return;
    }
    if (level !== null) {
      expect(sentence).toContain('95 %');
      expect(kind).toBe(verdict);
    }
    if (kind === 'decided') expect(counts.undecided + counts['not tried']).toBe(0);
    expect(sentence.includes('not tried')).toBe(kind === 'stopped' && untried.length > 0);
    // Of a race that was stopped the strict bound is the claim; else it stands behind it, with the reason.
    const bounds = details.filter((text) => text.startsWith('Strict bound'));
    const isClaimed = kind === 'stopped' && level !== null;
    expect(bounds).toHaveLength(isClaimed || result.unconfirmed !== null ? 0 : 1);
    if (isClaimed && (bound ?? 0) > 0)
      expect(sentence).toContain(`within ${formatValue(bound ?? 0, 2)} of the best ${result.criterion.name} of the `);
    const [told = ''] = bounds;
    if (bound === Number.POSITIVE_INFINITY) expect(told).toMatch(/none, since|^$/);
    // Simulated races measured the level, and found where it is not kept: it is nominal.
    else if (told !== '')
      expect(told).toMatch(tolerance.basis === undefined ? /nominally 95 %/ : /only independent trainings/);
    if ((bound ?? 0) > tolerance.value && /nominally/.test(told))
      expect(told).toContain('worst case of all candidates');
  });

  test('whoever may be better is named, and nobody else', () => {
    if (tolerance === null) return;
    const said = sentencesOf(view).join(' ');
    const nameOf = (id: string) => result.candidates.find((candidate) => candidate.id === id)?.label ?? id;
    for (const id of [...(tieSet?.tied ?? []), ...untried]) expect(said).toContain(nameOf(id));
    const ahead = members.map(({ candidate }) => candidate);
    const named = [winner?.candidate, result.steadier?.candidate, ...(tieSet?.tied ?? []), ...untried, ...ahead];
    for (const { id, label } of result.candidates) if (!named.includes(id)) expect(said).not.toContain(label);
  });

  test(`is what it is called: ${name}`, () => {
    const warnings = noticesIn(answer.shown).map(({ text }) => text);
    const next = answer.shown.next.map(({ command, why }) => `${command ?? ''}: ${why}`);
    const notices = view.notices.map(({ text }) => text);
    expect({
      claim: claim.sentence,
      kind: claim.kind,
      endings: answer.expect?.endings ?? null,
      details,
      warnings,
      next,
      notices,
    }).toMatchObject(EXPECTED[name] ?? {});
    expect(EXPECTED[name]).toBeDefined();
  });
});

const containing = (text: string) => expect.stringContaining(text);
const matching = (pattern: RegExp) => expect.stringMatching(pattern);
const EXPECTED: Readonly<Record<string, object>> = {
  decided: {
    kind: 'decided',
    claim: matching(/^Decided at 95 %: none of 12 has a q3 of the loss lower by more than 0\.\d+\.$/),
    details: expect.arrayContaining([
      matching(
        /^Assumes: \d+ candidates were ruled out on fewer than 5 trainings of their own\. None of them would stay in if it varied 2\.5 times as much as is assumed, or its own losses speak against that; one that varies more may be missed/,
      ),
    ]),
  },
  'few trainings of each': {
    details: expect.arrayContaining([
      matching(
        /^Assumes: \d+ candidates were ruled out on fewer than 5 trainings of their own\. At most 3 trainings of each are too few to tell how much it varies, so the claim is about candidates that vary up to 2\.5 times/,
      ),
    ]),
  },
  'clear, others as good': {
    kind: 'decided',
    claim: matching(/^Decided at 95 %: none of 12 has a q3 of the loss lower by more than 0\./),
  },
  tied: {
    kind: 'tied',
    claim:
      'Tied: these 3 cannot be told apart (95 %: one is within 0.00050 of the best q3 of the loss); take the winner, whose q3 is most surely low.',
    details: expect.arrayContaining([matching(/^May be better: [^,]*, [^,]*\.$/)]),
    next: expect.arrayContaining([
      matching(
        /^: To tell these 3 apart would take about [\d,]+ more trainings \(an estimate\): .* set a larger tolerance$/,
      ),
    ]),
  },
  'tied with more than fit': {
    claim: containing('these 6 cannot be told apart (95 %: one is within 0.00050 of the best q3 of the loss)'),
    next: expect.arrayContaining([containing('--separate 60')]),
  },
  'without fresh trials': {
    kind: 'tied',
    details: expect.arrayContaining([matching(/over the \d+ race trainings that chose it, which flatters it\.$/)]),
  },
  stopped: {
    kind: 'stopped',
    claim: matching(/^Stopped: within 0\.\d+ of the best q3 of the loss \(95 %\)\.$/),
  },
  untried: {
    claim: 'Stopped: 2 of 12 were not tried, so nothing can be said of all.',
    details: expect.arrayContaining([matching(/^Not tried: [^,]*, [^,]*\.$/)]),
  },
  // In all 4 of its trainings: it is tied with nobody.
  'one that always diverges': {
    kind: 'decided',
    claim: matching(/^Decided at 95 %: none of 2 has a q3 of the loss lower/),
  },
  'the same metric, whatever the loss': {
    claim: 'Nothing tells these 3 apart: replicate by replicate they gave the same mae.',
    next: expect.arrayContaining([
      matching(/show that none has a q3 of the mae lower by .*: about \d+ more trainings/),
    ]),
  },
  'all losses equal': {
    claim: 'Nothing tells these 3 apart: every training gave the same loss.',
    next: expect.arrayContaining([containing('equal losses tell no candidates apart')]),
  },
  nobody: { kind: 'none', claim: containing('race by q3') },
  'without assumptions, tied': {
    kind: 'tied',
    claim:
      'Tied: these 5 cannot be told apart (95 %: one is within 0.00050 of the best q3 of the loss); take the winner, whose q3 is most surely low.',
    details: expect.arrayContaining(['Strict bound: none, since that takes more trainings of each candidate.']),
    // Nobody tells how many more trainings it takes.
    next: expect.arrayContaining([containing('how many trainings that takes is not known')]),
  },
  'without assumptions, cut': { kind: 'stopped' },
  'without assumptions, clear': {
    kind: 'decided',
    claim: matching(/^Decided at 95 %: none of 12 has a q3 of the loss lower by more than 0\./),
  },
  steadier: {
    kind: 'tied',
    details: expect.arrayContaining([
      matching(/^Steadier: .* varies 0\.40 times as much .* at 98 % .*within 0\.012 of the best/),
    ]),
  },
  'a tolerance that spans all': {
    claim: 'Decided at 95 %: any of 12 would do, none differs from the winner by more than 9.0 in q3 of the loss.',
  },
  'a tolerance that is refused': { details: expect.arrayContaining([matching(/^Tolerance: none, since a share/)]) },
  scores: { details: expect.arrayContaining([containing('Figure: q1 of the score 0.')]) },
  fast: {
    kind: 'published',
    claim: 'Chosen by fast: the last of 12; fast claims nothing.',
  },
  'fast, cut': { claim: matching(/^Stopped: \d+ of 12 are left by fast, which claims nothing\.$/) },
  'fresh trials that contradict it': {
    kind: 'contradicted',
    claim: matching(
      /^Contradicted by fresh trainings: the race expected a q3 of the loss of at most 0\.2\d+, 20 give at least 0\.3\d* \(both at 95 %\)\.$/,
    ),
  },
  'fresh trials that contradict scores, tied': {
    kind: 'contradicted',
    claim: matching(
      /the race expected a q1 of the score of at least 0\.7\d+, 20 give at most 0\.(6\d*|70\d*) \(both at 95 %\)\.$/,
    ),
  },
  'fresh trials that are worse by less than the tolerance': { kind: 'decided' },
  'a winner that fails when it matters': {
    kind: 'unreliable',
    claim: 'Does not train reliably: 10 of 20 fresh trainings collapsed, so its q3 of the loss is infinite.',
    endings: '10 of 20 fresh trainings collapsed.',
  },
  'a winner that collapses once': {
    kind: 'decided',
    endings: matching(/^1 of 20 fresh trainings collapsed \(loss \d+\.\d+\)\.$/),
  },
  'published, clear': {
    kind: 'published',
    claim: 'Chosen by halving: the last of 4; halving states no error.',
    details: expect.arrayContaining([
      matching(/^Tested: Not significantly worse than the winner \(Holm, 95 %; the rule does not use it\): None\.$/),
    ]),
  },
  'published, tied': { claim: matching(/^Not decided: 3 of 12 are left by halving/) },
  'published, undecided': { claim: 'Chosen by halving: the last of 12; halving states no error.' },
  'published, provisional': { claim: matching(/^Stopped: \d+ of 24 are left by halving/) },
};

describe('of a tie one is named to be used, and why', () => {
  const tied = scenarios.tied as ReportInput;
  const claimed = (input: ReportInput): string =>
    buildReportView(input).answer.claim.sentence.replace(/^.*; take /, '');
  const [first = '', second = ''] = tied.answer?.ties ?? [];
  const winner = tied.answer?.winner as string;
  /** Costs as they are declared: of these candidates, and 1 of all others. */
  const costing = (costs: Readonly<Record<string, number>>): ReportInput => ({
    ...tied,
    header: {
      ...tied.header,
      plan: { ...tied.header.plan, costs: tied.header.candidates.map(({ id }) => costs[id] ?? 1) },
    },
  });
  /** Seconds of the trainings of these candidates, and 10 of all others. */
  const lasting = (seconds: Readonly<Record<string, number>>): ReportInput => ({
    ...tied,
    outcomes: tied.outcomes.map((one) => ({ ...one, seconds: seconds[one.trial.candidate] ?? 10 })),
  });

  test('the steadiest where one is shown to be, with the commands that give its model, or that train it', () => {
    const input = { ...(scenarios.steadier as ReportInput), command: 'surefoot select e.yaml', folder: 'runs/e' };
    const { answer, telling } = buildReportView(input);
    const steadiest = scenarios.steadier?.answer?.steadier?.candidate as string;
    expect(answer.claim.sentence).toContain(
      `; take ${telling.nameOf(steadiest)}, the steadiest: its losses vary 0.40 times as much as the winner's.`,
    );
    const commands = (of: ReportInput): unknown[] =>
      buildReportView(of).answer.shown.next.map(({ command }) => command);
    const exported = `surefoot export runs/e --candidate ${steadiest} --out ${steadiest}.onnx`;
    expect(commands(input)[0]).toBe(exported);
    const predicted = `surefoot predict runs/e rows.csv --candidate ${steadiest}`;
    const ofTable = { ...input, data: { ...input.data, columns: [] } };
    expect(commands(ofTable).slice(0, 2)).toEqual([predicted, exported]);
    const trainedBy = (of: ReportInput, trainer: JsonObject): ReportInput => ({
      ...of,
      header: { ...of.header, experiment: { ...of.header.experiment, trainer } },
    });
    const command = ['python3', 'train.py'];
    const trained = `surefoot train e.yaml --candidate ${steadiest} --out winner`;
    expect(commands(trainedBy(ofTable, { command }))[0]).toBe(trained);
    expect(commands(trainedBy(input, { command, loss: 'predictions' }))[0]).toBe(trained);
    expect(commands(trainedBy(ofTable, { command, loss: 'predictions' }))[0]).toBe(predicted);
  });

  test('nobody is taken who is not of the tie, and the winner where it has passed probation', () => {
    const { answer: steady } = scenarios.steadier as ReportInput;
    if (steady?.steadier == null || tied.answer === undefined) throw new Error('nobody is steadier');
    const out = steady.rivals.at(-1)?.candidate as string;
    const beyond = { ...steady, steadier: { ...steady.steadier, candidate: out } };
    expect(claimed({ ...tied, answer: beyond })).toBe('the winner, whose q3 is most surely low.');
    const member = { ...{ candidate: winner, begun: 59, failed: 0, collapsed: 0, passesAfter: 59 }, status: 'passed' };
    const reliability = { share: 0.95, status: 'passed', members: [member] } as const;
    expect(claimed({ ...(scenarios.steadier as ReportInput), answer: { ...steady, reliability } as RaceAnswer })).toBe(
      'the winner, which passed probation. At least 95 % of its trainings succeed.',
    );
  });

  test('while probation goes on it is said how many trainings it takes, and nothing is promised', () => {
    const member = { ...{ candidate: winner, begun: 30, failed: 0, collapsed: 0, passesAfter: 59 }, status: 'open' };
    const reliability = { share: 0.95, status: 'open', members: [member] };
    const { claim } = buildReportView({ ...tied, answer: { ...tied.answer, reliability } as RaceAnswer }).answer;
    expect(claim).toMatchObject({
      kind: 'probation',
      sentence:
        'On probation, not yet shown to train well 95 % of the time: 0 of 30 fresh trainings collapsed, 59 are needed.',
    });
  });

  test.each([
    ['declared', costing({ [first]: 0.5, [second]: 0.7 }), '50 % of what the winner costs.'],
    ['measured', lasting({ [first]: 2, [second]: 4 }), '2.0 s each, the winner 10 s.'],
  ])('the cheapest by %s costs where it is clearly cheaper', (_, input, why) => {
    const name = buildReportView(tied).telling.nameOf(first);
    expect(claimed(input)).toBe(`${name}, the cheapest to train: ${why}`);
  });

  test.each([
    ['declared', costing({ [winner]: 0.5 })],
    ['measured', lasting({ [winner]: 2 })],
  ])('the winner where it is the cheapest by %s costs', (_, input) => {
    expect(claimed(input)).toBe('the winner, the cheapest to train.');
  });

  test.each([
    ['a small saving', costing({ [first]: 0.9 })],
    ['seconds that are too few', lasting({ [first]: 0.1, [second]: 0.9, [winner]: 0.9 })],
  ])('the surest where nothing but %s is known', (_, input) => {
    expect(claimed(input)).toBe('the winner, whose q3 is most surely low.');
  });
});

test('a winner that was spared divergence by luck is said to be, where one would make its criterion infinite', () => {
  const loss = (candidate: number, trial: Trial): number =>
    candidate === 7 && trial.streams.init === 0 ? Number.POSITIVE_INFINITY : apart(candidate, trial);
  const textOf = (criterion: string) =>
    buildReportView(simulateRun(adaptive({ loss, criterion })))
      .notices.map(({ text }) => text)
      .join(' ');
  const [, n = '', share = ''] =
    /did not diverge in (\d+) trainings, and others did: with 95 % confidence at most (\d+(?:\.\d+)?) %/.exec(
      textOf('mean'),
    ) ?? [];
  // None of n, by which 5 of 100 such winners would be told too little; rounded.
  expect(Number(share)).toBeCloseTo(100 * (1 - 0.05 ** (1 / Number(n))), 0);
  expect(textOf('q3')).not.toContain('did not diverge');
});
