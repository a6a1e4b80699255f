/** @file The experiment's text as YAML (of which JSON is a part), with the line and column of every place in it. */
import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { InputError } from '../core/index.js';

export type Path = readonly PropertyKey[];

export interface YamlSource {
  /** Plain values: objects, arrays, strings, numbers, booleans, null. */
  readonly value: unknown;
  /** `file:line:column` of what stands at the path, or of the nearest thing around it that has a place. */
  locate(path: Path): string;
}

/** Throws an InputError with line and column for text that is not YAML. `source` names the file in messages. */
export function readYaml(text: string, source: string): YamlSource {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true, prettyErrors: false, stringKeys: true });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${source}:${line}:${col}`;
  };
  const problem = document.errors[0];
  if (problem?.code === 'MULTIPLE_DOCS') throw severalDocuments(at(problem.pos[0]));
  if (problem !== undefined) throw notYaml(`${at(problem.pos[0])}: ${problem.message}.`);
  return { value: plainValue(document, source), locate: (path) => at(offsetOf(document, path)) };
}

function plainValue(document: Document.Parsed, source: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (cause) {
    // An alias without its anchor, or aliases that multiply without end.
    throw notYaml(`${source}: ${cause instanceof Error ? cause.message : String(cause)}.`, cause);
  }
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let offset = 0;
  for (let depth = 0; depth <= path.length; depth++) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    const parent = depth < 2 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const key = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === path[depth - 1])
      : undefined;
    if (depth > 0 && isScalar(key?.key) && key.key.range) offset = key.key.range[0];
    else if ((isScalar(node) || isCollection(node)) && node.range) offset = node.range[0];
    else break;
  }
  return offset;
}

function severalDocuments(place: string): InputError {
  return new InputError({
    code: 'not-yaml',
    what: `${place}: a second document begins here.`,
    allowed: 'one document in a file',
    fix: 'Remove `---`, or write a file for each experiment.',
  });
}

function notYaml(what: string, cause?: unknown): InputError {
  return new InputError({
    code: 'not-yaml',
    what,
    allowed: 'a YAML 1.2 or JSON document with each key once',
    fix: 'Correct the text there; `surefoot init` writes a file to start from.',
    cause,
  });
}
