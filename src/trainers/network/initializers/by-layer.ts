/**
 * @file Initialisations by layer: layers with weights may have one of their own, all others and the output layer go by the network's.
 * A candidate has one form: a layer that repeats what the network says is completed without it.
 */
import { canonicalJson, type JsonValue, oncePerObject, type Random } from '../../../core/index.js';
import { fed } from '../graph-settings.js';
import { type NamedSettings, oneKind } from '../kinds.js';
import type { Layer } from '../layers/layer.js';
import { INITIALIZER_KINDS, initializeParameters } from './index.js';

/** The setting of a layer with weights. */
export const initializationField = fed(
  oneKind(INITIALIZER_KINDS)
    .optional()
    .describe("How its weights are drawn at first; default: as the network's `initialization` says."),
);

/** A configured layer: its settings under its kind. */
type Entry = Record<string, object | undefined>;

/** What a configured layer says of its own weights. */
export function ownInitialization(entry: Entry | undefined): NamedSettings | undefined {
  const [settings] = Object.values(entry ?? {});
  return (settings as { readonly initialization?: NamedSettings } | undefined)?.initialization;
}

/** Layers, without the initialisations that are the network's. Lists and layers that are not changed stay the same objects. */
export function settleInitializations(layers: Entry[], network: NamedSettings): Entry[] {
  if (!hasOwn(layers)) return layers;
  const text = textOf(network);
  const settled = settledOf(layers).get(text) ?? layers.map((entry) => settleEntry(entry, text));
  settledOf(layers).set(text, settled);
  return settled;
}

const textOf = (initialization: NamedSettings): string => canonicalJson(initialization as JsonValue);

/** Up to a million candidates share their layers. */
const hasOwn = oncePerObject((layers: readonly Entry[]) => layers.some((entry) => ownInitialization(entry)));
const settledOf = oncePerObject((_layers: Entry[]) => new Map<string, Entry[]>());

function settleEntry(entry: Entry, network: string): Entry {
  const own = ownInitialization(entry);
  return own !== undefined && textOf(own) === network ? withoutOwn(entry) : entry;
}

const withoutOwn = oncePerObject((entry: Entry): Entry => {
  const kinds = Object.entries(entry).map(([kind, settings]) => {
    const { initialization: _, ...others } = settings as { readonly initialization?: NamedSettings };
    return [kind, others];
  });
  return Object.fromEntries(kinds);
});

/** First values of all parameters, in the order of the layers, in float32; `initializations` holds one for each layer. */
export function initialWeights(
  {
    layers,
    initializations,
  }: { readonly layers: readonly Layer[]; readonly initializations: readonly NamedSettings[] },
  random: Random,
): Float32Array {
  const parts = layers.map(({ parameters }, place) =>
    initializeParameters(initializations[place] as NamedSettings, parameters, random),
  );
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const part of parts) {
    values.set(part, next);
    next += part.length;
  }
  return values;
}
