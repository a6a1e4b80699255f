/** @file Entries of a list of layers: what one may say, and the layers that are built from them. */
import { z } from 'zod';
import { inputError, oncePerObject } from '../../../core/index.js';
import { settings } from '../fields.js';
import { shapeText } from './fit.js';
import { type Layer, type LayerKind, LayerMisfit } from './layer.js';

/** One object with one key, the layer's kind. */
export type LayerEntry = Record<string, object | undefined>;

/** The schema of an entry, one for each list of kinds, so that entries may hold entries. */
export const entrySchemaOf = oncePerObject((kinds: readonly LayerKind[]): z.ZodType<LayerEntry, LayerEntry> => {
  const names = kinds.map(({ kind }) => kind).join(', ');
  return settings(Object.fromEntries(kinds.map(({ kind, schema }) => [kind, schema.optional()])))
    .refine((value) => Object.values(value).filter((entry) => entry !== undefined).length === 1, {
      error: `an object with exactly one of the keys ${names}`,
    })
    .meta({ id: 'layer', minProperties: 1, maxProperties: 1 }) as z.ZodType<LayerEntry, LayerEntry>;
});

/** A list of entries. */
export function entriesSchema(kinds: () => readonly LayerKind[]) {
  return z.array(
    z.lazy(() => entrySchemaOf(kinds())),
    { error: 'a list of layers' },
  );
}

const kindOf = (kinds: readonly LayerKind[], entry: LayerEntry) => kinds.find(({ kind }) => entry[kind] !== undefined);

/** What of an entry its part of a graph is built from. */
export function builtEntry(kinds: readonly LayerKind[], entry: LayerEntry): LayerEntry {
  const kind = kindOf(kinds, entry);
  return kind === undefined ? entry : { [kind.kind]: kind.graphSettings(entry[kind.kind] as object) };
}

/** The layer at `place`, such as `layers[0]`. Throws an InputError where it does not fit its input. */
export function buildEntry(
  kinds: readonly LayerKind[],
  entry: LayerEntry,
  place: string,
  inputShape: readonly number[],
): Layer {
  const kind = kindOf(kinds, entry);
  const own = kind && entry[kind.kind];
  if (kind === undefined || own === undefined) throw new TypeError(`${place} is not a layer.`);
  const name = `${place}.${kind.kind}`;
  try {
    return kind.build(own, name, inputShape);
  } catch (error) {
    if (!(error instanceof LayerMisfit)) throw error;
    throw inputError`layer-misfit: ${name}${shortText(own)}: ${error.message}.
      Allowed: settings that fit an input of ${shapeText(inputShape)}
      Fix: Change ${name} or the layers before it.`;
  }
}

/** The settings of a block of layers are too many to be said. */
function shortText(own: object): string {
  const isBlock = Object.values(own).some(Array.isArray);
  return isBlock ? '' : ` ${JSON.stringify(own)}`;
}

/** The layers of a list at `place`, one after the other. */
export function buildEntries(
  kinds: readonly LayerKind[],
  entries: readonly LayerEntry[],
  place: string,
  inputShape: readonly number[],
): Layer[] {
  const layers: Layer[] = [];
  for (const [index, entry] of entries.entries()) {
    layers.push(buildEntry(kinds, entry, `${place}[${index}]`, layers.at(-1)?.outputShape ?? inputShape));
  }
  return layers;
}
