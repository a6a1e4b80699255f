/** @file The board: a row for each candidate, to which a dot joins with each training that ends. */
import { formatCount } from '../../report/in-page.js';
import { sparkline } from '../curve-path.js';
import { button, element, svgElement } from '../element.js';

type Kind = 'race' | 'fresh' | 'diverged' | 'failed';
type ShownDot = readonly [value: number | null, kind: Kind];

interface ShownRow {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly trainings: number;
  readonly value: number | null;
  readonly valueText: string;
  readonly dots: readonly ShownDot[];
}

/** The board that the server sends. */
export interface ShownBoard {
  readonly ended: number;
  readonly score: string;
  readonly summary: string;
  readonly axis: { readonly low: number; readonly high: number; readonly lowText: string; readonly highText: string };
  readonly rows: readonly ShownRow[];
  readonly rest: { readonly candidates: number; readonly trainings: number; readonly dots: readonly ShownDot[] } | null;
}

/** What has ended since. */
export interface ShownNews {
  readonly ended: number;
  readonly dots: readonly (readonly [id: number | null, dot: ShownDot])[];
  readonly rows: readonly Pick<ShownRow, 'id' | 'trainings' | 'value' | 'valueText'>[];
}

/** More are shown when asked for. */
const FIRST_ROWS = 12;
/** Of a row; the oldest go. */
const MOST_DOTS = 60;
/** Percent of the strip to either side of the axis. */
const EDGE = 3;

interface ShownChance {
  readonly id: number;
  readonly text: string;
  readonly path: readonly number[];
}

interface Row {
  readonly item: HTMLElement;
  showChance(chance: ShownChance | undefined): void;
  add(dot: ShownDot, isNew: boolean): void;
  tell(figures: Pick<ShownRow, 'trainings' | 'value' | 'valueText'>): void;
}

export function createBoard() {
  const list = element('ol', { class: 'board-rows' });
  const head = element('div', { class: 'board-head', 'aria-hidden': 'true' });
  const whole = element('section', { 'aria-label': 'Trainings by candidate', hidden: true }, head, list);
  let isOpen = false;
  const more = button('', () => {
    isOpen = !isOpen;
    open();
  });
  more.className = 'board-more';
  whole.append(more);
  let rows = new Map<number | null, Row>();
  let rest = 0;
  let chances = new Map<number | null, ShownChance>();
  const tellChances = (): void => {
    for (const [id, row] of rows) row.showChance(chances.get(id));
    whole.classList.toggle('has-chances', chances.size > 0);
  };
  const open = (): void => {
    const hidden = list.children.length - FIRST_ROWS;
    for (const [place, item] of [...list.children].entries()) {
      (item as HTMLElement).hidden = !isOpen && place >= FIRST_ROWS && !item.classList.contains('board-rest');
    }
    more.hidden = hidden <= 0;
    more.textContent = isOpen ? 'Show fewer' : `Show all ${list.children.length} rows`;
  };
  return {
    element: whole,
    show: (board: ShownBoard): void => {
      const place = placeOn(board.axis);
      const made = board.rows.map((row): [number | null, Row] => [row.id, createRow(row, board.summary, place)]);
      if (board.rest !== null) {
        rest = board.rest.trainings;
        made.push([null, createRow(restRow(board.rest), '', place)]);
      }
      rows = new Map(made);
      list.replaceChildren(...made.map(([, { item }]) => item));
      head.replaceChildren(...headOf(board));
      tellChances();
      whole.hidden = board.rows.length === 0;
      open();
    },
    showChances: (shown: readonly ShownChance[]): void => {
      chances = new Map(shown.map((chance) => [chance.id, chance]));
      tellChances();
    },
    add: ({ dots, rows: changed }: ShownNews): void => {
      for (const [id, dot] of dots) rows.get(id)?.add(dot, true);
      for (const figures of changed) rows.get(figures.id)?.tell(figures);
      rest += dots.filter(([id]) => id === null).length;
      rows.get(null)?.tell({ trainings: rest, value: null, valueText: '' });
    },
  };
}

