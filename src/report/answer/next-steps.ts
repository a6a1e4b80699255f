/** @file What to do with an answer: the commands that follow from this verdict, each with its reason and its price. */
import {
  isOfPredictingCommand,
  isOfProgram,
  isTrainedByOwn,
  jointMeaning,
  quoteArgument,
  writtenRange,
} from '../../core/index.js';
import { lostOf } from '../../stats/index.js';
import type { ReportInput } from '../input.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { pathIn } from '../result/winner-figures.js';
import type { NextStep } from '../shown/shown.js';
import { betterText } from '../view/choice-words.js';
import { divergedAdvice } from '../view/ending-words.js';
import type { Telling } from '../view/telling.js';
import type { AnswerClaim } from './claim.js';
import { edgeSettings } from './edge-settings.js';
import { assuredBar, separationOf } from './next-effort.js';
import { requiredAdvice } from './requirement-words.js';
import { openCount, type StatusCounts } from './statuses.js';
import type { Taken } from './take.js';

/** What the steps follow from. */
interface Known {
  readonly input: ReportInput;
  readonly result: Result;
  readonly claim: AnswerClaim;
  readonly counts: StatusCounts;
  readonly telling: Telling;
  /** The candidate of a tie to use; null where there is none. */
  readonly taken: Taken | null;
}

/** The most urgent first; none for a replay, whose table has no more. */
export function nextSteps(known: Known): readonly NextStep[] {
  const { result } = known;
  if (result.replay !== null) return [];
  return [
    ...unfinishedSteps(known),
    ...mendingSteps(known),
    ...(known.taken === null ? [] : usingSteps(known)),
    ...separatingSteps(known),
    ...(known.taken === null ? usingSteps(known) : []),
    ...edgeSteps(known),
    ...assuringSteps(known),
  ];
}

/** Of a race that was stopped, or goes on. */
function unfinishedSteps({ result, input }: Known): NextStep[] {
  const { status, command } = result;
  if (status === 'running') {
    return input.folder === undefined
      ? []
      : [{ command: `surefoot watch ${quoteArgument(input.folder)}`, why: 'see it go on' }];
  }
  if (hasFailed(result)) return againSteps(result, input);
  if (status === 'interrupted') return [{ command, why: 'goes on from here; nothing that was trained is lost' }];
  // More of the same would diverge, too.
  if (status !== 'budget' || hasDiverged(result)) return [];
  const larger = command === null ? null : withLargerBudget(command);
  return larger === null
    ? [
        {
          command: null,
          why:
            command === null
              ? 'Ask again with a larger `budget`: it goes on from here'
              : 'Set a larger `budget` in the experiment, then run the same command again: it goes on from here',
        },
      ]
    : [{ command: larger, why: 'goes on from here with twice the budget' }];
}

/** Of a run all of whose trainings failed, and that is not over: all of them are trained again. */
function againSteps({ command }: Result, { folder }: ReportInput): NextStep[] {
  const why =
    command === null
      ? 'Correct the trainer, then ask again: these are trained again'
      : 'once the trainer is corrected: trains these again';
  const again = { command, why };
  if (folder === undefined) return [again];
  return [{ command: `surefoot log ${quoteArgument(folder)}`, why: 'shows how they failed' }, again];
}

/** Twice the limits that it names; null where the experiment sets them. */
function withLargerBudget(command: string): string | null {
  const limits = /( (?:--budget|-b|--minutes|-m)[ =])(\d+(?:\.\d+)?)/g;
  const larger = command.replace(limits, (_, option: string, limit: string) => `${option}${2 * Number(limit)}`);
  return larger === command ? null : larger;
}

/** A limit of trainings that it names holds so many. */
function withRoomFor(command: string, trainings: number): string {
  return command.replace(/( (?:--budget|-b)[ =])(\d+)/g, (_, option: string, limit: string) => {
    return `${option}${Math.max(Number(limit), trainings)}`;
  });
}

