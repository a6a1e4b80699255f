import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { type Outcome, type RunHeader, replicateStreams, streamSeed } from '../../src/core/index.js';
import { buildResult, parseResult, renderTrialsCsv, showRace, stringifyResult } from '../../src/report/index.js';
import { simulatedLoss, simulateRun } from './simulated-run.js';

const NO_MODEL = { final: null, modelFile: null };

describe('result.json', () => {
  it('comes back from its text as it was', () => {
    const result = buildResult(simulateRun({ candidates: 24 }));
    expect(parseResult(stringifyResult(result))).toEqual(result);
  });

  it('names the winner of a decided race, with what its figure rests on', () => {
    const result = buildResult(simulateRun({ candidates: 24 }));
    expect(result.status).toBe('decided');
    expect(result.survivors).toEqual([result.winner?.candidate]);
    expect(result.winner).toMatchObject({ trials: 20, ties: [], model: 'model.onnx', final: { accuracy: 0.946 } });
    expect(result.winner?.criterion).toMatchObject({
      from: 'fresh',
      interval: { level: 0.95, n: 20 },
      race: { trials: 6 },
    });
    expect(result.candidates.map(({ rank }) => rank)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(result.candidates[0]).toMatchObject({
      id: result.winner?.candidate,
      trials: 6,
      fresh: 20,
      criterion: result.winner?.criterion.race.value,
      eliminatedAt: null,
    });
  });

  it('counts trials so that they add up', () => {
    const input = simulateRun({ candidates: 24 });
    const { trials } = buildResult(input);
    expect(trials.used).toBe(input.outcomes.length);
    expect(trials.completed + trials.diverged + trials.failed + trials.timedOut).toBe(trials.used);
    expect(trials).toMatchObject({ race: 93, fresh: 20, used: 113, exhaustive: 24 * 20 });
    expect(trials.saved).toBeCloseTo(1 - 93 / 480, 12);
    expect(trials.diverged).toBeGreaterThan(0);
  });

  it('does not depend on the order of arrival', () => {
    const input = simulateRun({ candidates: 24 });
    expect(buildResult({ ...input, outcomes: input.outcomes.toReversed() })).toEqual(buildResult(input));
  });

  it('names all that are left when the replicates end', () => {
    const result = buildResult(simulateRun({ candidates: 12, minimumSurvivors: 3, changes: NO_MODEL }));
    expect(result.status).toBe('exhausted');
    expect(result.survivors).toHaveLength(3);
    expect([result.winner?.candidate, ...(result.winner?.ties ?? [])]).toEqual(result.survivors);
    const values = result.candidates.slice(0, 3).map(({ criterion }) => criterion as number);
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
  });

  it('compares survivors on whole rounds only', () => {
    const input = simulateRun({ candidates: 16, rounds: 2, changes: NO_MODEL });
    const whole = buildResult(input);
    const favourite = whole.survivors[1] as string;
    const last = input.outcomes.findLast(({ trial }) => trial.candidate === favourite);
    if (!last) throw new Error('the favourite has no trial');
    const lucky = [1, 2, 3, 4, 5, 6].map((later) => {
      return { ...last, trial: { ...last.trial, streams: replicateStreams(last.trial.streams.init + later) }, loss: 0 };
    });
    const cut = buildResult({ ...input, status: 'interrupted', outcomes: [...input.outcomes, ...lucky] });
    expect(cut.winner).toEqual(whole.winner);
    expect(cut.trials.used).toBe(whole.trials.used + lucky.length);
  });

  it('chooses nobody before the first decision', () => {
    const result = buildResult(
      simulateRun({ candidates: 8, rounds: 0, changes: { ...NO_MODEL, status: 'interrupted' } }),
    );
    expect(result).toMatchObject({ winner: null, decisions: [], trials: { used: 0 } });
    expect(result.survivors).toHaveLength(8);
  });

  it('chooses nobody when no trial could be completed', () => {
    const result = buildResult(simulateRun({ candidates: 6, rounds: 1, loss: () => null, changes: NO_MODEL }));
    expect(result).toMatchObject({ winner: null, trials: { failed: 18, completed: 0 } });
    // A candidate that never worked is compared with none.
    expect(result.candidates[0]).toMatchObject({ criterion: null, failedRate: 1, divergedRate: 0 });
  });

  it('writes infinity by name and refuses NaN', () => {
    const result = buildResult(simulateRun({ candidates: 6, rounds: 1, loss: () => Number.POSITIVE_INFINITY }));
    expect(stringifyResult(result)).toContain('"criterion": "Infinity"');
    const broken = { ...result, seconds: Number.NaN };
    expect(() => stringifyResult(broken)).toThrow('"seconds" is NaN');
  });

  it('takes the only candidate when there is no other', () => {
    const input = simulateRun({ candidates: 2, rounds: 1 });
    const [only] = input.header.candidates;
    if (!only) throw new Error('no candidate');
    const alone = {
      ...input,
      status: 'decided' as const,
      header: { ...input.header, candidates: [only] },
      outcomes: input.outcomes.filter(({ trial }) => trial.candidate === only.id),
      decisions: [],
    };
    expect(buildResult(alone)).toMatchObject({
      survivors: [only.id],
      winner: { candidate: only.id, trials: 3, ties: [] },
    });
  });

  it('shows scores as scores', () => {
    const asLoss = simulateRun({ candidates: 12, loss: (candidate, trial) => simulatedLoss(candidate, trial) - 1 });
    const input = { ...asLoss, direction: 'maximize' as const };
    const [loss, score] = [buildResult(asLoss), buildResult(input)];
    expect(score.criterion).toEqual({ name: 'q1', onLosses: 'q3', divergence: 'share' });
    expect(score.winner?.candidate).toBe(loss.winner?.candidate);
    expect(score.winner?.criterion.value).toBe(-(loss.winner?.criterion.value as number));
    expect(score.decisions.map(({ incumbentValue }) => incumbentValue)).toEqual(
      loss.decisions.map(({ incumbentValue }) => -incumbentValue),
    );
    const interval = score.winner?.criterion.interval;
    if (!interval || 'reason' in interval) throw new Error('no interval');
    expect(interval.low).toBeLessThan(interval.high);
    expect(interval.low).toBeGreaterThan(0);
  });
});

describe('trials.csv', () => {
  const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true });

  it('has a row a trial, by candidate and replicate', () => {
    const input = simulateRun({ candidates: 6 });
    const rows = rowsOf(renderTrialsCsv(input.header, input.outcomes.toReversed()));
    expect(rows).toHaveLength(input.outcomes.length);
    expect(rows.slice(0, 3).map(({ candidate, init, noise }) => [candidate, init, noise])).toEqual(
      [0, 1, 2].map((replicate) => [input.header.candidates[0]?.id, String(replicate), String(replicate)]),
    );
    expect(rows[0]).toMatchObject({ status: 'completed', repeat: '0', sampleSize: '0', seconds: '0.5', failure: '' });
  });

  it('has phase, seeds and the settings of all candidates, which lie apart from metrics', () => {
    const input = simulateRun({ candidates: 2, finalTrials: 3 });
    const [first, second] = input.header.candidates;
    const candidates = [
      { ...first, configuration: { lr: 0.1, opt: { name: 'adam, "w"', nest: { on: true } }, none: null } },
      {
        ...second,
        configuration: { opt: { name: 'sgd' }, sizes: [64, 'a'], layers: [{ units: 8 }, 'pool'], empty: {} },
      },
    ] as RunHeader['candidates'];
    const metrics = { phase: 1, 'config.lr': 2, 'seed.init': 3 };
    const outcomes = input.outcomes.map((outcome) => ({ ...outcome, metrics }));
    const rows = rowsOf(renderTrialsCsv({ ...input.header, candidates }, outcomes));
    const of = (id: string | undefined) => rows.filter(({ candidate }) => candidate === id);
    expect(of(first?.id)[0]).toMatchObject({
      'config.lr': '0.1',
      'config.opt.name': 'adam, "w"',
      'config.opt.nest.on': 'true',
      'config.none': 'null',
      'config.sizes': '',
      'metric.phase': '1',
      'metric.config.lr': '2',
      'metric.seed.init': '3',
    });
    expect(of(second?.id)[0]).toMatchObject({
      'config.lr': '',
      'config.opt.name': 'sgd',
      'config.sizes': '[64,"a"]',
      'config.layers.0.units': '8',
      'config.layers.1': 'pool',
    });
    expect(Object.keys(rows[0] ?? {}).filter((name) => name.startsWith('config.'))).toEqual(
      ['lr', 'opt.name', 'opt.nest.on', 'none', 'sizes', 'layers.0.units', 'layers.1'].map((name) => `config.${name}`),
    );
    for (const row of rows) {
      expect(row.phase).toBe(Number(row.init) >= 1_000_000 ? 'fresh' : 'race');
      expect(row['seed.order']).toBe(String(streamSeed(input.header.seed, 'order', Number(row.order))));
    }
    expect(new Set(rows.map(({ phase }) => phase))).toEqual(new Set(['race', 'fresh']));
  });

  it('says nothing of phases where there is no race, and of seeds where nothing was trained', () => {
    const input = simulateRun({ candidates: 2, rounds: 1 });
    const [header = ''] = renderTrialsCsv(input.header, input.outcomes, { areRaced: false, areSeeded: false }).split(
      '\r',
    );
    expect(header).not.toMatch(/phase|seed/);
  });

  it.each(['a,b', 'a "b"', 'a\r\nb', 'a\nb', ' a '])('survives the name %j', (hostile) => {
    const input = simulateRun({ candidates: 2, rounds: 1, label: () => hostile });
    const rows = rowsOf(renderTrialsCsv(input.header, input.outcomes));
    expect(rows.map(({ label }) => label)).toEqual(Array.from({ length: 6 }, () => hostile));
  });

  it('says what failed and what diverged', () => {
    const loss = (candidate: number): number | null => (candidate === 0 ? null : Number.POSITIVE_INFINITY);
    const input = simulateRun({ candidates: 2, rounds: 1, loss });
    const rows = rowsOf(renderTrialsCsv(input.header, input.outcomes));
    expect(rows[0]).toMatchObject({ status: 'failed', loss: 'Infinity' });
    expect(rows[0]?.failure).toBe('exit-code: simulated: exit code 1, "out of memory"');
    expect(rows[5]).toMatchObject({ status: 'diverged', loss: 'Infinity', failure: '' });
  });

  it('keeps metrics apart from its own columns', () => {
    const input = simulateRun({ candidates: 2, rounds: 1 });
    const outcomes = input.outcomes.map((outcome) => ({ ...outcome, metrics: { seconds: 3, rmse: 2 } }));
    expect(rowsOf(renderTrialsCsv(input.header, outcomes))[0]).toMatchObject({
      'metric.seconds': '3',
      rmse: '2',
      seconds: '0.5',
    });
  });

  it.each(['constructor', 'toString', '__proto__'])('leaves cells empty where no trial says "%s"', (name) => {
    const input = simulateRun({ candidates: 2, rounds: 1 });
    const [first, ...rest] = input.outcomes.map((outcome) => ({ ...outcome, metrics: {} as Record<string, number> }));
    const metrics = JSON.parse(`{ ${JSON.stringify(name)}: 2 }`) as Record<string, number>;
    const lines = renderTrialsCsv(input.header, [{ ...(first as Outcome), metrics }, ...rest]).split('\r\n');
    const place = (lines[0] as string).split(',').indexOf(name);
    expect(lines.slice(1, -1).map((line) => line.split(',')[place])).toEqual(['2', ...rest.map(() => '')]);
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', '\u001b]0;x', '=cmd|"x"!A1'])(
    'gives %j to spreadsheets as a text',
    (formula) => {
      const input = simulateRun({ candidates: 2, rounds: 1, label: () => formula });
      const metrics = { [formula]: -1.5, low: Number.NEGATIVE_INFINITY };
      const [row] = rowsOf(renderTrialsCsv(input.header, [{ ...(input.outcomes[0] as Outcome), metrics }]));
      expect(row).toMatchObject({ label: `'${formula}`, [`'${formula}`]: '-1.5', low: '-Infinity' });
    },
  );
});

