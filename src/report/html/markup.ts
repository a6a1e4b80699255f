/** @file Markup by template: whatever is put into it is text and escaped, unless it is markup already. */
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
