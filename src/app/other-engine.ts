/** @file Evidence of another version of the engine: its losses differ in their last digits, so it is told apart and never added to. */
import {
  ENGINE_VERSION,
  type EvidenceHead,
  InputError,
  isOfEngine,
  type JsonObject,
  type Store,
} from '../core/index.js';

/** What trained before there was version 1. */
const UNTOLD = 'older than 1';

type Parts = EvidenceHead['identityParts'];

/** With the engine, which logs of version 1 and before tell by their stretches alone. */
export function withEngine(parts: Parts, environment: JsonObject = {}): Parts {
  if ('engine' in parts || !isOfEngine(parts)) return parts;
  return { ...parts, engine: typeof environment.engine === 'number' ? String(environment.engine) : UNTOLD };
}

/** The engine by which a log was trained, in words; undefined where it is this one, or none. */
export function otherEngineOf(parts: Parts, environment: JsonObject | undefined): string | undefined {
  const { engine } = withEngine(parts, environment);
  if (engine === undefined || engine === String(ENGINE_VERSION)) return undefined;
  const surefoot = environment?.surefoot;
  return `engine ${engine}${typeof surefoot === 'string' ? ` (Surefoot ${surefoot})` : ''}`;
}

/** Of a log that is open. */
export function otherEngineIn(store: Pick<Store, 'head' | 'stretches'>): string | undefined {
  return otherEngineOf(store.head.identityParts, store.stretches().at(-1)?.environment);
}

export function refuseOtherEngine(folder: string, trained: string): InputError {
  return new InputError({
    code: 'other-engine',
    what:
      `${folder} holds trainings by ${trained}. This Surefoot has engine ${ENGINE_VERSION}, whose losses differ in their ` +
      'last digits: the two are not mixed.',
    allowed: 'trainings by one version of the engine in a folder; trainers of your own do not depend on it',
    fix:
      'Train anew in another folder with --out, or in this one with --fresh, which drops what is there. Or go on with the ' +
      'version of Surefoot that trained it. Without training, `surefoot report` and `surefoot replay` read the folder as it is.',
  });
}
