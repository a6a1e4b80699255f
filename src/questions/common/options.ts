/** @file What programs tell a question, as schemas: each says what is allowed, for messages. */
import { z } from 'zod';
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
/** Sample sizes. */
export const sizesOption = z
  .union([text.transform((written) => parseSizes(written)), counts])
  .describe('a list of whole numbers, or a text such as "100..32000/41"');
