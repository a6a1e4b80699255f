/** @file Names that the field has for things which this trainer has under another name, or does not have at all. */
import { nearestName } from '../../core/index.js';
import NAMES from './other-names.json' with { type: 'json' };

/** What a name can be the name of. */
export type NamedThing = 'layer' | 'optimizer' | 'activation' | 'loss' | 'schedule' | 'initialization' | 'setting';

interface OtherNames {
  /** By the names of this trainer, others for the same; written without capitals, dashes and the like. */
  readonly same: Readonly<Record<string, string>>;
  /** What other trainers have. */
  readonly elsewhere: string;
}

const OTHERS: Readonly<Record<NamedThing, OtherNames>> = NAMES.things;
/** What stands deeper inside a configuration, by the setting that it belongs under. */
const INSIDE: Readonly<Record<string, string>> = NAMES.inside;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const has = (names: string, name: string): boolean => names.split(' ').includes(name);

/**
 * What to do about `written`, which is no `thing` of this trainer and none of the `known` names: whole sentences, which tell what
 * it has under another name, and what it does not have, from a slip of the pen. Undefined where nothing comes to mind.
 */
export function adviceOn(thing: NamedThing, written: string, known: readonly string[]): string | undefined {
  const name = plain(written);
  const { same, elsewhere } = OTHERS[thing];
  const twins = known.filter((own) => plain(own) === name || has(same[own] ?? '', name));
  if (twins.length > 0) return `Did you mean ${twins.map((twin) => `\`${twin}\``).join(' or ')}?`;
  const outer = known.find((own) => thing === 'setting' && has(INSIDE[own] ?? '', name));
  if (outer !== undefined) return `It belongs under \`${outer}\` (docs/settings.md).`;
  if (has(elsewhere, name)) {
    return `\`${written}\` is not supported by the built-in trainer. Leave it out, or bring your own trainer, ${HOW}.`;
  }
  const near = nearestName(written, known);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return thing === 'setting' ? undefined : `Take an allowed ${thing}; for others bring your own trainer, ${HOW}.`;
}

const HOW = '`trainer: { command: [python3, train.py] }` (docs/trainer-protocol.md)';