/** Where something is wrong that more trainings do not mend. */
function mendingSteps({ result, claim, counts, input }: Known): NextStep[] {
  const { command, plan } = result;
  const again = command === null ? null : `${command.replace(' --retry-failed', '')} --retry-failed`;
  const failed = counts['never worked'];
  const why =
    command === null
      ? `Correct the trainer, then ask again and have failed trainings retried: ${formatCount(failed)} never worked`
      : `once the trainer is corrected: trains the ${failed === 1 ? 'one' : formatCount(failed)} that never worked again`;
  const retry = failed === 0 ? [] : [{ command: again, why }];
  const required = requiredAdvice(result);
  if (required !== null) return [...retry, { command: null, why: required }];
  const more = typeof plan.maxReplicates === 'number' ? ` and \`maxReplicates: ${2 * plan.maxReplicates}\`` : '';
  switch (claim.kind) {
    case 'none':
      return hasDiverged(result) ? [...retry, { command: null, why: divergedAdvice(input.header) }] : retry;
    case 'unbeaten':
      return [...retry, { command: null, why: 'Try other candidates, inputs or longer training: these learn nothing' }];
    case 'contradicted':
      return [
        ...retry,
        {
          command: null,
          why: `Look at the fresh trainings that went worst${input.folder === undefined ? '' : ' in trials.csv'}, then race with another \`seed\`${more}`,
        },
      ];
    case 'unreliable':
      return [
        ...retry,
        {
          command: null,
          why: 'Look at the trainings that failed or collapsed; a lower learning rate or gradient clipping often helps',
        },
      ];
    default:
      return retry;
  }
}

function hasFailed({ status, trials: { used, completed, diverged } }: Result): boolean {
  return used > 0 && completed === 0 && diverged === 0 && (status === 'interrupted' || status === 'budget');
}

/** Of all that were trained. */
function hasDiverged({ trials: { completed, diverged } }: Result): boolean {
  return completed === 0 && diverged > 0;
}

