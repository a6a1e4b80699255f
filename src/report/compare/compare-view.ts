/** @file Several races side by side, as values: what differs fact by fact, what each chose and at what cost, and what they have in common. */

import { stringify } from 'yaml';
import { createSharedHash, type JsonObject, type JsonValue } from '../../core/index.js';
import { type Endings, kendallTauB } from '../../stats/index.js';
import type { StatusCounts } from '../answer/statuses.js';
import { lossWord } from '../direction.js';
import { hasNotEnded, type ReportInput } from '../input.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { type CandidateName, nameCandidates, shortName } from '../view/candidate-names.js';
import { criterionPhrase } from '../view/choice-words.js';
import { nameSome } from '../view/run-notices.js';
import { type ComparedRun, type SharedCandidate, sharedCandidates } from './shared-candidates.js';

const COMPARE_FORMAT = 'surefoot-compare';
const COMPARE_VERSION = 1;

export interface CompareView {
  readonly format: typeof COMPARE_FORMAT;
  readonly version: typeof COMPARE_VERSION;
  /** One line, no full stop at its end. */
  readonly headline: string;
  /** Whole sentences: why figures below are no comparison, or a poor one. */
  readonly warnings: readonly string[];
  /** Whether losses of the runs measure the same thing. */
  readonly comparable: boolean;
  /** Whether all runs choose the same configuration; null where one chooses none. */
  readonly sameChoice: boolean | null;
  readonly runs: readonly RunInBrief[];
  readonly differences: readonly SettingDifference[];
  /** By which candidates in common are judged, that of the first run: `q3 of the loss`. */
  readonly criterion: string;
  readonly better: 'high' | 'low';
  readonly shared: readonly SharedCandidate[];
  readonly rankings: readonly RankingAgreement[];
}

export interface RunInBrief {
  readonly name: string;
  readonly experiment: string;
  readonly status: Result['status'];
  readonly verdict: string | null;
  /** What it claims, a whole sentence; and how many candidates stand where. */
  readonly claim: string;
  readonly statuses: StatusCounts;
  readonly winner: { readonly candidate: string; readonly name: string } | null;
  /** Of the winner; `name` says which. */
  readonly criterion: ResultChoice['criterion'] | null;
  /** How the trainings that it is of ended. */
  readonly endings: Endings | null;
  /** Those that it rests on. */
  readonly trials: number;
  readonly tied: number;
  readonly candidates: number;
  readonly neverWorked: number;
  readonly cost: {
    readonly trials: Result['trials'];
    readonly seconds: number;
  };
}

/** Of two runs or more; the first is what the others are compared with. */
export function buildCompareView(runs: readonly ComparedRun[]): CompareView {
  const first = runs[0] as ComparedRun;
  const { criterion } = first.input;
  const different = dataDifferences(runs);
  const comparable = different.length === 0;
  const names = namesIn(runs);
  const shared = sharedCandidates(runs, criterion, comparable, names);
  const sameChoice = haveSameChoice(runs);
  return {
    format: COMPARE_FORMAT,
    version: COMPARE_VERSION,
    headline: headline(runs, sameChoice, shared.length),
    warnings: [...different, ...criterionWarnings(runs), ...unfinishedWarnings(runs)],
    comparable,
    sameChoice,
    runs: runs.map((run) => summaryOf(run, names)),
    differences: differencesOf(runs),
    criterion: criterionPhrase(first.view.result),
    better: first.view.telling.better,
    shared,
    rankings: shared.length === 0 ? [] : rankingAgreements(shared, runs.length),
  };
}

function summaryOf({ name, view }: ComparedRun, names: ReadonlyMap<string, CandidateName>): RunInBrief {
  const { result } = view;
  const { winner, trials } = result;
  const own = result.members.find(({ standing }) => standing === 'winner');
  return {
    name,
    experiment: result.name,
    status: result.status,
    verdict: result.verdict,
    claim: view.answer.claim.sentence,
    statuses: view.answer.counts,
    winner: winner && { candidate: winner.candidate, name: shortName(names, winner.candidate) },
    criterion: winner?.criterion ?? null,
    endings: (own && (winner?.criterion.from === 'fresh' ? own.fresh : own.race)) ?? null,
    trials: winner?.trials ?? 0,
    tied: result.tieSet?.tied.length ?? winner?.ties.length ?? 0,
    candidates: result.candidates.length,
    neverWorked: result.neverWorked.length,
    cost: { trials, seconds: result.seconds },
  };
}

