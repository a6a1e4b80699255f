/**
 * @file Makes the SVG of a figure ready for what draws with given fonts alone: every run of characters names the font that has
 * them, and what no font has is written as its code point, so that no name is lost.
 */
import type { FigureFont, FigureFonts } from './fonts.js';

interface PrintableSvg {
  readonly svg: string;
  /** Characters that no font has, each once. */
  readonly missing: readonly string[];
}

/** A halo around text is drawn below it by itself: not every reader of SVG knows `paint-order`. */
export function printableSvg(svg: string, fonts: FigureFonts): PrintableSvg {
  const missing = new Set<string>();
  const plain = svg.replaceAll(/<(title|desc)\b[^>]*>[\s\S]*?<\/\1>/g, '');
  const drawn = plain
    .replaceAll(/<g\b([^>]*\spaint-order="stroke"[^>]*)>([\s\S]*?)<\/g>/g, (_, attributes: string, content: string) => {
      const own = attributes.replace(/\spaint-order="stroke"/, '');
      const halo = `<g${without(own, 'fill')} fill="none">${without(content, 'fill')}</g>`;
      return `${halo}<g${without(own, 'stroke')} stroke="none">${without(content, 'stroke')}</g>`;
    })
    .replaceAll(/<text\b[\s\S]*?<\/text>/g, (text) =>
      text.replaceAll(/>([^<]+)</g, (_, words: string) => `>${inRuns(words, fonts.regular, missing)}<`),
    );
  return { svg: drawn, missing: [...missing] };
}

function without(markup: string, attribute: string): string {
  return markup.replaceAll(new RegExp(`\\s${attribute}="[^"]*"`, 'g'), '');
}

/** Runs in the first font are left as they are; `words` are escaped. */
function inRuns(words: string, fonts: readonly FigureFont[], missing: Set<string>): string {
  const runs: { font: string; text: string }[] = [];
  for (const character of words) {
    const font = fonts.find(({ has }) => has(character.codePointAt(0) as number));
    if (font === undefined) missing.add(character);
    const name = (font ?? fonts[0])?.name ?? '';
    const text = font === undefined ? codeOf(character) : character;
    const last = runs.at(-1);
    if (last?.font === name) last.text += text;
    else runs.push({ font: name, text });
  }
  return runs
    .map(({ font, text }) => (font === fonts[0]?.name ? text : `<tspan font-family="${font}">${text}</tspan>`))
    .join('');
}

function codeOf(character: string): string {
  return `[U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}]`;
}
