/** @file A range as an experiment file has it: `{ range: [1e-5, 0.1], scale: log }`. */
import {
  type JsonObject,
  type JsonValue,
  type NumberRange,
  nearestName,
  numberText,
  writtenRange,
} from '../core/index.js';
import { faultOf } from './draws/number-range.js';

const SCALES = ['linear', 'log'];
const DETAILS = ['scale', 'integer', 'step', 'default'];

/** What is wrong with what is meant as a range. */
export interface FaultyRange {
  /** A clause on the place where it stands. */
  readonly fault: string;
  /** What to write; absent where that cannot be told. */
  readonly instead?: string;
}

/** What a text says as a number; undefined where it says none. */
function numberIn(end: JsonValue): number | undefined {
  const value = typeof end === 'number' ? end : typeof end === 'string' && end.trim() !== '' ? Number(end) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** Of two ends that are not both numbers; undefined where neither is one and nothing beside them belongs to a range. */
function faultOfTexts(ends: readonly JsonValue[], details: JsonObject): FaultyRange | undefined {
  const numbers = ends.map(numberIn);
  const isMeant = Object.keys(details).length > 0 || numbers.some((number) => number !== undefined);
  const other = ends.find((end) => typeof end !== 'number');
  if (ends.length !== 2 || !isMeant || other === undefined) return undefined;
  const fault = `has ${JSON.stringify(other)} as an end, which is not a number`;
  if (numbers.includes(undefined)) return { fault };
  const beside = Object.entries(details).map(([key, value]) => `, ${key}: ${value}`);
  return {
    fault,
    instead: `{ range: [${numbers.map((number) => numberText(number as number)).join(', ')}]${beside.join('')} }`,
  };
}

/**
 * The range that an object is, or what is wrong with it; undefined for anything else. A range has two numbers under `range`, low and high,
 * and beside it nothing but `scale` (`linear`, `log`), `integer` (true), `step` (of a linear one) and `default` (tried first).
 */
export function readRange(object: JsonObject): { readonly range: NumberRange } | FaultyRange | undefined {
  const { range: ends, ...details } = object;
  if (!Array.isArray(ends)) return undefined;
  const keys = Object.keys(details);
  if (!ends.every((end) => typeof end === 'number'))
    return keys.every((key) => DETAILS.includes(key)) ? faultOfTexts(ends, details) : undefined;
  const unknown = keys.find((key) => !DETAILS.includes(key));
  if (keys.some((key) => !DETAILS.includes(key) && nearestName(key, DETAILS) === undefined)) return undefined;
  // Alone, three numbers may have a step, and more are alternatives of a setting that is called so.
  if (keys.length === 0 && ends.length > 2) return undefined;
  if (unknown !== undefined) return { fault: `has \`${unknown}\`; did you mean \`${nearestName(unknown, DETAILS)}\`?` };
  const [low, high] = ends as readonly number[];
  if (low === undefined || high === undefined || ends.length > 2)
    return {
      fault: `has ${ends.length === 0 ? 'no numbers' : ends.length === 1 ? 'one number' : `${ends.length} numbers`} and not two`,
    };
  const { scale = 'linear', integer = false, step, default: first } = details;
  if (typeof scale !== 'string' || !SCALES.includes(scale)) {
    const near = typeof scale === 'string' ? nearestName(scale, SCALES) : undefined;
    const meant = near ?? (/log/i.test(String(scale)) ? 'log' : undefined);
    return {
      fault: `has the scale ${JSON.stringify(scale)}, which is none of ${SCALES.join(', ')}`,
      ...(meant === undefined ? {} : { instead: `{ range: [${low}, ${high}], scale: ${meant} }` }),
    };
  }
  if (typeof integer !== 'boolean')
    return { fault: `has ${JSON.stringify(integer)} as \`integer\`, which is true or false` };
  const range = {
    low,
    high,
    ...(scale === 'log' ? { log: true } : {}),
    ...(integer ? { whole: true } : {}),
    ...(step === undefined ? {} : { step: step as number }),
    ...(first === undefined ? {} : { default: first as number }),
  };
  const fault = faultOf(range);
  if (fault === undefined) return { range };
  const { what, instead } = fault;
  // Of one value no range is needed.
  if (low === high && instead === undefined) return { fault: what, instead: numberText(low) };
  return { fault: what, ...(instead === undefined ? {} : { instead: writtenRange(instead) }) };
}
