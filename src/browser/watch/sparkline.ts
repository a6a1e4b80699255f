/** @file The losses of a training so far, as a line without axes. */

const WIDTH = 96;
const HEIGHT = 22;
const SVG = 'http://www.w3.org/2000/svg';

/** Gaps where a loss is not finite. Nothing is said of the scale: each has its own. */
export function sparkline(losses: readonly (number | null)[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('width', String(WIDTH));
  svg.setAttribute('height', String(HEIGHT));
  svg.setAttribute('aria-hidden', 'true');
  const known = losses.filter((loss) => loss !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const spread = high - low || 1;
  let path = '';
  let isOpen = false;
  for (const [index, loss] of losses.entries()) {
    if (loss === null) {
      isOpen = false;
      continue;
    }
    const x = losses.length < 2 ? 2 : 2 + (index / (losses.length - 1)) * (WIDTH - 4);
    const y = 2 + ((high - loss) / spread) * (HEIGHT - 4);
    path += `${isOpen ? 'L' : 'M'}${x.toFixed(1)},${y.toFixed(1)}`;
    // A single point is drawn as a line of no length, with round ends.
    if (!isOpen && losses.length < 2) path += `L${x.toFixed(1)},${y.toFixed(1)}`;
    isOpen = true;
  }
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
