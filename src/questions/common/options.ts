/** @file What programs tell a study, as schemas: each says what is allowed, for whoever tells something else. */
import { z } from 'zod';

/** A schema for every option. */
export type OptionsOf<Options> = { readonly [Name in keyof Required<Options>]: z.ZodType };

export const text = z.string().min(1).describe('a text');
export const texts = z.array(text).min(1).readonly().describe('a list of texts');
export const countOption = z.int().min(1).describe('a whole number, at least 1');
export const counts = z.array(countOption).min(1).readonly();
