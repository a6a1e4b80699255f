/**
 * @file Writes the tables of docs/settings.md from the schemas that experiments are read by, and those of docs/metrics.md from the lists of
 * metrics: `node scripts/settings-page.mjs` after a build; with `--check` it says whether the pages are as they have it. A table stands between
 * `<!-- settings: name -->` and `<!-- end -->`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { CLASS_METRICS, NUMBER_METRICS } from '../dist/core/index.js';
import { dataSpecSchema } from '../dist/engine/datasets/index.js';
import { candidateSchemas } from '../dist/engine/settings.js';
import { experimentJsonSchema } from '../dist/experiment/index.js';

const PAGES = ['settings', 'metrics'].map((name) => ({
  name: `docs/${name}.md`,
  url: new URL(`../docs/${name}.md`, import.meta.url),
}));
const BETTER = { high: 'high', low: 'low', zero: 'nearer to 0' };

const whole = experimentJsonSchema(dataSpecSchema);
const experiment = whole.properties;
const [network, parametric] = candidateSchemas().network;
const [linear] = candidateSchemas().linear;
const settings = network.properties;
const layerKinds = network.definitions.layer.properties;
const alternatives = (schema) => schema.anyOf ?? schema.oneOf ?? [schema];
const sources = Object.fromEntries(
  alternatives(experiment.data).map((one) => [one.properties.source.const ?? one.properties.source.default, one]),
);
const isCommand = ({ properties }) => properties?.command !== undefined;
const isModule = ({ properties }) => properties?.module !== undefined;

const tables = {
  network: () => settingsTable(network),
  layers: () => Object.entries(layerKinds).map(layerSection).join('\n\n'),
  activations: () => meaningsTable('activation', layerKinds.conv.properties.activation),
  loss: () => kindsTable(settings.loss),
  optimizer: () => kindsTable(settings.optimizer),
  schedule: () => kindsTable(settings.schedule),
  initialization: () => kindsTable(settings.initialization),
  linear: () => settingsTable(linear),
  parametric: () => settingsTable(parametric),
  experiment: () => settingsTable(whole, ['race', 'trainer']),
  race: () => settingsTable(experiment.race),
  module: () => settingsTable(alternatives(experiment.trainer).find(isModule)),
  command: () => settingsTable(alternatives(experiment.trainer).find(isCommand)),
  'class-metrics': () => metricsTable(CLASS_METRICS),
  'number-metrics': () => metricsTable(NUMBER_METRICS),
  ...Object.fromEntries(Object.entries(sources).map(([name, schema]) => [`data-${name}`, () => dataTable(schema)])),
};

const used = new Set();
for (const page of PAGES) {
  const written = readFileSync(page.url, 'utf8');
  const text = written.replace(/<!-- settings: ([\w-]+) -->[\s\S]*?<!-- end -->/g, (_, name) => {
    if (tables[name] === undefined) throw new Error(`${page.name} asks for the table ${name}, of which there is none`);
    used.add(name);
    return `<!-- settings: ${name} -->\n${tables[name]()}\n<!-- end -->`;
  });
  if (!process.argv.includes('--check')) writeFileSync(page.url, text);
  else if (text !== written) {
    console.error(`${page.name} is not as the code has it: build, and run \`node scripts/settings-page.mjs\`.`);
    process.exitCode = 1;
  }
}
const left = Object.keys(tables).filter((name) => !used.has(name));
if (left.length > 0) throw new Error(`No page has a place for ${left.join(', ')}`);

function layerSection([kind, schema]) {
  const head = `**\`${kind}\`** ${schema.description}`;
  return Object.keys(schema.properties).length === 0 ? head : `${head}\n\n${settingsTable(schema)}`;
}

function dataTable(schema) {
  const { source, ...properties } = schema.properties;
  return `${schema.description}\n\n${settingsTable({ ...schema, properties })}`;
}

/** Settings of settings are rows as well, but for those of `apart`, which have a table of their own. */
function settingsTable(schema, apart = []) {
  return markdown(['setting', 'values', 'default', 'meaning'], rowsOf(schema, '', apart));
}

