/** @file Reads the data that a page carries for its script. */

/** The value of that name, or undefined where the page has none. Read anew at each call: parts of a page may be replaced. */
export async function readPayload<Value>(name: string): Promise<Value | undefined> {
  const block = document.querySelector(`script[data-payload="${CSS.escape(name)}"]`);
  if (block === null) return undefined;
  const bytes = Uint8Array.from(atob(block.textContent ?? ''), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text()) as Value;
}
