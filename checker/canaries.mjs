/**
 * Every value in the checker's world is a canary: it says of itself which tenant, row, field and version it is, and is found
 * wherever it turns up in raw bytes, whatever those claim to be. The last character closes it, so that half of one at the end of a chunk
 * is not taken for a whole.
 */
export const CATEGORY_OF = {
  name: 'IDENTITY',
  email: 'CONTACT_DETAILS',
  city: 'CONTACT_DETAILS',
  phone: 'CONTACT_DETAILS',
  iban: 'FINANCIAL',
  national: 'GOVERNMENT_ID',
  notes: 'NOTES',
  company: 'COMMERCIAL',
  website: 'COMMERCIAL',
  vat: 'FINANCIAL',
  number: 'FINANCIAL',
};

/** As the access log calls them: subject and field. */
export const LOGGED_AS = {
  name: ['Contact', 'name'],
  email: ['Contact', 'email'],
  city: ['Contact', 'city'],
  phone: ['Contact', 'phone'],
  iban: ['Contact', 'iban'],
  national: ['Contact', 'nationalId'],
  notes: ['Contact', 'notes'],
  company: ['Company', 'name'],
  website: ['Company', 'website'],
  vat: ['Company', 'vatNumber'],
  number: ['Invoice', 'number'],
};

export const CATEGORIES = [...new Set(Object.values(CATEGORY_OF))];

export function canary(tenant, row, field, version = 0) {
  return `k7-${tenant}-${row}-${field}-${version}x`;
}

const WHOLE = /k7-([a-z]+)-(\d+)-([a-z]+)-(\d+)x/g;
const LONGEST = 48;

/** Finds canaries in a stream of bytes, across the borders of its chunks. */
export class CanaryScanner {
  #tail = '';

  /** Those that are whole with this chunk. `carried`: it began in an earlier one. */
  scan(chunk) {
    const text = this.#tail + chunk.toString('latin1');
    const border = this.#tail.length;
    const found = [];
    let after = 0;
    for (const match of text.matchAll(WHOLE)) {
      const [whole, tenant, row, field, version] = match;
      found.push({ tenant, row: Number(row), field, version: Number(version), carried: match.index < border });
      after = match.index + whole.length;
    }
    this.#tail = text.slice(Math.max(after, text.length - LONGEST));
    return found;
  }
}
