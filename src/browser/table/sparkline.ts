/** @file A learning curve as small as a line of text. */
import { unpackCurve } from '../../report/in-page.js';
import { curvePath, curvePoint } from '../curve-path.js';
import { SVG } from '../element.js';

const SIZE = { width: 120, height: 24, edge: 2 } as const;

/** Null where there is no curve. Gaps stand for values that were not finite. */
export function sparkline(curve: string, status: string): SVGSVGElement | null {
  if (curve === '') return null;
  const levels = unpackCurve(curve);
  const svg = document.createElementNS(SVG, 'svg');
  const isWhole = status === 'completed';
  for (const [name, value] of Object.entries({
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
    width: SIZE.width,
    height: SIZE.height,
    class: 'sparkline',
    role: 'img',
    'aria-label': `Learning curve of ${levels.length} values, ${shapeWords(levels)}`,
  })) {
    svg.setAttribute(name, String(value));
  }
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', curvePath(levels, SIZE));
  svg.append(path);
  const last = levels.findLastIndex((level) => level !== null);
  if (last >= 0) {
    const end = document.createElementNS(SVG, 'circle');
    const [x, y] = curvePoint(last, levels[last] ?? 0, levels.length, SIZE);
    end.setAttribute('cx', x);
    end.setAttribute('cy', y);
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
