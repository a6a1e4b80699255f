/** @file The figure of the recipe stands on the page of a race, with its sentence and its table, and among its figures to take away. */
import { expect, it } from 'vitest';
import { buildReportView } from '../../src/report/index.js';
import { figuresOfRace, renderReport, tableCsv } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';

it('is drawn once, and says what it shows', () => {
  const view = buildReportView(simulateRun({ candidates: 6 }));
  const page = renderReport(view);
  expect(page).toContain('data-figure="training-time"');
  expect(page).toContain('id="training-time-title"');
  const figure = figuresOfRace(view).find(({ data }) => data.id === 'training-time');
  expect(figure?.says).toMatch(/^A training of .* takes longest: [\d.]+ .* in the middle\.$/);
  expect(figure && tableCsv(figure.data).split('\r\n')[0]).toBe('rank,candidate,seconds');
});