describe('epochs.csv', () => {
  it('has a row an epoch, by trial, where any trial reported', () => {
    const input = simulateRun({ candidates: 2, rounds: 1 });
    const texts = (told: typeof input) => new Map(showRace(told).texts()).get('epochs');
    const silent = input.outcomes.map((outcome) => ({ ...outcome, lossPerEpoch: [] }));
    expect(texts({ ...input, outcomes: silent })).toBeUndefined();
    const [first, ...rest] = silent.toReversed();
    const lossPerEpoch = [0.5, Number.NaN, Number.POSITIVE_INFINITY];
    const rows = parse(texts({ ...input, outcomes: [{ ...(first as Outcome), lossPerEpoch }, ...rest] }) ?? '', {
      columns: true,
    }) as Record<string, string>[];
    const { candidate, streams } = (first as Outcome).trial;
    expect(rows.map(({ epoch, loss }) => [epoch, loss])).toEqual([
      ['0', '0.5'],
      ['1', 'NaN'],
      ['2', 'Infinity'],
    ]);
    for (const row of rows) expect(row).toMatchObject({ candidate, init: String(streams.init), repeat: '0' });
  });

  it('is left out where it would have more than a million rows', () => {
    const input = simulateRun({ candidates: 2, rounds: 1 });
    const many = (length: number) => {
      const outcomes = input.outcomes.map((outcome, index) => {
        return { ...outcome, lossPerEpoch: index === 0 ? new Array<number>(length).fill(1) : [] };
      });
      return new Map(showRace({ ...input, outcomes }).texts()).get('epochs');
    };
    expect(many(1_000_001)).toBeUndefined();
    expect(many(3)?.split('\r\n')).toHaveLength(5);
  });
});
