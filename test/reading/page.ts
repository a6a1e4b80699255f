/** @file Reads a page as its readers do: its first screen, its tables, its figures, and everything that is written on it. */
import { inflateRawSync } from 'node:zlib';
import { parseHTML } from 'linkedom';

export interface ReadTable {
  readonly section: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReadPage {
  readonly title: string;
  /** The one sentence below the winner, or the finding. */
  readonly claim: string;
  /** Everything on the first screen. */
  readonly first: string;
  readonly tables: readonly ReadTable[];
  /** Every piece of text by itself: paragraphs, cells, captions, texts of drawings. */
  readonly texts: readonly string[];
  /** All of it. */
  readonly whole: string;
  /** Data for the script of the page, by name. */
  readonly payloads: ReadonlyMap<string, unknown>;
  /** Marks of trainings on the first screen. */
  readonly dots: number;
}

/** What is needed of a document: tests know no types of browsers. */
interface Root {
  readonly nodeType: number;
  readonly tagName?: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<Root>;
  querySelector(selector: string): Root | null;
  querySelectorAll(selector: string): Iterable<Root> & { readonly length: number };
  closest(selector: string): Root | null;
  getAttribute(name: string): string | null;
  remove(): void;
}

export const flat = (text: string): string =>
  text
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const PIECES = 'h1,h2,h3,p,li,th,td,figcaption,text,desc,summary,dt,dd,.big';

export function readPage(html: string): ReadPage {
  const { document } = parseHTML(html) as unknown as { document: Root };
  const payloads = new Map<string, unknown>();
  for (const block of document.querySelectorAll('script[data-payload]')) {
    const bytes = Buffer.from(block.textContent ?? '', 'base64');
    payloads.set(block.getAttribute('data-payload') ?? '', JSON.parse(inflateRawSync(bytes).toString('utf8')));
  }
  for (const hidden of document.querySelectorAll('script,style')) hidden.remove();
  const textOf = (node: Root | null): string => flat(spaced(node));
  const answer = document.querySelector('#answer, .answer');
  return {
    title: textOf(answer?.querySelector('h2 bdi') ?? null),
    claim: textOf(answer?.querySelector('.sentence') ?? null),
    first: textOf(answer),
    tables: [...document.querySelectorAll('table')].map((table) => ({
      section: table.closest('section[id]')?.getAttribute('id') ?? '',
      headings: [...table.querySelectorAll('thead th')].map(textOf),
      rows: [...table.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td,th')].map(textOf)),
    })),
    texts: [...document.querySelectorAll(PIECES)].map(textOf).filter((text) => text !== ''),
    whole: textOf(document.querySelector('body')),
    payloads,
    dots: answer?.querySelectorAll('svg circle, svg [data-mark="training"]').length ?? 0,
  };
}

/** Text with a blank between elements that stand apart, as an eye sees them. */
function spaced(node: Root | null): string {
  if (node === null) return '';
  if (node.nodeType === 3) return node.textContent ?? '';
  const tag = node.tagName?.toLowerCase() ?? '';
  const inner = [...node.childNodes].map(spaced).join('');
  return /^(?:b|i|em|strong|bdi|span|code|a|tspan)$/.test(tag) ? inner : ` ${inner} `;
}
