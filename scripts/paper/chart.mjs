/**
 * @file Draws small charts as SVG text, without a browser: panels with axes, and boxes, lines, bands and points on them. Colours are
 * the product's, by theme, so that a page can show each reader the one that suits.
 */
import { PALETTE } from '../../dist/report/chart/palette.js';
import { quantileOfSorted } from '../../dist/stats/index.js';

export const THEMES = ['light', 'dark'];

const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
const MARGIN = { left: 66, right: 14, top: 30, bottom: 44 };
const LEGEND = 26;

const plain = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const at = (value) => Number(value.toFixed(1));

/** A scale from data to pixels: `log` or linear, with its ticks as [value, text]. */
export function scaleOf({ from, to, log = false, ticks, format = String }) {
  const [low, high] = log ? [Math.log(from), Math.log(to)] : [from, to];
  return {
    place: (value) => ((log ? Math.log(value) : value) - low) / (high - low),
    ticks: (ticks ?? niceTicks(from, to)).map((tick) => (Array.isArray(tick) ? tick : [tick, format(tick)])),
    from,
    to,
  };
}

/** About five round values within the range. */
function niceTicks(from, to) {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough);
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/**
 * A picture of panels side by side. A panel: `title`, scales `x` and `y` with `xLabel`, `yLabel`, and `marks`, each made by the
 * functions below. `legend`: [series, text], drawn above.
 */
export function drawChart({ title, description, width = 860, height = 330, panels, legend }, theme) {
  const colors = PALETTE[theme];
  const each = width / panels.length;
  const body = panels.map((panel, index) => drawPanel(panel, index * each, LEGEND, each, height - LEGEND, colors));
  const keys = drawLegend(legend, colors);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${plain(FONT)}" font-size="12" fill="${colors.ink}" role="img"><title>${plain(title)}</title><desc>${plain(description)}</desc><rect width="100%" height="100%" fill="${colors.paper}"/>${keys}${body.join('')}</svg>\n`;
}

function drawLegend(legend, colors) {
  let x = MARGIN.left;
  return legend
    .map(([series, text]) => {
      const key = `<rect x="${x}" y="11" width="12" height="12" rx="2" fill="${colors[series]}"/><text x="${x + 17}" y="21">${plain(text)}</text>`;
      x += 40 + 6.6 * text.length;
      return key;
    })
    .join('');
}

function drawPanel({ title = '', x, y, xLabel, yLabel, marks }, left, top, width, height, colors) {
  const area = {
    left: left + MARGIN.left,
    top: top + MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const bottom = area.top + area.height;
  const toX = (value) => at(area.left + area.width * x.place(value));
  const toY = (value) => at(bottom - area.height * y.place(value));
  const grid = y.ticks.map(
    ([value, text]) =>
      `<line x1="${area.left}" x2="${area.left + area.width}" y1="${toY(value)}" y2="${toY(value)}" stroke="${colors.grid}"/><text x="${area.left - 6}" y="${toY(value) + 4}" text-anchor="end" fill="${colors.muted}">${plain(text)}</text>`,
  );
  const below = x.ticks.map(
    ([value, text]) =>
      `<line x1="${toX(value)}" x2="${toX(value)}" y1="${bottom}" y2="${bottom + 4}" stroke="${colors.muted}"/><text x="${toX(value)}" y="${bottom + 17}" text-anchor="middle" fill="${colors.muted}">${plain(text)}</text>`,
  );
  const middle = at(area.top + area.height / 2);
  const labels = `<text x="${at(area.left + area.width / 2)}" y="${bottom + 36}" text-anchor="middle">${plain(xLabel)}</text><text transform="translate(${left + 14} ${middle}) rotate(-90)" text-anchor="middle">${plain(yLabel)}</text><text x="${area.left}" y="${area.top - 9}" font-weight="600">${plain(title)}</text>`;
  const axis = `<line x1="${area.left}" x2="${area.left + area.width}" y1="${bottom}" y2="${bottom}" stroke="${colors.muted}"/>`;
  const drawn = marks.map((mark) => mark({ toX, toY, x, y, colors, area }));
  return `${grid.join('')}${below.join('')}${axis}${drawn.join('')}${labels}`;
}

/** Marks. `points` are [x, y]; what lies outside the panel's scales is drawn at its edge. */
export function line(points, series) {
  return ({ toX, toY, y, colors }) => {
    const path = points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${toX(px)} ${toY(within(py, y))}`).join('');
    return `<path d="${path}" fill="none" stroke="${colors[series]}" stroke-width="2"/>`;
  };
}

/** Between two lines: `points` are [x, low, high]. */
export function band(points, series) {
  return ({ toX, toY, y, colors }) => {
    const there = points.map(([px, , high]) => `${toX(px)} ${toY(within(high, y))}`);
    const back = points.toReversed().map(([px, low]) => `${toX(px)} ${toY(within(low, y))}`);
    return `<path d="M${[...there, ...back].join('L')}Z" fill="${colors[series]}" opacity="0.22"/>`;
  };
}

export function dots(points, series) {
  return ({ toX, toY, y, colors }) =>
    points
      .map(
        ([px, py]) =>
          `<circle cx="${toX(px)}" cy="${toY(within(py, y))}" r="2.4" fill="${colors[series]}" opacity="0.65"/>`,
      )
      .join('');
}

/** A box from first to third quartile with its median, whiskers to the last values within 1.5 boxes, the others as points. */
export function box(place, values, series, look) {
  const ordered = values.toSorted((a, b) => a - b);
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantileOfSorted(ordered, share));
  const reach = 1.5 * (q3 - q1);
  const inside = ordered.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const whiskers = {
    low: inside[0],
    high: inside.at(-1),
    outliers: ordered.filter((value) => !inside.includes(value)),
  };
  return boxOfQuartiles(place, { q1, median, q3, ...whiskers }, series, look);
}

/** A box of which the quartiles are known; `low` and `high`: the ends of its whiskers, where there are any. */
export function boxOfQuartiles(place, { q1, median, q3, low = q1, high = q3, outliers = [] }, series, look) {
  return ({ toX, toY, y, colors }) => {
    const x = at(toX(place) + look.offset);
    const half = look.width / 2;
    const [top, middle, bottom, from, to] = [q3, median, q1, low, high].map((value) => toY(within(value, y)));
    const color = colors[series];
    const points = outliers.map((value) => `<circle cx="${x}" cy="${toY(within(value, y))}" r="1.6" fill="${color}"/>`);
    return `<line x1="${x}" x2="${x}" y1="${from}" y2="${to}" stroke="${color}"/><rect x="${at(x - half)}" y="${top}" width="${look.width}" height="${at(Math.max(1, bottom - top))}" fill="${color}" fill-opacity="0.35" stroke="${color}"/><line x1="${at(x - half)}" x2="${at(x + half)}" y1="${middle}" y2="${middle}" stroke="${color}" stroke-width="2"/>${points.join('')}`;
  };
}

/** What a caption says of values that lie outside a scale, and are drawn at its edge; empty where there are none. */
export function beyondText(values, { from, to }, format) {
  const beyond = values.filter((value) => value < from || value > to).toSorted((a, b) => a - b);
  if (beyond.length === 0) return '';
  const told = beyond.length > 4 ? `${beyond.length} of them` : beyond.map(format).join(', ');
  return ` Beyond the axis, and drawn at its edge: ${told}.`;
}

const within = (value, { from, to }) => Math.min(to, Math.max(from, value));