function haveSameChoice(runs: readonly ComparedRun[]): boolean | null {
  const hash = createSharedHash();
  const choices = runs.map(({ view }) => view.result.winner);
  if (choices.some((winner) => winner === null)) return null;
  return new Set(choices.map((winner) => winner && hash(winner.configuration))).size === 1;
}

function headline(runs: readonly ComparedRun[], sameChoice: boolean | null, shared: number): string {
  const count = formatQuantity(runs.length, 'run');
  const [first] = runs as [ComparedRun, ...ComparedRun[]];
  const { winner } = first.view.result;
  const common = `${shared === 0 ? 'no candidate' : formatQuantity(shared, 'candidate')} in common`;
  if (sameChoice === null || winner === null) return `${count}, not all with a winner; ${common}`;
  if (sameChoice)
    return `${runs.length === 2 ? 'Both runs' : `All ${count}`} have the winner ${first.view.telling.nameOf(winner.candidate)}; ${common}`;
  return `The ${count} have different winners; ${common}`;
}

/** Why losses of one run say nothing beside those of another; empty where they do. */
function dataDifferences(runs: readonly ComparedRun[]): string[] {
  const varied = <T>(of: (run: ComparedRun) => T): readonly string[] => [
    ...new Set(runs.map((run) => String(of(run)))),
  ];
  const data = varied(({ input }) => `${input.data.name} ${input.data.hash.slice(0, 8)}`.trim());
  const splits = varied(({ input }) => JSON.stringify(input.data.split));
  const raced = varied(({ view }) => lossWord(view.result));
  const losses = varied(({ input }) => lossesOf(input).join(', ') || "the trainer's own");
  const samples = varied(({ input }) => (input.header.plan as { readonly sampleSize?: number }).sampleSize ?? 0);
  return [
    ...(data.length < 2
      ? []
      : [
          `The runs used different data (${nameSome(data)}): their losses do not measure the same thing, and no figure of one says anything about another.`,
        ]),
    ...(losses.length < 2
      ? []
      : [
          `The runs were judged by different losses (${nameSome(losses)}): their figures cannot be set against each other.`,
        ]),
    ...(raced.length < 2
      ? []
      : [`The runs raced different figures (${nameSome(raced)}): these cannot be set against each other.`]),
    ...(data.length > 1 || splits.length < 2
      ? []
      : [
          'The data were split differently: the runs were judged on different selection sets, and figures differ for that alone.',
        ]),
    ...(data.length > 1 || samples.length < 2
      ? []
      : [
          `The runs trained on samples of different sizes (${nameSome(samples.map((size) => formatCount(Number(size))))}): larger samples train better models.`,
        ]),
  ];
}

function criterionWarnings(runs: readonly ComparedRun[]): string[] {
  const names = [...new Set(runs.map(({ view }) => criterionPhrase(view.result)))];
  if (names.length < 2) return [];
  return [
    `The runs were judged by different criteria (${nameSome(names)}): the values of their winners cannot be compared. Candidates in common are judged by the ${names[0]} of every run.`,
  ];
}

function unfinishedWarnings(runs: readonly ComparedRun[]): string[] {
  const open = runs.filter(({ view }) => hasNotEnded(view.result.status));
  if (open.length === 0) return [];
  return [
    `${nameSome(open.map(({ name }) => name))} ${open.length === 1 ? 'has' : 'have'} not ended: what is shown is how far it is.`,
  ];
}

/** By id, each once: as the first run that has it calls it, with the id where another is called so. */
function namesIn(runs: readonly ComparedRun[]): ReadonlyMap<string, CandidateName> {
  const all = new Map(runs.toReversed().flatMap(({ input }) => input.header.candidates.map((one) => [one.id, one])));
  return nameCandidates([...all.values()]);
}