/** Where some may be better; more replicates than the race was given are another question, once it has ended. */
function separatingSteps({ result, claim, counts, telling }: Known): NextStep[] {
  const { status, command, tolerance } = result;
  if (claim.kind === 'alike' && telling.allAreEqual) {
    return [
      { command: null, why: 'Race by a finer metric, or on a harder task: equal losses tell no candidates apart' },
    ];
  }
  // A race that searches has no more replicates than it has.
  if (
    result.search !== undefined ||
    status !== 'exhausted' ||
    tolerance === null ||
    (claim.kind !== 'tied' && claim.kind !== 'alike')
  )
    return [];
  const separation = separationOf(result, telling);
  if (separation === null) return [];
  const { more, goal, areTwins, isEndless } = separation;
  const what = areTwins
    ? `show that none has ${betterText(result, tolerance.value, telling)}`
    : `tell these ${formatCount(openCount(counts, result) + 1)} apart`;
  if (isEndless) {
    const price = `about ${formatQuantity(more, 'more training')}`;
    return [{ command: null, why: `To ${what} would take ${price} (an estimate): use one, or set a larger tolerance` }];
  }
  const price =
    more === 0
      ? 'how many trainings that takes is not known'
      : `about ${formatQuantity(more, 'more training')} (an estimate)`;
  const option = goal === 0 ? '' : ` ${goal}`;
  const again = command?.replace(/ --separate(?:[ =]\d+)?/, '') ?? null;
  const base = again === null ? null : withRoomFor(again, result.trials.begun + more);
  return [
    {
      command: base === null ? null : `${base} --separate${option}`,
      why: `${base === null ? `option \`separate\`${goal === 0 ? '' : `: ${goal}`}: ` : ''}${what}: ${price}`,
    },
  ];
}

const MODEL_ABSENT = 'makes its model, once nothing stands in the way';

/** With the model, where there is one; another trainer keeps what it makes. */
function usingSteps(known: Known): NextStep[] {
  const { result, claim, input, taken } = known;
  const { winner, data } = result;
  const { folder } = input;
  if (winner === null || folder === undefined || claim.tone === 'bad' || result.status === 'running') return [];
  // A winner that nothing is known of is not to be used yet.
  if (claim.kind === 'stopped' && claim.level === null) return [];
  if (taken !== null && !taken.isWinner) return othersSteps(known, taken.candidate);
  const inFolder = (path: string) => quoteArgument(pathIn(folder.replace(/[\\/]$/, ''), path));
  if (winner.model === null) {
    if (winner.noModel !== undefined)
      return [{ command: `surefoot report ${quoteArgument(folder)}`, why: MODEL_ABSENT }];
    if (isModelToCome(known, winner.candidate)) return [];
    if (isPredicting(known, winner.candidate)) return [predictStep(quoteArgument(folder)), ...explainSteps(known)];
    const files = Object.values(winner.artifacts);
    if (files.length > 0) return [leftStep(files.map(inFolder))];
    return trainSteps(result, winner.candidate, 'the winner');
  }
  const model = inFolder(winner.model);
  // Predictions and explanations are of tables.
  if (data.columns === null) {
    return [{ command: null, why: `Run ${model} in any ONNX runtime: raw data in` }];
  }
  return [predictStep(model), ...explainSteps(known)];
}

function explainSteps({ input: { folder = '', explanation } }: Known): NextStep[] {
  if (explanation !== undefined) return [];
  return [{ command: `surefoot explain ${quoteArgument(folder)}`, why: 'which columns it relies on' }];
}

/** Of a candidate that is not the winner, whose model lies in the folder: its own is written where Surefoot trained it. */
function othersSteps(known: Known, candidate: string): NextStep[] {
  const { result, input, telling } = known;
  const run = quoteArgument(input.folder ?? '');
  const name = telling.nameOf(candidate);
  const which = `--candidate ${quoteArgument(candidate)}`;
  if (isPredicting(known, candidate)) return [predictStep(run, which)];
  if (isOwn(input, candidate)) return trainSteps(result, candidate, name);
  return [
    ...(result.data.columns === null ? [] : [predictStep(run, which)]),
    {
      command: `surefoot export ${run} ${which} --out ${quoteArgument(`${candidate}.onnx`)}`,
      why: `writes a model of ${name}`,
    },
  ];
}

/** `subject`: a model, or a run, and `which` of its candidates where it is not the winner. */
function predictStep(subject: string, which?: string): NextStep {
  const command = ['surefoot predict', subject, 'rows.csv', ...(which === undefined ? [] : [which])].join(' ');
  return { command, why: 'what the model says of the rows of a table', uses: true };
}

/** Whether it is of a command, which predicts the rows of a table when it is asked for the same training again. */
function isPredicting({ result: { data }, input: { header } }: Known, candidate: string): boolean {
  const found = header.candidates.find(({ id }) => id === candidate);
  return found !== undefined && data.columns !== null && isOfPredictingCommand(header.experiment, found);
}

/** Whether a trainer of the user's own trained it, of which there is no model. */
function isOwn({ header }: ReportInput, candidate: string): boolean {
  const found = header.candidates.find(({ id }) => id === candidate);
  return found === undefined || isTrainedByOwn(header, found);
}

/** None where a program asked, which has its own way to train. The candidates of another search are not those of the experiment. */
function trainSteps({ command, candidates }: Result, candidate: string, name: string): NextStep[] {
  const [, asked, experiment] =
    /^surefoot (select|recheck (?:'[^']*'|[^\s-]\S*)) ('[^']*'|[^\s-]\S*)/.exec(command ?? '') ?? [];
  const configuration = candidates.find(({ id }) => id === candidate)?.configuration;
  if (experiment === undefined || configuration === undefined) return [];
  const which =
    asked === 'select'
      ? `--candidate ${quoteArgument(candidate)}`
      : `--configuration ${quoteArgument(JSON.stringify(configuration))}`;
  return [
    {
      command: `surefoot train ${experiment} ${which} --out winner`,
      why: `trains ${name} once and saves its files`,
    },
  ];
}

/** What one training of the user's own trainer left, which only its own code can read. */
function leftStep([first = '', ...others]: readonly string[]): NextStep {
  const [beside, wrote] =
    others.length === 0 ? ['', 'it'] : [` and ${formatQuantity(others.length, 'more file')} of that training`, 'them'];
  return { command: null, file: first, why: `load it${beside} with the code that wrote ${wrote}` };
}

/** The built-in trainers leave a model once the race has ended by itself. */
function isModelToCome({ result, input }: Known, winner: string): boolean {
  return result.engine !== null && !isOwn(input, winner);
}

const SETTLED: ReadonlySet<AnswerClaim['kind']> = new Set(['decided', 'tied', 'published']);

/** Whether the best lies beyond what was tried. */
function edgeSteps({ result, input, claim }: Known): NextStep[] {
  const { winner, tieSet } = result;
  // Where nothing has been shown of all, nobody knows where the best lie; of a tie the best may be any.
  if (winner === null || result.verdict === 'stopped' || !SETTLED.has(claim.kind)) return [];
  const { candidates } = input.header;
  const places = new Map(candidates.map(({ id }, place) => [id, place]));
  const tried = result.candidates.filter(({ id, criterion }) => criterion !== null && id !== winner.candidate);
  const [edge] = edgeSettings(
    candidates.map(({ configuration }) => configuration),
    [winner.candidate, ...tried.map(({ id }) => id)].map((id) => places.get(id) ?? -1),
    input.ranges ?? [],
    claim.kind === 'tied' ? (tieSet?.tied ?? []).map((id) => places.get(id) ?? -1) : [],
  );
  if (edge === undefined) return [];
  const { name, value, side, drawn } = edge;
  if (drawn === undefined) {
    const wanted = side === 'largest' ? 'larger' : 'smaller';
    return [{ command: null, why: `Try a ${wanted} \`${name}\`: the winner has the ${side}, ${value}` }];
  }
  const { wider, best, near } = drawn;
  const end = side === 'largest' ? 'upper' : 'lower';
  const share = near === best ? `all of the ${formatCount(best)}` : `${formatCount(near)} of the ${formatCount(best)}`;
  const others = `${share} best lie in the quarter at that end`;
  return [
    {
      command: null,
      why:
        `Draw \`${name}\` from \`${writtenRange(wider)}\`: the winner has ${value}, at the ${end} end of its range, ` +
        (near > best / 2 ? `and ${others}` : `but only ${others}, so it may be chance`),
    },
  ];
}

/** To hold it to what its fresh trainings have shown: where some of them did not come out, a promise of it is refuted already. */
function assuringSteps(known: Known): NextStep[] {
  const { folder, direction } = known.input;
  const { result, claim, taken } = known;
  const { winner, metric, members } = result;
  if (taken !== null && !taken.isWinner) return [];
  const fresh = members.find(({ standing }) => standing === 'winner')?.fresh ?? null;
  if (winner === null || folder === undefined || claim.tone === 'bad' || fresh === null || lostOf(fresh) > 0) return [];
  // Of one training alone there is none to be held to.
  if (jointMeaning(metric) !== undefined) return [];
  const bar = assuredBar(metric, direction, fresh.worst);
  if (bar === null) return [];
  if (isOfProgram(known.input.header)) return [{ command: null, why: `In your program \`assure\` tells ${bar.why}` }];
  return [{ command: `surefoot assure ${quoteArgument(folder)} ${bar.options}`, why: bar.why }];
}
