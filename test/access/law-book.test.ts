import { describe, expect, test } from '@jest/globals';
import { LawBook } from '../../src/access/law-book.js';
import { grant, member, SOMEBODY_ELSE, support } from '../policy/actors.js';

describe('The book of laws', () => {
  test('compiles one law for all who differ in nothing but who they are', () => {
    const book = new LawBook();
    const [one, another] = [book.lawOf(member('EDITOR')), book.lawOf(member('EDITOR', { userId: SOMEBODY_ELSE }))];
    expect(another.may).toBe(one.may);
    expect(another.actor.userId).toBe(SOMEBODY_ELSE);
  });

  test('gives nobody the law of somebody who may more', () => {
    const book = new LawBook();
    for (const role of ['OWNER', 'EDITOR', 'VIEWER'] as const)
      expect(book.lawOf(member(role)).verdict('Contact', 'iban').allowed).toBe(role !== 'VIEWER');
    expect(book.lawOf(support([grant(['FINANCIAL'])])).verdict('Contact', 'iban').allowed).toBe(true);
    expect(book.lawOf(support([grant(['NOTES'])])).verdict('Contact', 'iban').allowed).toBe(false);
    expect(book.lawOf(support()).verdict('Contact', 'iban').allowed).toBe(false);
  });
});
