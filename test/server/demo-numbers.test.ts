import { describe, expect, it } from '@jest/globals';
import {
  belgianIban,
  belgianNationalNumber,
  belgianVatNumber,
  citizenServiceNumber,
  dutchIban,
  dutchVatNumber,
} from '../../src/server/demo/checksums.js';
import { demoAnnouncement } from '../../src/server/demo/announce.js';
import { makeWorld } from '../../src/server/demo/world.js';

/** Written apart from the code it checks: the sums as the issuers publish them, in whole numbers of any size. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '');
  const digits = [...compact.slice(4), ...compact.slice(0, 4)].map((letter) => parseInt(letter, 36)).join('');
  if (compact.startsWith('BE') && !(compact.length === 16 && isBelgianAccount(compact.slice(4)))) return false;
  if (compact.startsWith('NL') && compact.length !== 18) return false;
  return BigInt(digits) % 97n === 1n;
}

function isBelgianAccount(account: string): boolean {
  return (Number(account.slice(0, 10)) % 97 || 97) === Number(account.slice(10));
}

function isBelgianNationalNumber(text: string, birthDate: string | null): boolean {
  const match = /^(\d\d)\.(\d\d)\.(\d\d)-(\d{3})\.(\d\d)$/.exec(text);
  if (match === null) return false;
  const [, year, month, day, serial, check] = match;
  if (birthDate !== null && birthDate.slice(2) !== `${year}-${month}-${day}`) return false;
  const number = Number(`${year}${month}${day}${serial}`);
  const centuries = birthDate === null ? [0, 2_000_000_000] : [birthDate >= '2000' ? 2_000_000_000 : 0];
  return centuries.some((century) => 97 - ((century + number) % 97) === Number(check));
}

function isCitizenServiceNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const sum = [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return sum % 11 === 0;
}

function isVatNumber(text: string): boolean {
  const belgian = /^BE ([01]\d{3})\.(\d{3})\.(\d{3})$/.exec(text);
  if (belgian !== null) {
    const digits = belgian.slice(1).join('');
    return 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8));
  }
  if (!/^NL\d{9}B\d\d$/.test(text)) return false;
  return BigInt([...text].map((letter) => parseInt(letter, 36)).join('')) % 97n === 1n;
}

describe('numbers that are made up', () => {
  it('agree with numbers that their issuers give as examples', () => {
    expect(belgianIban('5390075470')).toBe('BE68 5390 0754 7034');
    expect(dutchIban('ABNA', '0417164300')).toBe('NL91 ABNA 0417 1643 00');
    expect(belgianNationalNumber('1985-07-30', 33)).toBe('85.07.30-033.28');
    expect(belgianNationalNumber('2017-07-30', 33)).toBe('17.07.30-033.84');
    expect(citizenServiceNumber('11122233')).toBe('111222333');
    expect(belgianVatNumber('04287594')).toBe('BE 0428.759.497');
    expect(dutchVatNumber('123456789')).toBe('NL123456789B13');
  });
});

describe('the demo world', () => {
  const world = makeWorld();
  const [acme, globex] = world;

  it('has the promised sizes', () => {
    const sizes = world.map(({ slug, contacts, companies, invoices }) => [
      slug,
      contacts.length,
      companies.length,
      invoices.length,
    ]);
    expect(sizes).toEqual([
      ['acme', 2_000, 300, 6_000],
      ['globex', 200, 30, 600],
    ]);
  });

  it('is the same every time it is made, and on every machine', () => {
    expect(JSON.stringify(makeWorld())).toBe(JSON.stringify(world));
    const some = [acme!.companies[0]!, acme!.contacts[0]!, acme!.contacts[1_999]!, globex!.contacts[0]!];
    expect(some.map(({ id, name }) => `${id} ${name}`)).toMatchInlineSnapshot(`
      [
        "01907e5a-57be-7daf-8a8e-aacd221ecf35 Van der Auwera & Decoster CommV",
        "018c7966-2030-73f3-856b-5679274bb5f8 Linde Janssen",
        "01919e26-f4e0-7658-b2a3-1989e7b126de Brent Van Acker",
        "0196a3be-4907-7cff-89f4-7632249b7647 Penny Toussaint",
      ]
    `);
    expect([acme!.invoices[5_999]!, globex!.invoices[0]!].map(({ id, number, total }) => `${id} ${number} ${total}`))
      .toMatchInlineSnapshot(`
      [
        "01a19320-f42b-72e1-9879-3488a110cad3 F2026-01641 1766500",
        "018b9112-3742-7c27-ab1e-315d44fc1d6f C2023-00001 -1538600",
      ]
    `);
  });

  it('never gives an id twice', () => {
    const ids = world.flatMap(({ contacts, companies, invoices, customFields, customValues, tickets }) =>
      [
        contacts,
        companies,
        invoices,
        customFields,
        customValues,
        tickets,
        tickets.flatMap(({ messages }) => messages),
      ].flatMap((rows) => rows.map(({ id }) => id)),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([]);
  });

  it('has numbers that check out, of the country where somebody lives', () => {
    const contacts = world.flatMap((tenant) => tenant.contacts);
    const wrong = contacts.filter(({ iban, nationalId, birthDate, country }) => {
      const dutch = country === 'Nederland';
      if (iban !== null && !isIban(iban)) return true;
      if (iban !== null && country !== null && iban.startsWith('NL') !== dutch) return true;
      if (nationalId === null) return false;
      if (country === null)
        return !isCitizenServiceNumber(nationalId) && !isBelgianNationalNumber(nationalId, birthDate);
      return dutch ? !isCitizenServiceNumber(nationalId) : !isBelgianNationalNumber(nationalId, birthDate);
    });
    expect(wrong).toEqual([]);
    const vatNumbers = world.flatMap(({ companies }) => companies.map(({ vatNumber }) => vatNumber));
    expect(vatNumbers.filter((number) => number !== null && !isVatNumber(number))).toEqual([]);
    expect(contacts.filter(({ nationalId }) => nationalId !== null).length).toBeGreaterThan(1_000);
  });

  it('writes to nobody who exists', () => {
    const contacts = world.flatMap((tenant) => tenant.contacts);
    const emails = contacts.flatMap(({ email }) => email ?? []);
    expect(emails.filter((email) => !/^[a-z0-9]+(\.[a-z0-9]+)?@[a-z0-9]+\.(test|example)$/.test(email))).toEqual([]);
    const websites = world.flatMap(({ companies }) => companies.flatMap(({ website }) => website ?? []));
    expect(websites.filter((website) => !/^https:\/\/www\.[a-z0-9]+\.test$/.test(website))).toEqual([]);
  });

  it('has gaps and awkward names, as real records have', () => {
    const contacts = acme!.contacts;
    for (const field of ['birthDate', 'email', 'phone', 'city', 'iban', 'nationalId', 'notes', 'companyId'] as const) {
      const empty = contacts.filter((contact) => contact[field] === null).length;
      expect([field, empty > 50, empty < 1_950]).toEqual([field, true, true]);
    }
    expect(acme!.invoices.some(({ dueOn }) => dueOn === null)).toBe(true);
    expect(acme!.invoices.some(({ total }) => total < 0)).toBe(true);
    expect(acme!.invoices.some(({ total }) => total % 100 !== 0)).toBe(true);
    const names = contacts.map(({ name }) => name).join('\n');
    for (const awkward of ['ß', 'İ', "D'H", 'é', '🌷', '%', '\\', '佐']) expect(names).toContain(awkward);
  });

  it('has custom fields of every type and every kind of category, and keeps the subjects apart', () => {
    const fields = acme!.customFields;
    expect(new Set(fields.map(({ type }) => type))).toEqual(new Set(['TEXT', 'NUMBER', 'DATE', 'BOOLEAN', 'CHOICE']));
    const categoriesOf = (subject: string) =>
      new Set(fields.filter((field) => field.subject === subject).map(({ category }) => category));
    expect(categoriesOf('Contact')).toEqual(new Set(['IDENTITY', 'CONTACT_DETAILS', 'SPECIAL']));
    expect(categoriesOf('Company')).toEqual(new Set(['COMMERCIAL', 'FINANCIAL']));
  });

  it('keeps personal data out of tickets, which need no consent', () => {
    const texts = world.flatMap(({ tickets }) =>
      tickets.flatMap(({ subject, messages }) => [subject, ...messages.map(({ body }) => body)]),
    );
    expect(acme!.tickets).toHaveLength(12);
    expect(new Set(acme!.tickets.map(({ status }) => status))).toEqual(new Set(['OPEN', 'CLOSED']));
    expect(texts.filter((text) => /@|\+3[12]|\d{4,}(?<!20\d\d)/.test(text))).toEqual([]);
  });
});

describe('the announcement', () => {
  const text = demoAnnouncement('http://127.0.0.1:4000/graphql');

  it('names the address, every account, the password and three queries', () => {
    for (const part of [
      'http://127.0.0.1:4000/graphql',
      'correct-horse-battery-staple',
      'owner@acme.test',
      'accountant@books.test',
      'sysadmin2@vendor.test',
      'query Contacts {',
      'mutation GrantSupportAccess {',
      'query WhoLooked {',
    ]) {
      expect(text).toContain(part);
    }
  });
});
