/** @file Markup by template: whatever is put into it is text and escaped, unless it is markup already. */

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
  const text = parts.map((part, index) => part + contentText(contents[index] ?? null)).join('');
  return new Markup(text);
}

/** Opens a table that scrolls sideways where there is no room, by keys too; `</table></div>` closes it. `kind`: classes of the table. */
export function tableStart(name: string, kind: string | null = null): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table${kind === null ? null : html` class="${kind}"`}>`;
}

function contentText(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string' || typeof content === 'number') return escapeText(String(content));
  return content.map(contentText).join('');
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
