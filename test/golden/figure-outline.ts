/**
 * @file A figure of a page in a few lines of text: its words, its data column by column, its drawing mark by mark, all
 * numbers rounded so far that the last digits of a machine change nothing.
 */
import { parseHTML } from 'linkedom';

export interface FigureOutline {
  readonly id: string;
  readonly text: string;
}

type Element = ReturnType<typeof parseHTML>['document']['documentElement'];

/** Digits that stand in an outline. */
const DIGITS = 2;
/** Pixels to which places are rounded. */
const GRID = 20;
const MOST_CHARACTERS = 160;

/** `tables` has the data of each figure as CSV, by id. */
export function outlineFigures(page: string, tables: Readonly<Record<string, string>>): FigureOutline[] {
  const { document } = parseHTML(page);
  return [...document.querySelectorAll('figure[data-figure]')].map((figure: Element) => {
    const id = figure.getAttribute('data-figure') ?? '';
    const text = [
      figure.getAttribute('data-title') ?? '',
      rounded(figure.querySelector('figcaption')?.textContent ?? ''),
      ...[...figure.querySelectorAll('[data-part="keys"] text')].map(
        (key: Element) => `key: ${coarse(key.textContent ?? '')}`,
      ),
      ...outlineTable(tables[id] ?? ''),
      ...[...figure.querySelectorAll('svg.plot')].flatMap(outlineDrawing),
    ];
    return { id, text: `${text.join('\n')}\n` };
  });
}

function outlineTable(csv: string): string[] {
  const [columns = [], ...rows] = csv.trimEnd().split('\r\n').map(cellsOf);
  return [
    `data: ${rows.length} rows`,
    ...columns.map((column, index) => `  ${column}: ${outlineColumn(rows.map((row) => row[index] ?? ''))}`),
  ];
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function outlineColumn(cells: readonly string[]): string {
  const filled = cells.filter((cell) => cell !== '');
  const absent = cells.length === filled.length ? '' : `, ${cells.length - filled.length} absent`;
  const numbers = filled.map(Number);
  if (filled.length === 0 || numbers.some(Number.isNaN)) {
    const different = [...new Set(filled)];
    return `${different.length} different${absent}: ${coarse(different.join(' '))}`;
  }
  const sorted = [...numbers].sort((left, right) => left - right);
  const at = (share: number) => roundedNumber(sorted[Math.round(share * (sorted.length - 1))] as number);
  return `${at(0)} to ${at(1)}, middle ${at(0.5)}${absent}`;
}

function outlineDrawing(svg: Element): string[] {
  const marks = [...svg.children].filter(
    (mark) => !/^(?:title|desc|style)$/i.test(mark.tagName) && mark.getAttribute('data-part') !== 'keys',
  );
  return [`drawing ${svg.getAttribute('viewBox')}`, ...marks.map((mark) => `  ${outlineMark(mark)}`)];
}

function outlineMark(mark: Element): string {
  const parts = [mark, ...mark.querySelectorAll('*')].filter(({ tagName }) => !/^(?:g|title|tspan)$/i.test(tagName));
  const tags = new Map<string, number>();
  for (const { tagName } of parts) tags.set(tagName.toLowerCase(), (tags.get(tagName.toLowerCase()) ?? 0) + 1);
  const colors = new Set(
    [mark, ...parts].flatMap((part) =>
      ['fill', 'stroke'].flatMap((name) => part.getAttribute(name)?.match(/^var\(--([a-z0-9-]+)/)?.[1] ?? []),
    ),
  );
  const words = parts.flatMap((part) => (/^text$/i.test(part.tagName) ? [part.textContent ?? ''] : []));
  return [
    mark.getAttribute('data-part') ?? mark.tagName.toLowerCase(),
    [...tags].map(([tag, count]) => `${count} ${tag}`).join(' '),
    [...colors].sort().join(' '),
    extentOf(parts),
    coarse(words.join(' | ')),
  ]
    .filter((text) => text !== '')
    .join('; ');
}

/** The box around all places that are named, to the next {@link GRID}. */
function extentOf(parts: readonly Element[]): string {
  const places = parts.flatMap(placesOf);
  if (places.length === 0) return '';
  const range = (axis: 0 | 1) => {
    const along = places.map((place) => place[axis]);
    const [low, high] = [Math.min(...along), Math.max(...along)].map((place) => Math.round(place / GRID) * GRID);
    return `${low}-${high}`;
  };
  return `x ${range(0)} y ${range(1)}`;
}

function placesOf(part: Element): [number, number][] {
  const number = (name: string) => Number.parseFloat(part.getAttribute(name) ?? 'NaN');
  const moved = part.getAttribute('transform')?.match(/translate\((-?[\d.]+),(-?[\d.]+)\)/);
  const [width, height] = [number('width') || 0, number('height') || 0];
  const candidates: [number, number][] = [
    [number('cx'), number('cy')],
    [number('x1'), number('y1')],
    [number('x2'), number('y2')],
    ...(/^rect$/i.test(part.tagName)
      ? ([
          [number('x'), number('y')],
          [number('x') + width, number('y') + height],
        ] as [number, number][])
      : []),
    ...(moved ? ([[Number(moved[1]), Number(moved[2])]] as [number, number][]) : []),
    ...[...(part.getAttribute('d') ?? '').matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]): [number, number] => [
      Number(x),
      Number(y),
    ]),
  ];
  return candidates.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
}

function coarse(text: string): string {
  const whole = rounded(text);
  return whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS)}…` : whole;
}

function rounded(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/(?<![\w.])\d+\.\d+(?:e-?\d+)?/g, (number) => roundedNumber(Number(number)));
}

function roundedNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}
