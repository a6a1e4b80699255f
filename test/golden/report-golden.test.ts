/**
 * @file What a small simulated run looks like in every output but its page, as committed files. A change of any of them is
 * a change that users see: look at it, then run this file with `-u`. Figures have a test of their own.
 */
import { describe, expect, it } from 'vitest';
import { buildReportView, formatFinalTable, renderTrialsCsv, stringifyResult } from '../../src/report/index.js';
import { simulatedInstances, simulateRun } from '../report/simulated-run.js';

const input = simulateRun({ candidates: 12, finalTrials: 10 });
const view = buildReportView(input);
/** The same losses under the default rule, which decides trial by trial. */
const decided = simulateRun({ candidates: 12, finalTrials: 10, rule: { name: 'default' } });
const adaptive = buildReportView({ ...decided, finalInstances: simulatedInstances(decided) });

/** Long decimals to six digits: the last ones may differ between machines. */
const rounded = (text: string): string =>
  text.replaceAll(/-?\d+\.\d{7,}/g, (number) => String(Number(Number(number).toPrecision(6))));

describe('a simulated race of 12 candidates under the default rule', () => {
  it('in the terminal', async () => {
    const text = formatFinalTable(adaptive, { width: 80, colors: false });
    await expect(text).toMatchFileSnapshot('simulated-default-terminal.txt');
  });

  it('in a narrow terminal', async () => {
    const text = formatFinalTable(adaptive, { width: 40, colors: false });
    await expect(text).toMatchFileSnapshot('simulated-default-narrow.txt');
  });

  it('as result.json', async () => {
    await expect(rounded(stringifyResult(adaptive.result))).toMatchFileSnapshot('simulated-default-result.json');
  });
});

describe('a simulated race of 12 candidates by halving', () => {
  it('in a pipe, where tables are wide', async () => {
    const layout = { width: 80, tableWidth: Number.POSITIVE_INFINITY, colors: false };
    await expect(formatFinalTable(view, layout, 'runs/simulated')).toMatchFileSnapshot('simulated-piped.txt');
  });

  it('as result.json', async () => {
    await expect(rounded(stringifyResult(view.result))).toMatchFileSnapshot('simulated-result.json');
  });

  it('as trials.csv', async () => {
    const lines = rounded(renderTrialsCsv(input.header, input.outcomes)).replaceAll('\r\n', '\n');
    await expect(lines).toMatchFileSnapshot('simulated-trials.csv');
  });
});
