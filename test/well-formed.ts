/** @file Tells XML from what only looks like it, as strict readers do: one element, tags that close, quoted attributes, known entities. */

const NAME = '[A-Za-z_:][\\w:.-]*';
const TEXT = '(?:[^<&]|&(?:lt|gt|amp|quot|apos|#\\d+|#x[\\da-fA-F]+);)';
const TAG = new RegExp(
  `^<(/?)(${NAME})((?:\\s+${NAME}="(?:[^<&"]|&(?:lt|gt|amp|quot|apos|#\\d+|#x[\\da-fA-F]+);)*")*)\\s*(/?)>`,
);
const DECLARATION = /^<\?xml [^?]*\?>\s*/;
/** What XML 1.0 cannot hold. */
const FOREIGN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The first thing that no reader of XML takes; undefined where all is well. */
export function xmlFault(xml: string): string | undefined {
  if (FOREIGN.test(xml)) return 'a character that XML cannot hold';
  const open: string[] = [];
  let rest = xml.replace(DECLARATION, '').trimEnd();
  do {
    const words = new RegExp(`^${TEXT}+`).exec(rest)?.[0] ?? '';
    rest = rest.slice(words.length);
    const [tag, closes, name = '', attributes = '', isEmpty] = TAG.exec(rest) ?? [];
    if (tag === undefined) return `no tag: ${rest.slice(0, 60)}`;
    const given = [...attributes.matchAll(new RegExp(`(${NAME})="`, 'g'))].map(([, one]) => one);
    if (new Set(given).size < given.length) return `an attribute twice: ${tag.slice(0, 60)}`;
    if (closes === '/' && open.pop() !== name) return `closes what is not open: ${tag}`;
    if (closes === '' && isEmpty === '') open.push(name);
    rest = rest.slice(tag.length);
  } while (open.length > 0);
  return rest === '' ? undefined : `after the end: ${rest.slice(0, 60)}`;
}