interface RankingAgreement {
  /** Places among the compared runs. */
  readonly runs: readonly [number, number];
  /** Candidates that both have a value of. */
  readonly n: number;
  /** Kendall's tau-b, from -1 to 1; null for fewer than two candidates, and where all are alike. */
  readonly tau: number | null;
  /** Of 95 %; the candidates are taken as a sample. Null for fewer than 10. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Every pair of runs. */
function rankingAgreements(shared: readonly SharedCandidate[], count: number): RankingAgreement[] {
  const pairs = Array.from({ length: count }, (_, first) =>
    Array.from({ length: count - first - 1 }, (_, after) => [first, first + 1 + after] as const),
  ).flat();
  return pairs.map(([first, second]) => {
    const values = shared.flatMap(({ figures }) => {
      const [left, right] = [first, second].map((place) => figures.find(({ run }) => run === place)?.value ?? null);
      return left === null || left === undefined || right === null || right === undefined
        ? []
        : [[left, right] as const];
    });
    const { tau, interval, n } = kendallTauB(
      values.map(([left]) => left),
      values.map(([, right]) => right),
    );
    return { runs: [first, second], n, tau: Number.isFinite(tau) ? tau : null, interval };
  });
}

/** A fact in which the runs are not all alike. */
export interface SettingDifference {
  readonly what: string;
  /** By run; empty where it has no such fact. */
  readonly values: readonly string[];
}

/** Longer values are cut: `result.json` has them. */
const LONGEST = 80;
/** Of the experiment: `race` stands in the plan, completed; the data by what was read. */
const ELSEWHERE = new Set(['name', 'race', 'dataset', 'baseFolder', 'seed', 'failures', 'spaces']);

/** In the order of an experiment file, then data, question, code and machine. */
export function differencesOf(runs: readonly ComparedRun[]): SettingDifference[] {
  const facts = runs.map(factsOf);
  const names = [...new Set(facts.flatMap((own) => [...own.keys()]))];
  return names.flatMap((what) => {
    const values = facts.map((own) => own.get(what) ?? '');
    return new Set(values).size < 2 ? [] : [{ what, values: values.map(cut) }];
  });
}

function factsOf({ input, view }: ComparedRun): Map<string, string> {
  const { header, data, code } = input;
  const { result } = view;
  const experiment = Object.entries(header.experiment).filter(([name]) => !ELSEWHERE.has(name));
  const { kind: _, ...plan } = header.plan as unknown as JsonObject;
  const stretch = input.stretches.at(-1);
  return new Map([
    ['experiment', header.name],
    ...flatten('', Object.fromEntries(experiment)),
    ...spacesOf(header.experiment),
    ['seed', String(header.seed)],
    ['data read', `${data.name} ${data.hash.slice(0, 12)}`.trim()],
    ...Object.entries(data.split).map(([part, count]) => [`examples: ${part}`, formatCount(count)] as const),
    ['criterion and loss', `${result.criterion.onLosses}, ${lossesOf(input).join(' or ') || "the trainer's own"}`],
    ...flatten('race', plan),
    ['candidates', formatCount(result.candidates.length)],
    ...Object.entries(code?.files ?? {}).map(([name, hash]) => [`code: ${name}`, hash.slice(0, 12)] as const),
    ...(stretch === undefined ? [] : flatten('machine', stretch.environment as JsonObject)),
  ]);
}

/** What is searched, under the names that an experiment file has for it. */
function spacesOf({ spaces }: JsonObject): (readonly [string, string])[] {
  if (!Array.isArray(spaces)) return [];
  return spaces
    .flatMap(({ place, space }: JsonObject) => flatten(String(place), { settings: space ?? null }))
    .map(([name, value]) => [name.replace('.settings', ''), value]);
}

/** Names of the losses that candidates were trained for; empty where the trainer does not say. */
export function lossesOf({ header }: ReportInput): string[] {
  const names = header.candidates.flatMap(({ configuration: { loss } }) => {
    if (typeof loss === 'string') return [loss];
    const name = (loss as { readonly name?: JsonValue } | null | undefined)?.name;
    return typeof name === 'string' ? [name] : [];
  });
  return [...new Set(names)].sort();
}

/** Leaves by their path; lists are leaves. */
function flatten(path: string, object: JsonObject): (readonly [string, string])[] {
  return Object.entries(object).flatMap(([name, value]): (readonly [string, string])[] => {
    const place = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return flatten(place, value as JsonObject);
    return [[place, flowText(value)]];
  });
}

function flowText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
