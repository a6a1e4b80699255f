/** @file What a coordinator knows of its offers: when a batch is done with, what is offered again and when, and what is late. */
import { expect, test } from 'vitest';
import { offerOf } from '../../../test/conformance/transport/hall.js';
import { OfferBook, tokenOf } from './offer-book.js';
import { LeaseWatch } from './offer-state.js';

const LEASE = 1000;

function open() {
  let nowMs = 0;
  const book = new OfferBook('e', new LeaseWatch(LEASE, () => nowMs, Number.POSITIVE_INFINITY));
  const entry = book.add(offerOf('c'));
  const pass = (leases: number): void => {
    nowMs += leases * LEASE;
  };
  return { book, entry, pass };
}

test('a batch stays while one of its outcomes is not in the log, though all of its offers are closed', () => {
  const { book, entry } = open();
  entry.batch.isSealed = true;
  book.change(entry, { generation: 1, settled: [1] });
  book.close(entry);
  expect(book.isOver(entry.batch)).toBe(false);
  book.change(entry, { settled: [] });
  expect(book.isOver(entry.batch)).toBe(true);
});

test('one that may still grow is not over', () => {
  const { book, entry } = open();
  book.close(entry);
  expect(book.isOver(entry.batch)).toBe(false);
});

test('what was lost a second time waits, what is handed back does not, and what cost three workers never comes again', () => {
  const { book, entry, pass } = open();
  book.change(entry, { generation: 2, lost: [1, 2] });
  entry.workers = ['a', 'b'];
  expect([...book.again()]).toEqual([]);
  pass(1.5);
  expect([...book.again()]).toEqual([entry]);
  entry.workers = ['a', 'b', 'd'];
  expect([...book.again()]).toEqual([]);
  const back = book.add(offerOf('d'));
  book.change(back, { generation: 3, lost: [1, 2], isBack: true });
  expect([...book.again()]).toEqual([back]);
});

test('late is what was lost, or has a claim after it', () => {
  const { book, entry } = open();
  book.change(entry, { generation: 2 });
  expect([1, 2].map((generation) => book.isLate(entry, generation))).toEqual([true, false]);
  book.change(entry, { lost: [2] });
  expect(book.isLate(entry, 2)).toBe(true);
  expect(tokenOf(entry)).toMatch(/\/0\.2$/);
});
