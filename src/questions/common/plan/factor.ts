/** @file A factor: a setting of a configuration by a name such as `layers.activation`, wherever in the configuration it stands; and its levels. */
import {
  type Candidate,
  canonicalJson,
  type InputError,
  inputError,
  type JsonObject,
  type JsonValue,
  nearestName,
} from '../../../core/index.js';

type Path = readonly (string | number)[];

/**
 * The settings that `factor` names: those whose keys contain the names between its dots in their order and end with the last of
 * them. `layers.activation` names every activation inside layers, `layers.0.activation` that of the first layer, `optimizer` the
 * optimizer as a whole. Of settings inside one another the outermost counts.
 */
export function findFactor(configuration: JsonObject, factor: string): Path[] {
  const names = factor.split('.');
  const found: Path[] = [];
  const visit = (value: JsonValue, path: Path): void => {
    if (matches(path, names)) found.push(path);
    else if (value !== null && typeof value === 'object') {
      for (const [key, child] of entriesOf(value)) visit(child, [...path, key]);
    }
  };
  visit(configuration, []);
  return found;
}

/**
 * The configuration with every setting that the factor names replaced.
 *
 * @throws InputError where it names a setting of the whole and others inside that stand in its place, such as the initialisation of one layer
 */
export function replaceFactor(configuration: JsonObject, factor: string, value: JsonValue): JsonObject {
  requireNoneInPlace(configuration, factor);
  return findFactor(configuration, factor).reduce<JsonObject>(
    (changed, path) => changeAt(changed, path, () => value) as JsonObject,
    configuration,
  );
}

/** To replace both would take away what a part has of its own, without a word about it. */
function requireNoneInPlace(configuration: JsonObject, factor: string): void {
  const whole = configuration[factor];
  if (whole === undefined) return;
  const others = findFactor(configuration, factor).filter(
    (path) => JSON.stringify(valueAt(configuration, path)) !== JSON.stringify(whole),
  );
  const [first] = others;
  if (first === undefined) return;
  const own = others.map((path) => `${path.join('.')} is ${JSON.stringify(valueAt(configuration, path))}`);
  throw inputError`factor-in-parts: The factor "${factor}" names a setting of the whole, and parts have their own: ${own.join('; ')}.
    Allowed: levels of a setting that no part has of its own
    Fix: Write the levels into the experiment instead, as alternatives of \`${factor}\`, and name \`--factor ${factor}\` alone; or name one part: \`--factor ${first.join('.')}=...\``;
}

/** What the factor is in a configuration: one value where all its settings agree, else their list; undefined where it has none. */
export function factorValue(configuration: JsonObject, factor: string): JsonValue | undefined {
  const values = findFactor(configuration, factor).map((path) => valueAt(configuration, path));
  const [first] = values;
  return values.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : values;
}

/** Everything but the factor: equal for configurations that differ in nothing else. */
export function withoutFactor(configuration: JsonObject, factor: string): JsonObject {
  return findFactor(configuration, factor)
    .reverse()
    .reduce<JsonObject>((changed, path) => changeAt(changed, path, () => undefined) as JsonObject, configuration);
}

/** Names of all settings, dotted, positions and the kinds in lists kept as names: for messages. */
export function settingNames(configurations: readonly JsonObject[]): string[] {
  const names = new Set<string>();
  const visit = (value: JsonValue, path: readonly string[]): void => {
    if (value !== null && typeof value === 'object') {
      for (const [key, child] of entriesOf(value)) visit(child, typeof key === 'number' ? path : [...path, key]);
    } else names.add(path.join('.'));
  };
  for (const configuration of configurations) visit(configuration, []);
  return [...names].sort();
}

function matches(path: Path, names: readonly string[]): boolean {
  if (String(path.at(-1)) !== names.at(-1)) return false;
  let next = 0;
  for (const key of path) if (String(key) === names[next]) next++;
  return next === names.length;
}

function entriesOf(value: JsonObject | readonly JsonValue[]): (readonly [string | number, JsonValue])[] {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value as JsonObject);
}

function valueAt(value: JsonValue, path: Path): JsonValue {
  return path.reduce<JsonValue>(
    (inner, key) => (inner as Readonly<Record<string | number, JsonValue>>)[key] as JsonValue,
    value,
  );
}

/** A copy with what stands at the path changed; undefined takes it away. */
function changeAt(
  value: JsonValue,
  [key, ...rest]: Path,
  change: (value: JsonValue) => JsonValue | undefined,
): JsonValue {
  const changeChild = (child: JsonValue) => (rest.length === 0 ? change(child) : changeAt(child, rest, change));
  if (Array.isArray(value)) {
    return value.flatMap((child: JsonValue, index) => {
      const changed = index === key ? changeChild(child) : child;
      return changed === undefined ? [] : [changed];
    });
  }
  const entries = Object.entries(value as JsonObject).flatMap(([name, child]) => {
    const changed = name === key ? changeChild(child) : child;
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return Object.fromEntries(entries);
}

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
