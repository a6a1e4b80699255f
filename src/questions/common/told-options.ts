/**
 * @file What a question is told, each option said once: a schema, which says what is allowed and what stands where nothing is told, and how a
 * command line says it. What programs see of it, with its docstrings, is an interface beside it: compilers write none for types that follow
 * from schemas.
 */
import { z } from 'zod';
import { badOption } from '../../core/index.js';
import { parseSizes } from './plan/index.js';

/** How a program asks. */
export interface ToldQuestion<Options extends z.ZodObject = z.ZodObject> {
  /** What it is told, completed by its defaults. */
  readonly options: Options;
  /** What a program would call it with. */
  readonly example: string;
}

/** A schema for every option. */
export type OptionsOf<Options> = { readonly [Name in keyof Required<Options>]: z.ZodType };

export const text = z.string().min(1).describe('a text');
export const texts = z.array(text).min(1).readonly().describe('a list of texts');
export const countOption = z.int().min(1).describe('a whole number, at least 1');
export const fromZero = z.int().min(0).describe('a whole number from 0');
export const counts = z.array(countOption).min(1).readonly();
/** Sample sizes, of which there are so many at least; `such`: as they may be written in one text. */
export const sizesOption = (such: string, least?: number) =>
  z
    .union([text.transform((written) => parseSizes(written, least)), counts])
    .describe(`a list of whole numbers, or a text such as "${such}"`);

interface Typed {
  /** The flags that help shows. */
  readonly flags: string;
  readonly help: string;
  /** Takes a typed text, and what was typed before; without it numbers are read as such, and texts stand as they are. */
  readonly read?: ReadTyped;
}

type ReadTyped = (text: string, option: string, before: unknown) => unknown;

const TYPED = z.registry<Typed>();

/** The same option, which a command line has as well. */
export function typed<Schema extends z.ZodType>(schema: Schema, flags: string, help: string, read?: ReadTyped): Schema {
  TYPED.add(schema, { flags, help, ...(read && { read }) });
  return schema;
}

export const readSizes =
  (least?: number): ReadTyped =>
  (written) =>
    parseSizes(written, least);
export const readList: ReadTyped = (written) => written.split(',').map((part) => part.trim());
/** Of an option that is given several times; the first takes the place of its default. */
export const readAnother: ReadTyped = (written, _, before = []) => [...(before as readonly string[]), written];

/** An option as a command line has it. */
export interface ToldFlag extends Required<Typed> {
  /** Where its value stands: `trials`, or `tolerance`, `spread`. */
  readonly path: readonly string[];
  /** What stands where it is not given; undefined where it has to be, or may be absent. */
  readonly fallback: unknown;
  /** The same as it would be typed, if help should show it. */
  readonly shown: string | number | undefined;
  readonly isRequired: boolean;
}

/** Those of its options that a command line has, in their order. */
export function flagsOf(options: z.ZodObject, place: readonly string[] = []): readonly ToldFlag[] {
  return Object.entries(options.shape).flatMap(([name, schema]) => {
    const path = [...place, name];
    const option = schema as z.ZodType;
    const inner = insideOf(option);
    const found = TYPED.get(option);
    if (found === undefined) return inner instanceof z.ZodObject ? flagsOf(inner, path) : [];
    const { read = readAmount(inner) } = found;
    const fallback = option instanceof z.ZodDefault ? (option.def.defaultValue as unknown) : undefined;
    const isShown = read !== readAnother && fallback !== true;
    const shown = Array.isArray(fallback) ? fallback.join(',') : (fallback as string | number | undefined);
    return [{ ...found, read, path, fallback, shown: isShown ? shown : undefined, isRequired: option === inner }];
  });
}

/** What stands inside of an option that may be left out. */
function insideOf(schema: z.ZodType): z.ZodType {
  const mayBeLeftOut =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return mayBeLeftOut ? insideOf(schema.unwrap() as z.ZodType) : schema;
}

/** A number as the schema allows it; of another schema the text as it is. */
export function readAmount(schema: z.ZodType): ReadTyped {
  if (!(schema instanceof z.ZodNumber)) return (written) => written;
  return (written, option) => {
    const read = schema.safeParse(written.trim() === '' ? Number.NaN : Number(written));
    if (read.success) return read.data;
    throw badOption(option, written, schema.description ?? 'a number');
  };
}

/** Levels of a crossed design, `8` or `10x6`, or one of these words; `example`: what is allowed, for people. */
export function readLevels<Word extends string>(
  words: readonly Word[],
  example = 'levels such as 8 or 10x6',
): (text: string, option: string) => Word | readonly number[] {
  return (written, option) => {
    const word = words.find((one) => one === written);
    if (word !== undefined) return word;
    if (/^\d+(x\d+)*$/.test(written)) return written.split('x').map(Number);
    const allowed = [example, ...words.slice(0, -1), `or ${words.at(-1)}`].join(', ');
    throw badOption(option, written, allowed, `Correct ${option}, or leave it out.`);
  };
}
