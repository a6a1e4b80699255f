/** @file The first screen of a race: the winner, the claim, what to expect, what it cost, and what to do next. */
import { bigFigure, commandList, type FirstScreen, type FirstScreenBox, shareBar } from '../html/first-screen.js';
import { html } from '../html/markup.js';
import { formatCount, formatDuration } from '../number-text.js';
import { shareOfAll, trainedInAll } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';

export function raceAnswer(view: ReportView): FirstScreen {
  const { result, parts, notices, names } = view;
  const { choice, verdict } = result;
  const id = choice?.candidate ?? null;
  const title = id === null ? null : (names.get(id)?.full ?? id);
  return {
    kicker: choice === null ? 'No winner' : 'Winner',
    title,
    id: title === id ? null : id,
    tone: parts.warning !== null || choice === null ? 'bad' : verdict === 'clear' ? 'sure' : 'open',
    sentence: `${view.headline}.`,
    actions: [
      ...(choice === null ? [] : [{ label: 'copy', copies: JSON.stringify(choice.configuration, null, 2) }]),
      ...(choice?.model == null ? [] : [{ label: choice.model, href: choice.model }]),
    ],
    notices,
    boxes: [costBox(view)],
    figures: [],
  };
}

function costBox({ result: { trials, seconds } }: ReportView): FirstScreenBox {
  const all = trainedInAll(trials);
  const share = shareOfAll(trials);
  return {
    kicker: 'Cost',
    content: html`${bigFigure(formatCount(all), share === null ? 'trainings' : `of ${formatCount(trials.exhaustive)} trainings`)}
${share === null ? null : shareBar(all / trials.exhaustive)}
<p>${[share, formatDuration(seconds)].filter((part) => part !== null).join(' · ')}</p>${commandList([])}`,
  };
}
