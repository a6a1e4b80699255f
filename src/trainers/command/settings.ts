/** @file A trial as flat names and texts: for arguments and for environment variables. */
import { flatSettings, inputError, type JsonObject, STREAM_NAMES } from '../../core/index.js';
import type { TrialMessage } from './trial-message.js';

/**
 * `--optimizer.name adamw --seed.init 17 ...`. A value that begins with a dash is joined to its name by `=`, so that no
 * reader takes it for a flag.
 */
export function toArguments(message: TrialMessage): string[] {
  const pairs = [...flatSettings(message.configuration), ...flattenRest(message)];
  return pairs.flatMap(([name, text]) => (text.startsWith('-') ? [`--${name}=${text}`] : [`--${name}`, text]));
}

/** `SUREFOOT_CONFIG_optimizer_name=adamw SUREFOOT_SEED_INIT=17 ...` */
export function toEnvironment(message: TrialMessage): Record<string, string> {
  const configuration = flatSettings(message.configuration).map(([name, text]) => [variableOf(name), text]);
  const rest = flattenRest(message).map(([name, text]) => [
    `SUREFOOT_${name.replaceAll('.', '_').toUpperCase()}`,
    text,
  ]);
  return Object.fromEntries([...configuration, ...rest]) as Record<string, string>;
}

/** Throws an InputError when two settings of a configuration would get one name; `by` is what passes them. */
export function checkNames(configuration: JsonObject, pass: 'arguments' | 'environment', by: string): void {
  const taken = new Map<string, string>();
  if (by.startsWith('trainer.pass') && pass === 'arguments')
    for (const name of RESERVED) taken.set(name, `Surefoot's own ${name}`);
  for (const [name] of flatSettings(configuration)) {
    requireName(name, pass, by);
    const key = pass === 'arguments' ? name : variableOf(name);
    const other = taken.get(key);
    if (other !== undefined) {
      throw inputError`setting-name: ${by} gives the setting "${name}" the same name as ${other}.
        Allowed: settings with unique names
        Fix: Rename the setting, or use \`pass: json-file\`.`;
    }
    taken.set(key, `the setting "${name}"`);
  }
}

/** Names that would come out as something else on the other side. */
function requireName(name: string, pass: 'arguments' | 'environment', by: string): void {
  const fits = pass === 'arguments' ? /^[^-=\s\0][^=\s\0]*$/.test(name) : /[A-Za-z0-9]/.test(name);
  if (fits) return;
  throw inputError`setting-name: ${by} cannot pass the setting ${JSON.stringify(name)}: unsupported name.
    Allowed: ${pass === 'arguments' ? 'names without = or spaces that begin with no dash' : 'names with a letter of A-Z or a digit'}
    Fix: Rename the setting, or use \`pass: json-file\`.`;
}

const RESERVED = [...STREAM_NAMES.map((name) => `seed.${name}`), 'replicate', 'sample.size', 'folder'];

function flattenRest({ seeds, replicate, sample, folder }: TrialMessage): [string, string][] {
  const seedPairs = Object.entries(seeds).map(([name, seed]) => [`seed.${name}`, String(seed)] as [string, string]);
  return [...seedPairs, ['replicate', String(replicate)], ['sample.size', String(sample.size)], ['folder', folder]];
}

function variableOf(name: string): string {
  return `SUREFOOT_CONFIG_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
}