function restRow({ candidates, ...rest }: NonNullable<ShownBoard['rest']>): ShownRow {
  const name = `${formatCount(candidates)} others`;
  return { id: -1, name, status: '', value: null, valueText: '', ...rest };
}

function headOf({ axis, score, summary }: ShownBoard): Node[] {
  return [
    element('span', {}, 'candidate'),
    element(
      'span',
      { class: 'board-axis' },
      element('span', {}, axis.lowText),
      element('span', {}, score),
      element('span', {}, axis.highText),
    ),
    element('span', { class: 'board-value' }, summary),
    element('span', { class: 'board-count' }, 'trainings'),
    element('span', {}, 'status'),
    element('span', { class: 'board-chance' }, 'chance to be better'),
  ];
}

/** From a value to percent of the strip; what lies beyond stands at its ends. */
function placeOn({ low, high }: ShownBoard['axis']): (value: number) => number {
  return (value) => EDGE + (100 - 2 * EDGE) * Math.min(1, Math.max(0, (value - low) / (high - low)));
}

function createRow(row: ShownRow, summary: string, place: (value: number) => number): Row {
  const mark = svgElement('line', { y2: '100%' });
  const svg = svgElement('svg', { class: 'board-dots', 'aria-hidden': 'true' }, mark);
  const value = element('span', { class: 'board-value' });
  const count = element('span', { class: 'board-count' });
  const status = element('span', { class: 'board-status' }, row.status);
  const chance = element('span', { class: 'board-chance' });
  const item = element('li', { 'data-status': row.status, class: row.id < 0 ? 'board-rest' : undefined });
  item.append(element('span', { class: 'board-name', title: row.name }, row.name), svg, value, count, status, chance);
  let added = 0;
  const tell: Row['tell'] = ({ trainings, value: now, valueText }) => {
    value.replaceChildren(element('span', { class: 'unseen' }, `${summary} `), valueText);
    if (valueText === '') value.replaceChildren();
    count.replaceChildren(formatCount(trainings), element('span', { class: 'unit' }, ' trainings'));
    mark.toggleAttribute('hidden', now === null);
    for (const end of ['x1', 'x2']) mark.setAttribute(end, now === null ? '-9' : `${place(now).toFixed(2)}%`);
  };
  const add: Row['add'] = (dot, isNew) => {
    svg.append(createDot(dot, place, added++, isNew));
    if (svg.children.length > MOST_DOTS + 1) svg.children[1]?.remove();
  };
  for (const dot of row.dots) add(dot, false);
  tell(row);
  const showChance: Row['showChance'] = (shown) => {
    if (shown === undefined) chance.replaceChildren();
    else
      chance.replaceChildren(
        sparkline(shown.path.map(Math.sqrt), CHANCE_SIZE),
        element('span', { class: 'unseen' }, 'chance to be better '),
        shown.text,
      );
  };
  return { item, add, tell, showChance };
}

/** Small chances are the ones that matter: heights are square roots. */
const CHANCE_SIZE = { width: 44, height: 18, edge: 1 };

/** Three heights, so that equal values can be told apart. */
const HEIGHTS = ['50%', '32%', '68%'];

function createDot([value, kind]: ShownDot, place: (value: number) => number, number: number, isNew: boolean): Element {
  const height = HEIGHTS[number % HEIGHTS.length] as string;
  const dot =
    value === null ? cross(height) : svgElement('circle', { cx: `${place(value).toFixed(2)}%`, cy: height, r: '3.2' });
  dot.setAttribute('class', isNew ? `${kind} new` : kind);
  return dot;
}

/** At the end of the strip: it has no value. */
function cross(height: string): Element {
  return svgElement('svg', { x: '99%', y: height }, svgElement('path', { d: 'M-3-3L3 3M3-3L-3 3' }));
}
