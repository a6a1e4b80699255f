/** @file Markup by template: whatever is put into it is text and escaped, unless it is markup already. And what a page in a run folder says to programs: whose it is, and where others are linked. */
import { unbroken } from '../number-text.js';

/** HTML that may be put into a page as it is. Made by {@link html} and by the charts alone. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | readonly Content[];

/** Template tag: `html\`<td>${label}</td>\``. Null gives nothing, a list its parts one after the other. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let isText = true;
  const texts = parts.map((part, index) => {
    // Attributes and what is copied keep common spaces.
    if (/[<>]/.test(part))
      isText = part.lastIndexOf('>') > part.lastIndexOf('<') && !/<(?:code|pre)\b[^<>]*>$/.test(part);
    return part + contentText(contents[index] ?? null, isText);
  });
  return new Markup(texts.join(''));
}

/** Opens a table that scrolls sideways where there is no room, by keys too; `</table></div>` closes it. `kind`: classes of the table. */
export function tableStart(name: string, kind: string | null = null): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table${kind === null ? null : html` class="${kind}"`}>`;
}

function contentText(content: Content, isText: boolean): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeText(isText ? unbroken(content) : content);
  return content.map((one) => contentText(one, isText)).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe in elements and in quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** Another page of the same folder. */
interface PageLink {
  readonly href: string;
  /** For people: `the race`. */
  readonly text: string;
}

/** Of a page that answers a question of a run folder; nothing for any other. */
export function questionMark(question: number | null): Markup | null {
  return question === null ? null : html`<meta name="surefoot-question" content="${question}">\n`;
}

/** Number of the question that a page answers; undefined where its beginning does not say. */
export function questionOfPage(beginning: string): number | undefined {
  const found = /<meta name="surefoot-question" content="(\d+)">/.exec(beginning);
  return found === null ? undefined : Number(found[1]);
}

const OPENED = '<nav id="answers" aria-label="Other answers of this run">';
const CLOSED = '</nav>';

/** Where links will stand: nobody knows them when a page is drawn. */
export const NO_LINKS: Markup = new Markup(`${OPENED}${CLOSED}`);

/** The page with these links in the place of those that it had. */
export function withLinks(page: string, links: readonly PageLink[]): string {
  const [begin, after] = [page.indexOf(OPENED), page.indexOf(OPENED) + OPENED.length];
  const end = page.indexOf(CLOSED, after);
  if (begin < 0 || end < 0) return page;
  const told = links.map(({ href, text }, place) => html`${place === 0 ? null : ', '}<a href="${href}">${text}</a>`);
  const content = links.length === 0 ? '' : html`Also in this folder: ${told}`.text;
  return `${page.slice(0, after)}${content}${page.slice(end)}`;
}
