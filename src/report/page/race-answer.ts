/** @file The first screen of a race: the winner, the claim, what to expect, what it cost, and what to do next. */
import { type AnswerLead, groundSentence, type WinnerExpectation } from '../answer/index.js';
import { drawDotStrip } from '../html/charts/dot-strip.js';
import {
  bigFigure,
  commandList,
  type FirstScreen,
  type FirstScreenAction,
  type FirstScreenBox,
  shareBar,
} from '../html/first-screen.js';
import { html } from '../html/markup.js';
import { formatCount, formatDuration, formatQuantity, formatShare } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';

/** Steps on the first screen; a run has few more. */
const MOST_STEPS = 3;

export function raceAnswer(view: ReportView): FirstScreen {
  const { claim, grounds, winner, warnings, expect, lead, cost, next } = view.answer;
  const steps = next.slice(0, MOST_STEPS);
  return {
    kicker: winner === null ? 'No winner' : claim.tone === 'bad' ? 'Best of the race' : 'Winner',
    title: winner?.name ?? null,
    id: winner === null || winner.name.includes(winner.id) ? null : winner.id,
    tone: claim.tone,
    sentence: claim.sentence,
    grounds: grounds.map(groundSentence),
    actions: actionsOf(view),
    notices: warnings,
    boxes: [
      ...(expect === null ? [] : [expectBox(expect, lead)]),
      costBox(cost),
      ...(steps.length === 0 ? [] : [{ kicker: 'Next', content: commandList(steps) }]),
    ],
    figures: [],
  };
}

function actionsOf(view: ReportView): FirstScreenAction[] {
  const { choice } = view.result;
  if (choice === null) return [];
  return [
    { label: 'copy settings', copies: JSON.stringify(choice.configuration, null, 2) },
    { label: 'copy as Markdown', copies: answerMarkdown(view) },
    ...(choice.model === null ? [] : [{ label: choice.model, href: choice.model }]),
  ];
}

/** A lead that is lost is among the notices. */
function expectBox(expect: WinnerExpectation, lead: AnswerLead | null): FirstScreenBox {
  const { metric, better, on, from, trainings, which, typicalText, worstText, baselines, endings } = expect;
  const strip =
    trainings.filter(({ value }) => Number.isFinite(value)).length < 2
      ? null
      : drawDotStrip({
          dots: trainings.map(({ value, collapsed }) => ({ value, isCollapsed: collapsed })),
          largerIsBetter: better === 'high',
          marks: baselines,
          description: `The ${metric} of ${which}, typically ${typicalText}, at worst ${worstText}`,
        });
  return {
    kicker: 'Expect',
    content: html`${endings === null ? null : html`<p class="collapsed">${endings}</p>`}
${bigFigure(typicalText, `${metric}, typical`)}
<p>${trainings.length === 1 ? '' : `${worstText} at worst of `}${which}${on === '' ? '' : `, ${on}`}${from === 'fresh' ? '' : '; they chose it, which flatters it'}</p>
${strip}${
  lead === null || lead.kind === 'lost'
    ? null
    : html`
<p class="quiet">${lead.sentence}</p>`
}`,
  };
}

/** A part of a whole where it is one: fresh trainings may make it more than training everybody every time. */
function costBox({ trained, all, share, seconds, parts }: ReportView['answer']['cost']): FirstScreenBox {
  const isPart = all !== null && share !== null && share <= 1;
  const whole = isPart ? `of ${formatQuantity(all, 'training')}` : trained === 1 ? 'training' : 'trainings';
  const told = [
    ...(share === null || all === null
      ? []
      : [`${formatShare(share)}${isPart ? '' : ` of the ${formatCount(all)} that train everybody every time`}`]),
    ...(seconds === 0 ? [] : [formatDuration(seconds)]),
  ];
  return {
    kicker: 'Cost',
    content: html`${bigFigure(formatCount(trained), whole)}
${isPart ? shareBar(share) : null}
<p>${told.join(', ')}</p>${
      parts === ''
        ? null
        : html`
<p class="quiet">${parts}</p>`
    }`,
  };
}

/** Whole lines, with a line end after the last. */
function answerMarkdown({ answer, result }: ReportView): string {
  const { winner, claim, grounds, warnings, expect, lead, cost, next } = answer;
  const lines = [
    `**${escapeMarkdown(result.name)}**: ${winner === null ? 'no winner' : `\`${winner.name.replaceAll('`', "'")}\` (${escapeMarkdown(winner.id)})`}`,
    '',
    claim.sentence,
    '',
    ...grounds.map(({ label, text }) => `- ${label}${label.endsWith('?') ? '' : ':'} ${text}`),
    ...warnings.map(({ text }) => `- Note: ${text}`),
    ...(expect === null
      ? []
      : [`- Expect: ${[expect.endings, expect.sentence].filter((part) => part !== null).join(' ')}`]),
    ...(expect?.against == null ? [] : [`- For comparison: ${expect.against}.`]),
    ...(lead === null || lead.kind === 'lost' ? [] : [`- Lead: ${lead.sentence}`]),
    `- Cost: ${cost.text}.`,
    ...next.slice(0, 1).map(({ command, file, why }) => {
      const copied = command ?? file;
      return `- Next: ${copied === undefined ? why : `\`${copied}\` (${why})`}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, '\\$&');
}
