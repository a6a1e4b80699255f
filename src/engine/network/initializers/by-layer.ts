/**
 * @file Initialisations by layer: layers with weights may have one of their own, all others and the output layer go by the network's.
 * A candidate has one form: a layer that repeats what the network says is completed without it.
 */
import { canonicalJson, type JsonValue, joinArrays, oncePerObject, type Random } from '../../../core/index.js';
import { fed } from '../graph-settings.js';
import { type NamedSettings, oneKind } from '../kinds.js';
import type { ParameterSpec } from '../layers/layer.js';
import { INITIALIZER_KINDS, initializeParameters } from './index.js';

/** The setting of a layer with weights. */
export const initializationField = fed(
  oneKind(INITIALIZER_KINDS)
    .optional()
    .describe("How its weights are drawn at first; default: as the network's `initialization` says."),
);

/** A configured layer: its settings under its kind. */
type Entry = Record<string, object | undefined>;

type Settings = Readonly<Record<string, unknown>> & { readonly initialization?: NamedSettings };

/** A block's layers, by the setting that lists them. */
function innerLists(settings: Settings): (readonly [setting: string, entries: Entry[]])[] {
  return Object.entries(settings).flatMap(([setting, value]) =>
    Array.isArray(value) ? [[setting, value as Entry[]] as const] : [],
  );
}

/** What configured layers say of their own weights, by the layers' names: `layers[1].conv`. */
export function ownInitializations(layers: readonly Entry[], place = 'layers'): ReadonlyMap<string, NamedSettings> {
  const found = layers.flatMap((entry, index) =>
    Object.entries(entry).flatMap(([kind, settings = {}]): (readonly [string, NamedSettings])[] => {
      const name = `${place}[${index}].${kind}`;
      const { initialization } = settings as Settings;
      return [
        ...(initialization === undefined ? [] : [[name, initialization] as const]),
        ...innerLists(settings as Settings).flatMap(([setting, entries]) => [
          ...ownInitializations(entries, `${name}.${setting}`),
        ]),
      ];
    }),
  );
  return new Map(found);
}

/** The name of the layer that a parameter of this name belongs to. */
export function layerOf(parameter: string): string {
  return parameter.slice(0, parameter.lastIndexOf('.'));
}

/** Layers, without the initialisations that are the network's. Lists and layers that are not changed stay the same objects. */
export function settleInitializations(layers: Entry[], network: NamedSettings): Entry[] {
  if (!hasOwn(layers)) return layers;
  const text = textOf(network);
  const settled = settledOf(layers).get(text) ?? layers.map((entry) => settleEntry(entry, network));
  settledOf(layers).set(text, settled);
  return settled;
}

const textOf = (initialization: NamedSettings): string => canonicalJson(initialization as JsonValue);

/** Up to a million candidates share their layers. */
const hasOwn = oncePerObject((layers: readonly Entry[]) => ownInitializations(layers).size > 0);
const settledOf = oncePerObject((_layers: Entry[]) => new Map<string, Entry[]>());

function settleEntry(entry: Entry, network: NamedSettings): Entry {
  return hasOwn([entry])
    ? Object.fromEntries(
        Object.entries(entry).map(([kind, settings = {}]) => [kind, settleSettings(settings as Settings, network)]),
      )
    : entry;
}

function settleSettings(settings: Settings, network: NamedSettings): object {
  const { initialization, ...others } = settings;
  const inner = innerLists(settings).map(([setting, entries]) => [setting, settleInitializations(entries, network)]);
  const repeats = initialization !== undefined && textOf(initialization) === textOf(network);
  return { ...(repeats ? others : settings), ...Object.fromEntries(inner) };
}

/** First values of all parameters, in their order, in float32; `initializations` holds one for each parameter. */
export function initialWeights(
  {
    parameters,
    initializations,
  }: { readonly parameters: readonly ParameterSpec[]; readonly initializations: readonly NamedSettings[] },
  random: Random,
): Float32Array {
  const parts = parameters.map((parameter, place) =>
    initializeParameters(initializations[place] as NamedSettings, [parameter], random),
  );
  return joinArrays(Float32Array, parts);
}