function rowsOf({ properties, required = [] }, prefix = '', apart = []) {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = `${prefix}${key}`;
    const row = [code(name), valuesOf(schema), defaultOf(schema, required.includes(key)), schema.description ?? ''];
    const settings = settingsOf(schema);
    const opens = settings !== undefined && !apart.includes(key) && !prefix.includes('.kinds.');
    return [row, ...(opens ? rowsOf(settings, `${name}.`) : [])];
  });
}

/** Also of what is words or settings. */
function settingsOf(schema) {
  if (schema.properties !== undefined) return schema;
  const [word, ...others] = alternatives(schema);
  const isWord = (one) => one.enum !== undefined || one.const !== undefined;
  const settings = others.filter((one) => !isWord(one));
  if (!isWord(word) || settings.length === 0 || settings.some(({ properties }) => properties === undefined))
    return undefined;
  return { properties: Object.assign({}, ...settings.map(({ properties }) => properties)) };
}

function kindsTable(schema) {
  const rows = alternatives(schema).flatMap((kind) => {
    const { name, ...properties } = kind.properties;
    const own = rowsOf({ ...kind, properties }).map((row) => ['', ...row]);
    return [[namesOf(name).map(code).join(', '), '', '', '', kind.description], ...own];
  });
  return markdown(['name', 'setting', 'values', 'default', 'meaning'], rows);
}

/** Of a kind: its own first, then those that mean the same. */
function namesOf(name) {
  return name.enum ?? [name.const];
}

function metricsTable(metrics) {
  return markdown(
    ['name', 'better', 'meaning'],
    metrics.map(({ name, better, meaning }) => [code(name), BETTER[better], meaning]),
  );
}

function meaningsTable(head, { enum: names, enumDescriptions }) {
  return markdown(
    [head, 'computes'],
    names.map((name, index) => [code(name), enumDescriptions[index]]),
  );
}

function defaultOf({ default: fallback }, isRequired) {
  if (isRequired) return 'required';
  return fallback === undefined || typeof fallback === 'object' ? '' : code(shortNumber(fallback));
}

function valuesOf(schema) {
  const { type, const: only, enum: names, pattern, items, anyOf, oneOf, properties, additionalProperties } = schema;
  if (only !== undefined) return code(only);
  if (names !== undefined) return names.map(code).join(', ');
  const kinds = anyOf ?? oneOf;
  if (kinds !== undefined) {
    if (kinds.every((kind) => kind.properties?.name !== undefined)) return 'a name, or `{ name: ..., ... }`';
    return [...new Set(kinds.map(valuesOf))].join('; or ');
  }
  const part = schema.$ref ?? schema.allOf?.[0].$ref;
  if (part !== undefined) return part.endsWith('/layer') ? 'settings' : 'anything';
  if (Array.isArray(type)) return type.map((one) => valuesOf({ type: one })).join('; or ');
  switch (type) {
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
      return `whole number${rangeOf(schema)}`;
    case 'number':
      return `number${rangeOf(schema)}`;
    case 'string':
      return pattern?.includes('x') && pattern.length < 30 ? 'text such as `3x5`' : 'text';
    case 'array':
      return `list of ${valuesOf(items).replaceAll('; or', ' or')}${lengthOf(schema)}`;
    default:
  }
  if (properties !== undefined || additionalProperties?.$ref !== undefined) return 'settings';
  return `by name: ${valuesOf(additionalProperties)}`;
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  const low =
    minimum !== undefined
      ? ` from ${shortNumber(minimum)}`
      : exclusiveMinimum !== undefined
        ? ` above ${shortNumber(exclusiveMinimum)}`
        : '';
  if (exclusiveMaximum !== undefined) return `${low}${low === '' ? '' : ','} below ${shortNumber(exclusiveMaximum)}`;
  // What a whole number in JavaScript is at most says nothing.
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? low : `${low} to ${shortNumber(maximum)}`;
}

function lengthOf({ minItems, maxItems }) {
  if (maxItems !== undefined) return `, ${minItems ?? 0} to ${maxItems} of them`;
  return minItems > 1 ? `, at least ${minItems}` : '';
}

function shortNumber(value) {
  if (typeof value !== 'number') return value;
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential() : Number(value.toPrecision(6));
}

function code(value) {
  return `\`${value}\``;
}

function markdown(head, rows) {
  const escaped = rows.map((row) => row.map((cell) => String(cell).replaceAll('|', '\\|')));
  return [head, head.map(() => '---'), ...escaped].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
