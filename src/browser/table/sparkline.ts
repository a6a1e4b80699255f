/** @file A learning curve as small as a line of text. */
import { unpackCurve } from '../../report/in-page.js';

const WIDTH = 120;
const HEIGHT = 24;
const EDGE = 2;
const SVG = 'http://www.w3.org/2000/svg';

/** Null where there is no curve. Gaps stand for values that were not finite. */
export function sparkline(curve: string, status: string): SVGSVGElement | null {
  if (curve === '') return null;
  const levels = unpackCurve(curve);
  const svg = document.createElementNS(SVG, 'svg');
  const isWhole = status === 'completed';
  for (const [name, value] of Object.entries({
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    class: 'sparkline',
    role: 'img',
    'aria-label': `Learning curve of ${levels.length} values, ${shapeWords(levels)}`,
  })) {
    svg.setAttribute(name, String(value));
  }
  const xOf = (place: number): number => EDGE + (place / Math.max(1, levels.length - 1)) * (WIDTH - 2 * EDGE);
  const yOf = (level: number): number => HEIGHT - EDGE - level * (HEIGHT - 2 * EDGE);
  let isPenDown = false;
  const steps = levels.map((level, place) => {
    const step = level === null ? '' : `${isPenDown ? 'L' : 'M'}${xOf(place).toFixed(1)},${yOf(level).toFixed(1)}`;
    isPenDown = level !== null;
    return step;
  });
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', steps.join(''));
  svg.append(path);
  const last = levels.findLastIndex((level) => level !== null);
  if (last >= 0) {
    const end = document.createElementNS(SVG, 'circle');
    end.setAttribute('cx', xOf(last).toFixed(1));
    end.setAttribute('cy', yOf(levels[last] ?? 0).toFixed(1));
    end.setAttribute('r', '2');
    if (!isWhole) end.setAttribute('class', 'broken');
    svg.append(end);
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
