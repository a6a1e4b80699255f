/** @file Reads from what a script complains of that it was started with other arguments than it takes. */

/** What argparse, click and typer, Hydra, absl, commander, yargs and R's optparse print. */
const UNKNOWN = [
  /error: unrecognized arguments: (.+)/,
  /No such option:? ['"]?(-[\w.-]+)/,
  /Got unexpected extra arguments? \((.+?)\)/,
  /Could not override '([^']+)'/,
  /Unknown command line flag '([^']+)'/,
  /unknown option:? ['"]?(-[\w.-]+)/i,
  /Unknown arguments?: (.+)/,
  /long flag "([^"]+)" is invalid/,
];
const MISSING = [
  /error: the following arguments are required: (.+)/,
  /Missing option ['"]?(-[\w.-]+)/,
  /Missing argument ['"]?([\w.-]+)/,
];
const LONGEST = 120;

/** A sentence on what to write instead; undefined where the script does not complain of its arguments. */
export function argumentHint(printed: string): string | undefined {
  const unknown = firstGroup(UNKNOWN, printed);
  const missing = firstGroup(MISSING, printed);
  if (unknown === undefined && missing === undefined) return undefined;
  const what = unknown === undefined ? `It was not given ${missing}` : `It does not know ${unknown}`;
  const hydra = /Could not override/.test(printed) ? ' (Hydra takes new keys as {configuration:++key=value})' : '';
  return (
    `${what}: placeholders in trainer.command say which arguments it gets, one by one as --its-name {configuration.KEY} ` +
    `and {seed.init}, or all as {configuration:--key value}${hydra}.`
  );
}

function firstGroup(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1]?.trim();
    if (found !== undefined) return found.length <= LONGEST ? found : `${found.slice(0, LONGEST - 3)}...`;
  }
  return undefined;
}
