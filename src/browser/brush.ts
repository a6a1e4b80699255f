/**
 * @file Ranges on the axes of a drawing select its lines: by dragging along an axis, or by two sliders for each. What is
 * outside of a range fades; a click on an axis takes its range away.
 */
import { claim } from './claim.js';
import { element, SVG } from './element.js';
import { createLine } from './slider.js';

interface Axis {
  readonly name: string;
  /** Ends of the axis in the drawing's own pixels: of its least and its largest value. */
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

interface Line {
  readonly path: SVGPathElement;
  /** Its place on each axis as a share: 0 at `from`, 1 at `to`. */
  readonly shares: readonly number[];
}

type Range = readonly [least: number, most: number];

/** An axis with what is chosen on it. */
interface Track {
  readonly axis: Axis;
  /** Of its sliders. */
  readonly row: HTMLElement;
  readonly range: Range;
  readonly choose: (range: Range) => void;
}

const ALL: Range = [-1, 2];
/** Pixels of the drawing beside an axis that belong to it. */
const GRIP = 16;
/** A shorter drag is a click. */
const SHORTEST = 0.02;
/** Of an end, as a share of the axis. */
const NEAR = 0.03;

export function enhanceBrushes(root: ParentNode): void {
  for (const svg of claim(root, 'svg[data-axes]', 'brush') as unknown as SVGSVGElement[]) addBrush(svg);
}

function addBrush(svg: SVGSVGElement): void {
  const axes = JSON.parse(svg.dataset.axes ?? '[]') as readonly Axis[];
  const lines = [...svg.querySelectorAll<SVGPathElement>('[data-lines] path')].flatMap((path) => {
    const shares = sharesOf(path, axes);
    return shares === undefined ? [] : [{ path, shares }];
  });
  if (lines.length === 0) return;
  const said = createLine();
  const tracks = axes.map((axis): Track => {
    const mark = svg.appendChild(document.createElementNS(SVG, 'line'));
    const sliders = addSliders(axis, (range) => track.choose(range));
    const track = {
      axis,
      row: sliders.row,
      range: ALL,
      choose: (range: Range): void => {
        track.range = range;
        sliders.show(range);
        markRange(mark, axis, range);
        said.textContent = show(lines, tracks);
      },
    };
    return track;
  });
  const box = element('details', { class: 'brush' });
  box.append(element('summary', {}, 'Select lines by ranges'), ...tracks.map(({ row }) => row));
  svg.after(said, box);
  said.textContent = 'Drag along an axis to select lines; click the axis to clear the selection.';
  listen(svg, tracks);
}

/** Undefined for a drawing whose lines have not one vertex on each axis. */
function sharesOf(path: SVGPathElement, axes: readonly Axis[]): readonly number[] | undefined {
  const numbers = (path.getAttribute('d') ?? '').match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
  if (numbers.length !== axes.length * 2) return undefined;
  const pointAt = (place: number) => [numbers[place * 2] ?? 0, numbers[place * 2 + 1] ?? 0] as const;
  const [first] = axes;
  // A line may be drawn from either end.
  const isBackwards = first !== undefined && distance(first, ...pointAt(0)) > 1;
  return axes.map((axis, at) => shareOf(axis, ...pointAt(isBackwards ? axes.length - 1 - at : at)));
}

/** Pixels from a point to the line that an axis lies on. */
function distance(axis: Axis, x: number, y: number): number {
  const share = shareOf(axis, x, y);
  const { from, to } = axis;
  return Math.hypot(x - from[0] - share * (to[0] - from[0]), y - from[1] - share * (to[1] - from[1]));
}

/** Of a point, along the axis. */
function shareOf({ from, to }: Axis, x: number, y: number): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  return ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy);
}

function show(lines: readonly Line[], tracks: readonly Track[]): string {
  let count = 0;
  for (const { path, shares } of lines) {
    const isIn = tracks.every(({ range: [least, most] }, at) => {
      const share = shares[at] ?? Number.NaN;
      return share >= least && share <= most;
    });
    path.classList.toggle('faded', !isIn);
    if (isIn) count++;
  }
  return tracks.every(({ range }) => range === ALL)
    ? `All ${lines.length} lines.`
    : `${count} of ${lines.length} lines.`;
}

function markRange(mark: SVGLineElement, { from, to }: Axis, range: Range): void {
  mark.setAttribute('class', 'brushed');
  mark.style.display = range === ALL ? 'none' : '';
  for (const [end, share] of [
    ['1', Math.max(0, range[0])],
    ['2', Math.min(1, range[1])],
  ] as const) {
    mark.setAttribute(`x${end}`, String(from[0] + share * (to[0] - from[0])));
    mark.setAttribute(`y${end}`, String(from[1] + share * (to[1] - from[1])));
  }
}

function listen(svg: SVGSVGElement, tracks: readonly Track[]): void {
  let isClick = true;
  let held: { readonly track: Track; readonly start: number } | undefined;
  const pointOf = (event: PointerEvent): DOMPoint =>
    new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  svg.addEventListener('pointerdown', (event) => {
    const { x, y } = pointOf(event);
    const track = tracks.find(({ axis }) => isBeside(axis, x, y));
    if (track === undefined) return;
    held = { track, start: shareOf(track.axis, x, y) };
    isClick = true;
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  svg.addEventListener('pointermove', (event) => {
    if (held === undefined) return;
    const { track, start } = held;
    const { x, y } = pointOf(event);
    const end = shareOf(track.axis, x, y);
    isClick &&= Math.abs(end - start) < SHORTEST;
    if (!isClick) track.choose(open(Math.min(start, end), Math.max(start, end)));
  });
  svg.addEventListener('pointerup', () => {
    if (held !== undefined && isClick) held.track.choose(ALL);
    held = undefined;
  });
}

/** Lines lie a little beside the ends: an end that is all but reached is meant. */
function open(least: number, most: number): Range {
  return [least < NEAR ? ALL[0] : least, most > 1 - NEAR ? ALL[1] : most];
}

function isBeside(axis: Axis, x: number, y: number): boolean {
  const share = shareOf(axis, x, y);
  return share > -0.12 && share < 1.12 && distance(axis, x, y) <= GRIP;
}

function addSliders(axis: Axis, onChange: (range: Range) => void) {
  const row = element('div', { class: 'brush-row' });
  const inputs = (['least', 'most'] as const).map((end) => {
    const input = element('input', {
      type: 'range',
      min: 0,
      max: 100,
      value: end === 'least' ? 0 : 100,
      'aria-label': `${axis.name}: ${end}, in percent of the axis`,
    });
    input.addEventListener('input', () => {
      const [least, most] = inputs.map(({ value }) => Number(value)) as [number, number];
      onChange(
        least === 0 && most === 100 ? ALL : [least === 0 ? ALL[0] : least / 100, most === 100 ? ALL[1] : most / 100],
      );
    });
    return input;
  });
  row.append(element('span', {}, axis.name), ...inputs);
  const show = (range: Range): void => {
    for (const [place, input] of inputs.entries()) {
      input.value = String(Math.round(100 * Math.min(1, Math.max(0, range[place] as number))));
    }
  };
  return { row, show };
}
