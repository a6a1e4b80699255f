/** @file The losses of a training so far, as a line without axes. */
import { curvePath } from '../curve-path.js';
import { SVG } from '../element.js';

const SIZE = { width: 96, height: 22, edge: 2 } as const;

/** Gaps where a loss is not finite. Nothing is said of the scale: each has its own. */
export function sparkline(losses: readonly (number | null)[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${SIZE.width} ${SIZE.height}`);
  svg.setAttribute('width', String(SIZE.width));
  svg.setAttribute('height', String(SIZE.height));
  svg.setAttribute('aria-hidden', 'true');
  const known = losses.filter((loss) => loss !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const spread = high - low || 1;
  const path = curvePath(
    losses.map((loss) => (loss === null ? null : 1 - (high - loss) / spread)),
    SIZE,
  );
  const line = document.createElementNS(SVG, 'path');
  // A single point is drawn as a line of no length, with round ends.
  line.setAttribute('d', losses.length < 2 ? path.replace(/^M(.*)$/, 'M$1L$1') : path);
  svg.append(line);
  return svg;
}
