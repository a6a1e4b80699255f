/** @file `surefoot status`: the questions that were asked of a run folder, with what they came to. */
import type { Command } from 'commander';
import { formatQuantity, oneLine, openRunLog } from '../app/commands.js';
import type { Question, Store } from '../core/index.js';
import { print } from './terminal.js';

interface StatusFlags {
  readonly json?: true;
}

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .summary('list the questions asked of a run folder, with what they came to')
    .description(
      'A run folder holds trials, and the questions that were asked of them: races with their rules, and studies. ' +
        'Lists them in the order in which they were first asked. Reads only, also while a run goes on.',
    )
    .argument('<run>', 'run folder')
    .option('--json', 'print them for programs')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot status runs/digits
  $ surefoot report runs/digits --question 1`,
    )
    .action(statusAction);
}

function statusAction(folder: string, { json }: StatusFlags): void {
  const store = openRunLog(folder);
  try {
    const newest = store.newestQuestion()?.number;
    const rows = store.questions().map((question) => describeQuestion(question, question.number === newest));
    print(process.stdout, json === true ? `${JSON.stringify(rows, null, 2)}\n` : listing(store, rows));
  } finally {
    store.close();
  }
}

function describeQuestion(question: Question, newest: boolean) {
  const { number, header, request, askedAt } = question;
  const conclusion = question.conclusion();
  return {
    question: number,
    kind: String(header.plan.kind === 'race' ? 'select' : header.plan.kind),
    askedAt,
    /** Its files lie on top in the run folder. */
    newest,
    candidates: header.candidates.length,
    trials: typeof conclusion?.content.trials === 'number' ? conclusion.content.trials : null,
    status: conclusion?.status ?? 'unfinished',
    headline: conclusion?.headline ?? null,
    command: typeof request.command === 'string' ? request.command : null,
  };
}

function listing(store: Store, rows: readonly ReturnType<typeof describeQuestion>[]): string {
  const lines = rows.flatMap(({ question, kind, askedAt, newest, candidates, trials, status, headline, command }) => [
    `${question}  ${kind}, ${formatQuantity(candidates, 'candidate')}${trials === null ? '' : `, ${formatQuantity(trials, 'trial')}`}: ${status}, asked ${askedAt.slice(0, 16).replace('T', ' ')}${newest ? ' (its files lie in the folder)' : ''}`,
    ...(headline === null ? [] : [`   ${oneLine(headline)}`]),
    ...(command === null ? [] : [`   $ ${oneLine(command)}`]),
  ]);
  const total = `${formatQuantity(store.outcomes().length, 'trial')} in all, ${formatQuantity(rows.length, 'question')}`;
  return `${[...lines, total].join('\n')}\n`;
}
