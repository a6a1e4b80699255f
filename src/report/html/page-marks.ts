/** @file What a page in a run folder says to programs: whose it is, and where the other pages of the folder are linked. */
import { html, Markup } from './markup.js';

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
