/** @file The page to try it on, alive: reads what is dropped, pasted or chosen, races it here, and shows what a report shows. */
import '../browser/main.js';
import { InputError } from '../core/index.js';
import { type Page, renderPage, renderReport } from '../report/pages.js';
import { aheadPage } from './ahead-page.js';
import accuracies from './examples/accuracies.csv';
import digits from './examples/digits.csv';
import rates from './examples/learning-rates.csv';
import { type ExampleName, TRYOUT_STYLE, tryoutForms } from './forms.js';
import { planAhead } from './plan-ahead.js';
import { COUNTED, guessColumns, type TextTable, tableOfText } from './read-table.js';
import { replayTable } from './replay-table.js';

const TABLES: Readonly<Record<ExampleName, readonly [string, string]>> = {
  digits: ['digits.csv', digits],
  rates: ['learning-rates.csv', rates],
  accuracies: ['accuracies.csv', accuracies],
};
/** Of a race whose replicates have a column each. */
const NONE = '';
/** Characters that are shown in the field; a longer file is read all the same. */
const MOST_SHOWN = 200_000;
const PASTED = 'The table';
/** After which what is typed is read. */
const PAUSE_MS = 400;
/** A page has its tables for the script only where it has a script. */
const WITH_TABLES = { scripts: [''] };

const main = document.querySelector('main') as HTMLElement;
document.head.append(Object.assign(document.createElement('style'), { textContent: TRYOUT_STYLE }));
main.innerHTML = tryoutForms().text;
const field = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;
const chosen = (id: string): string => field<HTMLInputElement | HTMLSelectElement>(id).value;
const [text, said] = [field<HTMLTextAreaElement>('text'), field('said')];
/** By part of the page, what stands below its form. */
const kept = new Map<string, { readonly nodes: readonly Element[]; readonly said: string }>();
let table: TextTable | undefined;

/** The part that the address names. */
function part(): 'table' | 'plan' {
  return location.hash === '#plan' ? 'plan' : 'table';
}

function openPart(): void {
  for (const id of ['table', 'plan']) field(id).hidden = id !== part();
  for (const link of document.querySelectorAll('.bar nav a'))
    link.setAttribute('aria-current', String(link.getAttribute('href') === `#${part()}`));
  const before = kept.get(part());
  clear();
  said.after(...(before?.nodes ?? []));
  say(before?.said ?? '');
}

function clear(): void {
  for (const node of [...kept.values()].flatMap(({ nodes }) => nodes)) node.remove();
}

function say(words: string, isBad = false): void {
  said.className = isBad ? 'bad' : '';
  said.textContent = words;
}

/** After the words are on the screen; what is wrong with the input is said in their place. */
function work(words: string, act: () => { readonly page: string; readonly said: string }): void {
  say(words);
  clear();
  kept.delete(part());
  const place = part();
  // Two frames: the first one is drawn before the second.
  requestAnimationFrame(() =>
    setTimeout(() => {
      try {
        const made = act();
        kept.set(place, { nodes: nodesOf(made.page), said: made.said });
        openPart();
        document.dispatchEvent(new Event('surefoot:replaced'));
      } catch (error) {
        say(wordsOf(error), true);
      }
    }),
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof InputError) return `${error.what.replace(/[.\s]*$/, '')}. Allowed: ${error.allowed}.`;
  return `This page failed: ${String(error)}`;
}

/** All of a page but its bar, and the tables of its figures. */
function nodesOf(page: string): Element[] {
  const made = new DOMParser().parseFromString(page, 'text/html');
  const shown = [...(made.querySelector('main')?.children ?? [])].filter((one) => !one.matches('.bar, #answers'));
  return [...shown, ...made.querySelectorAll('script[data-payload]')].map((one) => document.importNode(one, true));
}

function readNew(name: string, given: string): void {
  field('columns').hidden = true;
  work('Reading.', () => {
    table = tableOfText(name, given);
    const guess = guessColumns(table);
    const names = [...table.columns.keys()];
    const columns = names.map((one): [string, string] => [one, one]);
    offer('candidate', columns, guess.candidate);
    const counted: [string, string] = [COUNTED, 'rows of a candidate, counted'];
    offer(
      'replicate',
      [[NONE, 'a column each'], ...(names.includes(COUNTED) ? [] : [counted]), ...columns],
      guess.replicate ?? NONE,
    );
    field<HTMLInputElement>('loss').value = guess.loss;
    field<HTMLSelectElement>('direction').value = guess.direction;
    field('columns').hidden = false;
    return replayed(table);
  });
}

function offer(id: string, options: readonly (readonly [string, string])[], preset: string): void {
  field(id).replaceChildren(...options.map(([value, words]) => new Option(words, value, false, value === preset)));
}

function replayed(given: TextTable): { readonly page: string; readonly said: string } {
  const replicate = chosen('replicate');
  const direction = chosen('direction') === 'maximize' ? 'maximize' : 'minimize';
  const { view, read } = replayTable(given, {
    columns: {
      candidate: chosen('candidate'),
      replicate: replicate === NONE ? null : replicate,
      loss: chosen('loss').trim(),
      direction,
    },
    criterion: chosen('criterion'),
    rule: chosen('rule'),
    orders: Number(chosen('orders')),
  });
  return { page: renderReport(view, WITH_TABLES), said: `${given.name}: ${read}.` };
}

function planned(): { readonly page: string; readonly said: string } {
  const number = (id: string): number => (chosen(id).trim() === '' ? Number.NaN : Number(chosen(id)));
  const [candidates, noise, difference, replicates] = ['candidates', 'noise', 'difference', 'replicates'].map(number);
  const asked = { candidates, noise, difference, replicates } as Parameters<typeof planAhead>[0];
  const page: Page = aheadPage(planAhead(asked));
  return { page: renderPage(page, WITH_TABLES), said: '' };
}

async function readFile(file: File): Promise<void> {
  const given = await file.text();
  text.value = given.length > MOST_SHOWN ? '' : given;
  readNew(file.name, given);
}

field('table-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const given = table;
  if (given === undefined) readNew(PASTED, text.value);
  else work('Racing.', () => replayed(given));
});
field('plan-form').addEventListener('submit', (event) => {
  event.preventDefault();
  work('Simulating.', planned);
});
let typed: ReturnType<typeof setTimeout>;
text.addEventListener('input', () => {
  clearTimeout(typed);
  typed = setTimeout(() => readNew(PASTED, text.value), PAUSE_MS);
});
field<HTMLInputElement>('file').addEventListener('change', ({ target }) => {
  const file = (target as HTMLInputElement).files?.[0];
  if (file !== undefined) void readFile(file);
});
for (const button of document.querySelectorAll<HTMLElement>('[data-example]'))
  button.addEventListener('click', () => {
    const [name, given] = TABLES[button.dataset.example as ExampleName];
    text.value = given;
    readNew(name, given);
  });
addEventListener('dragover', (event) => {
  event.preventDefault();
  document.body.classList.add('over');
});
addEventListener('dragleave', () => document.body.classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('over');
  const file = event.dataTransfer?.files[0];
  if (file !== undefined) void readFile(file);
  else {
    text.value = event.dataTransfer?.getData('text/plain') ?? '';
    readNew(PASTED, text.value);
  }
});
addEventListener('hashchange', openPart);
openPart();
document.dispatchEvent(new Event('surefoot:replaced'));
