/**
 * @file What of a configuration graphs are built from: all of it but what is fed to them at run time, or acts outside of them.
 * Candidates that differ in what is fed alone share a compiled graph. A setting is built in unless its field says that it
 * is fed, and whatever builds a graph is given these settings alone: so a value that is fed cannot change a graph.
 */
import { z } from 'zod';

declare const FED: unique symbol;

/** A field whose value is fed, or used outside of graphs. */
export type Fed<Field extends z.ZodType> = Field & { readonly [FED]: true };

const marks = z.registry<{ readonly fed: true }>();

/** Marks a field; {@link graphSettings} says what graphs may still see of its value. */
export function fed<Field extends z.ZodType>(field: Field): Fed<Field> {
  marks.add(field, { fed: true });
  return field as Fed<Field>;
}

export function isFed(field: z.core.$ZodType): boolean {
  return marks.get(field) !== undefined;
}

type Seen<Field> =
  Field extends Fed<z.ZodType>
    ? number extends z.output<Field>
      ? boolean | Extract<z.output<Field>, undefined>
      : undefined
    : z.output<Field>;

/** Settings as a graph sees them. */
export type GraphSettings<Fields extends z.ZodRawShape> = { readonly [Key in keyof Fields]: Seen<Fields[Key]> };

/** Of a number that is fed, whether it is above 0; of anything else that is fed, nothing; all others as they are. */
export function graphSettings<Fields extends z.ZodRawShape>(fields: Fields, settings: object): GraphSettings<Fields> {
  const seen = Object.entries(settings).flatMap(([key, value]) => {
    const field = fields[key];
    if (field === undefined || value === undefined) return [];
    if (!isFed(field)) return [[key, value]];
    return typeof value === 'number' ? [[key, value > 0]] : [];
  });
  return Object.fromEntries(seen) as GraphSettings<Fields>;
}
