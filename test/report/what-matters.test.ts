/** @file What matters: the section says which setting moves criterion and spread, and names what blurs it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { buildReportView, type ReportInput, type ReportView } from '../../src/report/index.js';
import { mattersOf } from '../../src/report/race/importance.js';
import { settingsSection } from '../../src/report/race/sections.js';
import { simulateRun } from './simulated-run.js';

/** 48 candidates of which the learning rate moves the loss, over three decades, and the activation the spread. */
function race(changes: { loss?: (candidate: number, loss: number) => number; rate?: number } = {}): ReportInput {
  const rates = [0.0001, 0.001, 0.03].map((rate) => rate * (changes.rate ?? 1));
  const settings = Array.from({ length: 48 }, (_, index) => ({
    optimizer: { name: 'adamw', learningRate: rates[index % 3] as number },
    layers: [{ dense: { units: [8, 16][(index >> 2) % 2] as number, activation: index % 2 === 0 ? 'tanh' : 'relu' } }],
    hidden: { width: [80, 160][(index >> 2) % 2] as number },
  }));
  const input = simulateRun({
    candidates: 48,
    loss: (candidate, { streams }) => {
      const own = randomFrom('what-matters', candidate, streams.init);
      const spread = settings[candidate]?.layers[0]?.dense.activation === 'tanh' ? 0.08 : 0.01;
      const loss = 1 + 0.4 * (candidate % 3) + spread * own.normal();
      return changes.loss?.(candidate, loss) ?? loss;
    },
  });
  const candidates = input.header.candidates.map((one, index) => ({ ...one, configuration: settings[index] ?? {} }));
  return { ...input, header: { ...input.header, candidates } };
}

describe('what matters', () => {
  let view: ReportView;
  let page: string;
  beforeAll(() => {
    view = buildReportView(race());
    page = (settingsSection(view)?.content.text ?? '').replaceAll('\u00a0', ' ');
  });

  it('names the setting behind the criterion, and the one behind the spread', () => {
    const matters = mattersOf(view);
    expect(page).toMatch(
      /<b>“learningRate” explains [\d.]+ % \[[\d.]+, [\d.]+\] of the differences in q3 of the loss, “activation” explains [\d.]+ % \[[\d.]+, [\d.]+\] of those in the standard deviation over retrainings/,
    );
    for (const [figure, name] of [
      ['criterion', 'learningRate'],
      ['spread', 'activation'],
    ] as const) {
      const analysis = matters?.[figure].analysis;
      if (analysis === undefined || 'reason' in analysis) throw new Error('no analysis');
      const [leader, ...others] = analysis.settings;
      expect(leader?.name).toBe(name);
      for (const { share } of others) expect(share?.value).toBeLessThan(leader?.share?.low as number);
    }
  });

  it('calls a setting as the table of all candidates does', () => {
    const optimizers = race();
    const configurations = optimizers.header.candidates.map(({ configuration }, index) => ({
      ...configuration,
      optimizer: { name: index % 2 === 0 ? 'adam' : 'sgd', learningRate: [0.1, 0.01, 0.001][index % 3] as number },
      isShuffled: index % 5 === 0,
    }));
    const candidates = optimizers.header.candidates.map((one, index) => ({
      ...one,
      configuration: configurations[index] ?? {},
    }));
    const both = buildReportView({ ...optimizers, header: { ...optimizers.header, candidates } });
    const columns = both.table().columns.filter(({ id }) => id.startsWith('setting '));
    expect(columns.map(({ heading }) => heading)).toEqual(
      expect.arrayContaining(mattersOf(both)?.settings.map(({ name }) => name) ?? []),
    );
    expect(columns.map(({ heading }) => heading)).toContain('optimizer');
    expect(columns.find(({ heading }) => heading === 'isShuffled')?.cells).toContain('true');
  });

  it('says what goes together, how trials are spread and how it was found', () => {
    expect(page).toContain('units includes width: they always change together.');
    expect(page).toMatch(/Candidates have \d+ to \d+ trainings\. The race trained those more often that looked better/);
    expect(page).toContain('Hutter, Hoos and Leyton-Brown 2014');
  });

  it('ranks candidates where figures are infinite', () => {
    const diverging = buildReportView(
      race({ loss: (candidate, loss) => (candidate % 3 === 2 ? Number.POSITIVE_INFINITY : loss) }),
    );
    expect(mattersOf(diverging)?.criterion.scale).toBe('rank');
    const text = settingsSection(diverging)?.content.text ?? '';
    expect(text).toMatch(/“learningRate” explains/);
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('is not there where losses are all the same, or without settings', () => {
    expect(settingsSection(buildReportView(race({ loss: () => 0.5 })))).toBeNull();
    const input = race();
    const bare = input.header.candidates.map((one) => ({ ...one, configuration: {} }));
    expect(settingsSection(buildReportView({ ...input, header: { ...input.header, candidates: bare } }))).toBeNull();
  });
});
