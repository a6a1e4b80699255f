/**
 * @file Writes the repository's address to all places that need it: `node scripts/release/address.mjs https://HOST/OWNER/NAME`. They go by
 * `repository` of package.json, which is empty until then: no address is better than a wrong one. Without an argument it says what lacks the
 * address or has another, and ends with 1 if anything does; no release is made then.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** Hosts that are kept free for examples. */
const NOBODYS = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$/;

/** File -> how the address is read there, and how the file's text is with it. */
const PLACES = {
  'package.json': {
    read: (text) => {
      const { repository, homepage, bugs } = JSON.parse(text);
      const address = repository?.url.replace(/^git\+|\.git$/g, '');
      const agrees = homepage === (address && `${address}#readme`) && bugs === (address && `${address}/issues`);
      return agrees ? address : `${address}, but homepage ${homepage} and bugs ${bugs}`;
    },
    write: (text, address) => {
      const { name, version, description, repository, homepage, bugs, ...rest } = JSON.parse(text);
      const links = {
        repository: { type: 'git', url: `git+${address}.git` },
        homepage: `${address}#readme`,
        bugs: `${address}/issues`,
      };
      return `${JSON.stringify({ name, version, description, ...links, ...rest }, null, 2)}\n`;
    },
  },
  'clients/python/pyproject.toml': {
    read: (text) => text.match(/^\[project\.urls\]\nRepository = "(.*)"$/m)?.[1],
    write: (text, address) =>
      text
        .replace(/^\[project\.urls\]\n.*\n\n/m, '')
        .replace('[project.optional-dependencies]', `[project.urls]\nRepository = "${address}"\n\n$&`),
  },
  'CITATION.cff': {
    read: (text) => text.match(/^repository-code: "(.*)"$/m)?.[1],
    write: (text, address) =>
      text.replace(/^repository-code: .*\n/m, '').replace(/^license: .*\n/m, `$&repository-code: "${address}"\n`),
  },
};

const [given] = process.argv.slice(2);
if (given === undefined) check();
else write(given);

function check() {
  const found = Object.entries(PLACES).map(([file, { read }]) => [file, read(readFileSync(file, 'utf8'))]);
  const [[, address]] = found;
  const faults = found.filter(([, one]) => one === undefined || one !== address);
  for (const [file, one] of faults) console.error(`${file}: ${one ?? 'no address of the repository'}`);
  if (faults.length === 0) return console.log(address);
  console.error('Fix: node scripts/release/address.mjs https://HOST/OWNER/NAME');
  process.exitCode = 1;
}

function write(text) {
  const address = text.replace(/(?:\/|\.git)+$/, '');
  const [, host] = address.match(/^https:\/\/((?:[\w-]+\.)+[\w-]+)(?:\/[\w.-]+){2,}$/) ?? [];
  if (host === undefined || NOBODYS.test(host)) {
    console.error(`"${text}" is no address of a repository.
Allowed: https://HOST/OWNER/NAME, of a host that exists, without user, port, query or fragment
Fix: Give the address at which the repository is public. Nothing was written.`);
    process.exitCode = 2;
    return;
  }
  for (const [file, { write: into }] of Object.entries(PLACES))
    writeFileSync(file, into(readFileSync(file, 'utf8'), address));
  console.log(`Written to ${Object.keys(PLACES).join(', ')}: ${address}`);
}
