/** @file Takes what is not the user's out of the stack of an error: the frames of Surefoot and of Node. */

/** The folder that holds Surefoot's own code, as frames name it: as an address in modules, as a path elsewhere. */
const OWN = new URL('../../', import.meta.url);
const OWN_NAMES = [OWN.href, decodeURI(OWN.pathname)];

/** As it is where no frame is the user's: then it is about Surefoot itself. */
export function withoutOwnFrames(stack: string): string {
  const lines = stack.split('\n');
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const isOwn = (line: string): boolean =>
    isFrame(line) && (line.includes('node:internal') || OWN_NAMES.some((name) => line.includes(name)));
  const kept = lines.filter((line) => !isOwn(line));
  return kept.some(isFrame) ? kept.join('\n') : stack;
}
