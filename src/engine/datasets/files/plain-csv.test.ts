/** @file Reading without a parser of every dialect: the same rows, texts and numbers as that one gives, for whatever may stand in a file. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachPlainRow, isPlain } from './plain-csv.js';

const DIALECT = { bom: true, trim: true, skip_empty_lines: true } as const;

/** What the parser gives below the header; undefined where it refuses the file. */
function parsed(bytes: Buffer, delimiter: string): string[][] | undefined {
  try {
    return (parse(bytes, { ...DIALECT, delimiter }) as string[][]).slice(1);
  } catch {
    return undefined;
  }
}

function plain(bytes: Buffer, delimiter: string, width: number) {
  const rows: { texts: string[]; numbers: number[] }[] = [];
  const places = Array.from({ length: width }, (_, place) => place);
  const isWhole = forEachPlainRow(bytes, delimiter, width, (row) => {
    rows.push({ texts: places.map((place) => row.text(place)), numbers: places.map((place) => row.number(place)) });
  });
  return isWhole ? rows : undefined;
}

const number = fc.oneof(
  fc.double().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toFixed(7)),
  fc.float().map((value) => value.toPrecision(9)),
  fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }).map((value) => `${value}.${value < 0n ? -value : value}`),
  fc.constantFrom(
    ...['-0', '+1', '.5', '5.', '.', '-', '--1', '1e5', '1e400', '0x1f', '0b1', '1_0', 'Infinity', 'NaN', '1,5', '1 2'],
    ...['00012.50', '9007199254740993', '0.30000000000000004', '123456789012345.6', `0.${'0'.repeat(30)}1`],
  ),
);
const white = fc.constantFrom('', '', '', ' ', '\t', '\u00a0', '\u2003', '\ufeff', '\v');
const cell = fc
  .tuple(white, fc.oneof(number, fc.constantFrom('', 'a', 'Öl', 'a b', '日本', "it's", '#')), white)
  .map((parts) => parts.join(''));

test('rows are those of the parser, and numbers those of Number, bit for bit', () => {
  const file = fc.record({
    rows: fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 })),
    // Lines of any length: most files with one are refused.
    odd: fc.option(fc.array(cell, { maxLength: 5 }), { freq: 4 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    last: fc.boolean(),
  });
  fc.assert(
    fc.property(file, ({ rows, odd, delimiter, end, mark, last }) => {
      const width = rows[0]?.length ?? 1;
      const header = Array.from({ length: width }, (_, place) => `c${place}`);
      const clean = [...rows, ...(odd === null ? [] : [odd])].map((cells) =>
        cells.map((text) => text.replaceAll(delimiter, '')),
      );
      const text = mark + [header, ...clean].map((cells) => cells.join(delimiter)).join(end) + (last ? end : '');
      const bytes = Buffer.from(text);
      fc.pre(isPlain(bytes, delimiter));
      const expected = parsed(bytes, delimiter);
      const found = plain(bytes, delimiter, width);
      expect(found?.map(({ texts }) => texts)).toEqual(expected);
      const numbers = expected?.map((cells) => cells.map((own) => (own === '' ? Number.NaN : Number(own))));
      expect(found?.map((row) => row.numbers)).toEqual(numbers);
    }),
    { numRuns: 1000 },
  );
});

test.each<[string, boolean, Buffer, string?]>([
  ['cells alone', true, Buffer.from('a,b\n1,2\n')],
  ['line ends of Windows', true, Buffer.from('a,b\r\n1,2\r\n3,4')],
  ['a quote anywhere', false, Buffer.from('a,b\n1,"2"\n')],
  ['line ends of two kinds', false, Buffer.from('a,b\r\n1,2\n')],
  ['a return alone', false, Buffer.from('a,b\r\n1,\r2\r\n')],
  ['line ends of old Macs', false, Buffer.from('a,b\r1,2\r')],
  ['UTF-16', false, Buffer.from('\ufeffa,b\n', 'utf16le')],
  ['a delimiter of two bytes', false, Buffer.from('a¦b\n'), '¦'],
])('%s: plain %s', (_, expected, bytes, delimiter = ',') => {
  expect(isPlain(bytes, delimiter)).toBe(expected);
});
