/** @file The answer of a race as Markdown, to be put into a note, an issue or a chat. */
import type { ReportView } from '../view/report-view.js';

/** Whole lines, with a line end after the last. */
export function answerMarkdown({ answer, result }: ReportView): string {
  const { winner, claim, warnings, expect, cost, next } = answer;
  const lines = [
    `**${escapeMarkdown(result.name)}**: ${winner === null ? 'no winner' : `\`${winner.name.replaceAll('`', "'")}\` (${escapeMarkdown(winner.id)})`}`,
    '',
    claim.sentence,
    '',
    ...warnings.map(({ text }) => `- Note: ${text}`),
    ...(expect === null
      ? []
      : [`- Expect: ${[expect.collapses, expect.sentence].filter((part) => part !== null).join(' ')}`]),
    ...(expect?.against == null ? [] : [`- For comparison: ${expect.against}.`]),
    `- Cost: ${cost.text}.`,
    ...next.slice(0, 1).map(({ command, why }) => `- Next: ${command === null ? why : `\`${command}\` (${why})`}`),
  ];
  return `${lines.join('\n')}\n`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, '\\$&');
}
