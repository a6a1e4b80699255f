/** @file Reads the data that a page carries for its script. */

interface Read {
  readonly text: string;
  readonly value: Promise<unknown>;
}

/** By block; parts of a page, and what blocks hold, may be replaced. */
const known = new WeakMap<Element, Read>();

/** The value of that name, or undefined where the page has none. Inflated once, so nobody may change it. */
export async function readPayload<Value>(name: string): Promise<Value | undefined> {
  const block = document.querySelector(`script[data-payload="${CSS.escape(name)}"]`);
  if (block === null) return undefined;
  const text = block.textContent ?? '';
  const before = known.get(block);
  const read = before?.text === text ? before : { text, value: inflate(text) };
  known.set(block, read);
  return (await read.value) as Value;
}

async function inflate(base64: string): Promise<unknown> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  // Megabytes: a function for every one of them takes a tenth of a second.
  for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}
