/** @file The levels of a factor among candidates: those that differ from a base candidate in nothing else. */
import {
  type Candidate,
  canonicalJson,
  type InputError,
  inputError,
  type JsonObject,
  type JsonValue,
  nearestName,
} from '../../../core/index.js';
import { factorValue, findFactor, settingNames, withoutFactor } from './factor.js';

interface Level {
  readonly candidate: string;
  /** The factor's value, for people. */
  readonly value: string;
}

export interface Factor {
  /** The name that the user wrote; `candidate` compares whole candidates. */
  readonly name: string;
  /** Two or more, the base candidate first. */
  readonly levels: readonly Level[];
}

/** Compares candidates as they are. */
export const WHOLE_CANDIDATE = 'candidate';

/** Throws an InputError where the factor is unknown or has one level alone. */
export function factorAmong(name: string, candidates: readonly Candidate[], base: Candidate): Factor {
  if (name === WHOLE_CANDIDATE) {
    const others = candidates.filter(({ id }) => id !== base.id);
    if (others.length === 0) throw oneLevel(name, base.label);
    return { name, levels: [base, ...others].map(({ id, label }) => ({ candidate: id, value: label })) };
  }
  requireKnown(name, candidates);
  const rest = (candidate: Candidate) => canonicalJson(withoutFactor(candidate.configuration, name));
  const own = rest(base);
  const levels = [base, ...candidates.filter(({ id }) => id !== base.id)].filter(
    (candidate) => rest(candidate) === own,
  );
  const texts = levelTexts(levels.map(({ configuration }) => factorValue(configuration, name)));
  if (levels.length < 2) throw oneLevel(name, texts[0] ?? '', numbersAmong(name, candidates));
  return { name, levels: levels.map(({ id }, index) => ({ candidate: id, value: texts[index] as string })) };
}

/** Settings with names of their own are told by these alone where that tells them apart. */
export function levelTexts(values: readonly (JsonValue | undefined)[]): string[] {
  const names = values.flatMap((value) => nameOf(value) ?? []);
  if (new Set(names).size === values.length) return names;
  return values.map((value) => {
    if (value === undefined) return 'none';
    return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');
  });
}

/** What a setting with settings of its own is called, or several of them; undefined where one has no name. */
function nameOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return undefined;
  if (!Array.isArray(value)) {
    const { name } = value as JsonObject;
    return typeof name === 'string' ? name : undefined;
  }
  const names = (value as readonly JsonValue[]).map(nameOf);
  return names.includes(undefined) ? undefined : `[${names.join(', ')}]`;
}

/** Throws an InputError where no candidate has such a setting. */
export function requireKnown(name: string, candidates: readonly Candidate[]): void {
  if (candidates.some(({ configuration }) => findFactor(configuration, name).length > 0)) return;
  const known = settingNames(candidates.map(({ configuration }) => configuration));
  const near = nearestName(name, known);
  throw inputError`unknown-factor: There is no setting "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}
    Allowed: ${known.join(', ')}, the last words of one of these (\`activation\`), or ${WHOLE_CANDIDATE}
    Fix: Correct --factor.`;
}

/** The least, the middle and the largest number that candidates have there; drawn ones share none. */
function numbersAmong(name: string, candidates: readonly Candidate[]): readonly number[] {
  const values = new Set(candidates.map(({ configuration }) => factorValue(configuration, name)));
  const numbers = [...values].filter((value) => typeof value === 'number').sort((one, other) => one - other);
  const places = new Set([0, (numbers.length - 1) >> 1, numbers.length - 1]);
  return [...places].flatMap((place) => numbers[place] ?? []);
}

/** The refusal of a factor that does not vary; `numbers` are levels to name. */
export function oneLevel(name: string, value: string, numbers: readonly number[] = []): InputError {
  const levels = numbers.length < 2 ? 'first,second' : numbers.join(',');
  return inputError`one-level: The factor "${name}" has only one level (${value}) among candidates that are otherwise the same.
    Allowed: two or more levels
    Fix: Name levels: \`--factor '${name}=${levels}'\`; or give alternatives in the experiment's space.`;
}
