/**
 * @file What a small simulated run looks like in every output, as committed files. A change of any of them is a change
 * that users see: look at it, then run this file with `-u`.
 */
import { describe, expect, it } from 'vitest';
import { buildReportView, formatFinalTable, renderTrialsCsv, stringifyResult } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';

const input = simulateRun({ candidates: 12, finalTrials: 10 });
const view = buildReportView(input);

/** Long decimals to six digits: the last ones may differ between machines. */
const rounded = (text: string): string =>
  text.replaceAll(/-?\d+\.\d{7,}/g, (number) => String(Number(Number(number).toPrecision(6))));

describe('a simulated run of 12 candidates', () => {
  it('in the terminal', async () => {
    await expect(formatFinalTable(view, { width: 80, colors: false })).toMatchFileSnapshot('simulated-terminal.txt');
  });

  it('as result.json', async () => {
    await expect(rounded(stringifyResult(view.result))).toMatchFileSnapshot('simulated-result.json');
  });

  it('as trials.csv', async () => {
    const lines = rounded(renderTrialsCsv(input.header, input.outcomes)).replaceAll('\r\n', '\n');
    await expect(lines).toMatchFileSnapshot('simulated-trials.csv');
  });

  it('as report.html', async () => {
    await expect(renderReport(view)).toMatchFileSnapshot('simulated-report.html.golden');
  });
});
