/** @file What one row opens: its trials with their learning curves, each as small as a line of text, and what failed ones printed last. */
import { columnFormat, formatQuantity, formatValue, type TrialsPayload, unpackCurve } from '../../report/in-page.js';
import { curvePoint, sparkline } from '../curve-path.js';
import { button, element, svgElement } from '../element.js';
import { readPayload } from '../payload.js';
import { cellAt, type TableData, textOfCell } from './table-data.js';

/** More rows than this take the browser longer than a reader waits. */
const MOST_SHOWN = 500;

/** Fills `panel` and moves the focus there; Escape and its button give it back. */
export async function showTrials(
  panel: HTMLElement,
  data: TableData,
  row: number,
  giveBack: () => void,
): Promise<void> {
  const payload = await readPayload<TrialsPayload>('trials');
  if (payload === undefined) return;
  const name = nameOf(data, row);
  const close = (): void => {
    panel.hidden = true;
    giveBack();
  };
  panel.setAttribute('role', 'region');
  panel.setAttribute('aria-label', `Trainings of ${name}`);
  panel.onkeydown = ({ key }) => {
    if (key === 'Escape') close();
  };
  const trials = trialsOf(payload, row);
  panel.replaceChildren(
    element('div', { class: 'panel-head' }, element('h3', { dir: 'auto' }, name), button('Close', close)),
    facts(data, row),
    trials.length === 0 ? element('p', { class: 'quiet' }, absence(data, row)) : trialTable(trials, payload, row),
    ...moreThanShown(trials),
    ...failures(trials),
  );
  panel.hidden = false;
  // What was printed last says why.
  for (const text of panel.querySelectorAll('pre')) text.scrollTop = text.scrollHeight;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: 'nearest' });
}

function nameOf({ columns }: TableData, row: number): string {
  const column = columns.find(({ id }) => id === 'candidate');
  return column === undefined ? '' : textOfCell(cellAt(column, row), column);
}

/** Every column of the table, shown or not. */
function facts({ columns }: TableData, row: number): HTMLElement {
  const told = columns.filter((column) => column.id !== 'candidate' && cellAt(column, row) !== null);
  return element(
    'dl',
    { class: 'row-facts' },
    ...told.map((column) =>
      element(
        'div',
        {},
        element('dt', { title: column.meaning }, column.heading),
        element('dd', {}, textOfCell(cellAt(column, row), column)),
      ),
    ),
  );
}

function absence({ columns }: TableData, row: number): string {
  const trials = columns.find(({ id }) => id === 'trials');
  const hasTrials = trials !== undefined && cellAt(trials, row) !== 0;
  return hasTrials ? 'There are too many trainings for this page; trials.csv has them.' : 'It has no trainings.';
}

function trialTable(trials: readonly ShownTrial[], payload: TrialsPayload, row: number): HTMLElement {
  const shown = trials.slice(0, MOST_SHOWN);
  const has = (test: (trial: ShownTrial) => boolean): boolean => shown.some(test);
  const withFresh = has(({ isFresh }) => isFresh);
  const withStreams = has(({ streams }) => streams !== null);
  const withCurves = has(({ curve }) => curve !== '');
  const withSeconds = has(({ seconds }) => seconds > 0);
  const headings = [
    'replicate',
    ...(withStreams ? ['streams'] : []),
    ...(withFresh ? ['kind'] : []),
    'status',
    payload.word,
    ...(withSeconds ? ['seconds'] : []),
    ...(withCurves ? [curveHeading(payload, row)] : []),
  ];
  const numbers = new Set(['replicate', payload.word, 'seconds']);
  const head = headings.map((text) => element('th', { scope: 'col', class: numbers.has(text) && 'number' }, text));
  const lossText = columnFormat(shown.flatMap(({ loss }) => (loss === null ? [] : [loss])));
  const rows = shown.map((trial) => {
    const { replicate, streams, isFresh, status, loss, seconds, curve } = trial;
    const drawn = curveOf(curve, status);
    return element(
      'tr',
      {},
      element('td', { class: 'number' }, String(replicate)),
      ...(withStreams ? [element('td', {}, streams ?? 'all of the replicate')] : []),
      ...(withFresh ? [element('td', {}, isFresh ? 'fresh' : 'race')] : []),
      element('td', { class: status === 'completed' ? undefined : 'wrong' }, status),
      element('td', { class: 'number' }, loss === null ? '∞' : lossText(loss)),
      ...(withSeconds ? [element('td', { class: 'number' }, formatValue(seconds, 3))] : []),
      ...(withCurves ? [element('td', {}, ...(drawn === null ? ['–'] : [drawn]))] : []),
    );
  });
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows));
  return element('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Its trainings' }, table);
}

