import { describe, expect, it } from '@jest/globals';
import { customFieldPlace, NATIONAL_ID, openTenantKey, wrapNewTenantKey } from '../../src/access/sealing.js';

const SECRET = 'a secret of the test, long enough to be one';
const TENANT = '018f0000-0000-7000-8000-000000000001';
const OTHER_TENANT = '018f0000-0000-7000-8000-000000000002';
const RECORD = '018f0000-0000-7000-8000-00000000000a';
const OTHER_RECORD = '018f0000-0000-7000-8000-00000000000b';
const NUMBER = '85.07.30-033.28';

const newKey = (tenantId = TENANT) => openTenantKey(SECRET, tenantId, wrapNewTenantKey(SECRET, tenantId));

describe('a sealed value', () => {
  const key = newKey();
  const sealed = key.seal(NATIONAL_ID, RECORD, NUMBER);

  it.each(['', NUMBER, 'Ünïcode ß İ 🧁', 'x'.repeat(20_000)])('opens to what was sealed (%#)', (text) => {
    expect(key.open(NATIONAL_ID, RECORD, key.seal(NATIONAL_ID, RECORD, text))).toBe(text);
  });

  it('does not hold the text, and is never twice the same', () => {
    expect(sealed.includes(NUMBER)).toBe(false);
    expect(key.seal(NATIONAL_ID, RECORD, NUMBER).equals(sealed)).toBe(false);
  });

  it('does not open with any byte changed, cut off or added', () => {
    for (let position = 0; position < sealed.length; position++) {
      const tampered = Buffer.from(sealed);
      tampered[position]! ^= 1;
      expect(() => key.open(NATIONAL_ID, RECORD, tampered)).toThrow('damaged, or belongs elsewhere');
      expect(() => key.open(NATIONAL_ID, RECORD, sealed.subarray(0, position))).toThrow('damaged');
    }
    expect(() => key.open(NATIONAL_ID, RECORD, Buffer.concat([sealed, Buffer.of(0)]))).toThrow('damaged');
  });

  it('does not open in another record, another place or another tenant', () => {
    expect(() => key.open(NATIONAL_ID, OTHER_RECORD, sealed)).toThrow('belongs elsewhere');
    expect(() => key.open(customFieldPlace(RECORD), RECORD, sealed)).toThrow('belongs elsewhere');
    expect(() => newKey(OTHER_TENANT).open(NATIONAL_ID, RECORD, sealed)).toThrow('belongs elsewhere');
  });

  it('does not open where place and record only read alike when joined', () => {
    expect(() => key.open('place', 'xrecord', key.seal('placex', 'record', NUMBER))).toThrow('belongs elsewhere');
  });

  it('says nothing of the value when it does not open', () => {
    expect(() => key.open(NATIONAL_ID, OTHER_RECORD, sealed)).not.toThrow(NUMBER);
  });
});

describe('a match value', () => {
  const key = newKey();

  it('is the same for equal texts of one place, whichever the record', () => {
    expect(key.match(NATIONAL_ID, NUMBER)).toEqual(key.match(NATIONAL_ID, NUMBER));
    expect(key.match(NATIONAL_ID, NUMBER)).toHaveLength(32);
  });

  it('differs by text, white space and punctuation included', () => {
    const texts = [NUMBER, ` ${NUMBER}`, NUMBER.replaceAll('.', ''), `${NUMBER} `, ''];
    expect(new Set(texts.map((text) => key.match(NATIONAL_ID, text).toString('hex'))).size).toBe(texts.length);
  });

  it('differs by place and by tenant', () => {
    expect(key.match(customFieldPlace(RECORD), NUMBER)).not.toEqual(key.match(NATIONAL_ID, NUMBER));
    expect(newKey(OTHER_TENANT).match(NATIONAL_ID, NUMBER)).not.toEqual(key.match(NATIONAL_ID, NUMBER));
  });
});

describe('a tenant key', () => {
  const wrapped = wrapNewTenantKey(SECRET, TENANT);

  it('opens again to the same key', () => {
    const sealed = openTenantKey(SECRET, TENANT, wrapped).seal(NATIONAL_ID, RECORD, NUMBER);
    expect(openTenantKey(SECRET, TENANT, wrapped).open(NATIONAL_ID, RECORD, sealed)).toBe(NUMBER);
  });

  it('is another one for every tenant, even with the same secret', () => {
    expect(wrapNewTenantKey(SECRET, TENANT)).not.toEqual(wrapped);
    expect(newKey().match(NATIONAL_ID, NUMBER)).not.toEqual(newKey().match(NATIONAL_ID, NUMBER));
  });

  it('does not open with another secret, for another tenant, or damaged, and says what is wrong', () => {
    expect(() => openTenantKey(`${SECRET}!`, TENANT, wrapped)).toThrow(
      `SECRET_KEY does not open the data key of tenant ${TENANT}`,
    );
    expect(() => openTenantKey(SECRET, OTHER_TENANT, wrapped)).toThrow('SECRET_KEY does not open');
    expect(() => openTenantKey(SECRET, TENANT, wrapped.subarray(1))).toThrow('SECRET_KEY does not open');
    expect(() => openTenantKey(SECRET, TENANT, Buffer.alloc(0))).toThrow('SECRET_KEY does not open');
    expect(() => openTenantKey('', TENANT, wrapped)).toThrow('SECRET_KEY is empty');
  });
});
