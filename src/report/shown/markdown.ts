/** @file What a question came to, as Markdown for a message or an issue. */
import type { Shown } from './shown.js';

/** Whole lines, with a line end after the last. `name`: of the run. */
export function shownMarkdown({ title, sentence, facts, next }: Shown, name: string): string {
  const found = title === null ? '' : `: \`${title.name.replaceAll('`', "'")}\` (${escapeMarkdown(title.id)})`;
  const [first] = next;
  const copied = first?.command ?? first?.file;
  const lines = [
    `**${escapeMarkdown(name)}**${found}`,
    '',
    sentence,
    '',
    ...facts.map(({ label, text }) => `- ${label}${label.endsWith('?') ? '' : ':'} ${text}`),
    ...(first === undefined
      ? []
      : [`- Next: ${copied === undefined ? `${first.why}.` : `\`${copied}\` (${first.why})`}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, '\\$&');
}
