/** @file What tells compared runs apart: their settings, data, code and machines, fact by fact. */
import { stringify } from 'yaml';
import type { JsonObject, JsonValue } from '../../core/index.js';
import type { ReportInput } from '../input.js';
import { formatCount } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';

/** One run to be compared. */
export interface ComparedRun {
  /** What people call it: its folder. */
  readonly name: string;
  readonly input: ReportInput;
  readonly view: ReportView;
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
