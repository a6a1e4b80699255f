/** @file The JSON Schema that `surefoot init` writes for editors: experiments, their data, and the settings of networks. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../core/index.js';
import { dataSpecSchema } from '../../engine/datasets/index.js';
import { experimentJsonSchema } from '../../experiment/index.js';
import { CLIENTS_FOLDER } from '../../trainers/index.js';

/** The settings of networks are loaded when they are asked for. */
export async function editorSchema(): Promise<JsonObject> {
  const { candidateSchemas } = await import('../../engine/settings.js');
  return tellDefaults(experimentJsonSchema(dataSpecSchema, candidateSchemas())) as JsonObject;
}

/** Editors show descriptions and not defaults: so descriptions say them. */
function tellDefaults(node: JsonValue): JsonValue {
  if (Array.isArray(node)) return node.map((member: JsonValue) => tellDefaults(member));
  if (node === null || typeof node !== 'object') return node;
  const told = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, tellDefaults(value as JsonValue)]));
  const { description, default: fallback } = told;
  if (typeof description !== 'string' || fallback === undefined || typeof fallback === 'object') return told;
  return { ...told, description: `${description} Default: ${fallback}.` };
}

/** The name of each file beside a script, and where it lies. */
const FILES = {
  python: { name: 'surefoot.py', place: 'surefoot/_trainer.py' },
  r: { name: 'surefoot.R', place: 'surefoot.R' },
} as const;

export type ClientLanguage = keyof typeof FILES;
export const CLIENT_LANGUAGES = Object.keys(FILES) as readonly ClientLanguage[];

/** The one file that a script of this language imports. */
export function clientFile(language: ClientLanguage): { readonly name: string; readonly text: string } {
  const { name, place } = FILES[language];
  return { name, text: readFileSync(join(CLIENTS_FOLDER, language, place), 'utf8') };
}