function curveHeading({ curveScales }: TrialsPayload, row: number): string {
  const scale = curveScales[row] ?? null;
  if (scale === null) return 'learning curve';
  const [least, largest, isLog] = scale;
  return `learning curve, ${formatValue(least, 3)} to ${formatValue(largest, 3)}${isLog ? ', log scale' : ''}`;
}

function moreThanShown(trials: readonly ShownTrial[]): HTMLElement[] {
  const rest = trials.length - MOST_SHOWN;
  return rest <= 0
    ? []
    : [element('p', { class: 'quiet' }, `The other ${formatQuantity(rest, 'training')} are in trials.csv.`)];
}

function failures(trials: readonly ShownTrial[]): HTMLElement[] {
  const failed = trials.filter(({ failure }) => failure !== null).slice(0, MOST_SHOWN);
  const texts = failed.filter(({ failure }) => failure !== '');
  const without = failed.length - texts.length;
  return [
    ...texts.map(({ replicate, failure }, place) =>
      element(
        'details',
        { open: place === 0 },
        element('summary', {}, `Replicate ${replicate}: what it printed last`),
        element('pre', { tabindex: 0 }, failure ?? ''),
      ),
    ),
    ...(without === 0
      ? []
      : [element('p', { class: 'quiet' }, `${formatQuantity(without, 'more failure')}: the texts are in trials.csv.`)]),
  ];
}

interface ShownTrial {
  readonly replicate: number;
  /** `init 3, sample 4, order 3, noise 3` where the streams differ, else null. */
  readonly streams: string | null;
  readonly isFresh: boolean;
  readonly status: string;
  /** Null for an infinite one. */
  readonly loss: number | null;
  readonly seconds: number;
  readonly curve: string;
  /** Null where nothing failed; empty where the page has no room for the text. */
  readonly failure: string | null;
}

function trialsOf(payload: TrialsPayload, row: number): ShownTrial[] {
  const from = payload.counts.slice(0, row).reduce((sum, count) => sum + count, 0);
  return Array.from({ length: payload.counts[row] ?? 0 }, (_, offset) => trialAt(payload, from + offset));
}

/** Of the indices in each stream, in their order; the last one only where the data are divided anew. */
function streamsText(indices: readonly number[]): string {
  const names = ['init', 'sample', 'order', 'noise', 'split'];
  return indices.map((index, place) => `${names[place]} ${index}`).join(', ');
}

function trialAt(payload: TrialsPayload, place: number): ShownTrial {
  const replicate = payload.replicates[place] ?? 0;
  const others = payload.streams[place] ?? 0;
  const failure = payload.failures[place] ?? 0;
  return {
    replicate,
    streams: others === 0 ? null : streamsText([replicate, ...others]),
    isFresh: payload.fresh[place] === 1,
    status: payload.statusNames[payload.statuses[place] ?? 0] ?? '',
    loss: payload.losses[place] ?? null,
    seconds: payload.seconds[place] ?? 0,
    curve: payload.curves[place] ?? '',
    failure: failure === 0 ? null : failure < 0 ? '' : (payload.failureTexts[failure - 1] ?? ''),
  };
}

const SIZE = { width: 120, height: 24, edge: 2 } as const;

/** Null where there is no curve. Gaps stand for values that were not finite. */
function curveOf(curve: string, status: string): SVGSVGElement | null {
  if (curve === '') return null;
  const levels = unpackCurve(curve);
  const { width, height } = SIZE;
  const label = `Learning curve of ${levels.length} values, ${shapeWords(levels)}`;
  const svg = sparkline(levels, SIZE, { width, height, class: 'sparkline', role: 'img', 'aria-label': label });
  const last = levels.findLastIndex((level) => level !== null);
  if (last >= 0) {
    const [cx, cy] = curvePoint(last, levels[last] ?? 0, levels.length, SIZE);
    svg.append(svgElement('circle', { cx, cy, r: 2, class: status === 'completed' ? undefined : 'broken' }));
  }
  return svg;
}

/** Of the candidate's whole range, for who cannot see it. */
function shapeWords(levels: readonly (number | null)[]): string {
  const finite = levels.filter((level) => level !== null);
  const share = (level: number | undefined): string => `${Math.round((level ?? 0) * 100)} %`;
  if (finite.length === 0) return 'none of them finite';
  const gaps = finite.length < levels.length ? ', some not finite' : '';
  return `from ${share(finite[0])} to ${share(finite.at(-1))} of the range above${gaps}`;
}
