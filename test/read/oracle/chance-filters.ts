import type { Dice } from './dice.js';
import type { Input, OrderInput } from './oracle.js';
import type { ListName, Row, Rows } from './rows.js';

/** Filters and orders by chance, with values that occur in the rows, so that they match some and not all. */

const FIELDS = {
  contacts: { text: ['name', 'email', 'phone', 'city', 'country', 'iban', 'notes'], date: ['birthDate'] },
  companies: { text: ['name', 'website', 'vatNumber'], date: [] },
  invoices: { text: ['number', 'currency'], date: ['issuedOn', 'dueOn'] },
} as const satisfies Readonly<Record<ListName, object>>;

const RELATIONS = {
  contacts: { company: 'companies' },
  companies: {},
  invoices: { company: 'companies', contact: 'contacts' },
} as const satisfies Readonly<Record<ListName, Readonly<Record<string, ListName>>>>;

const ORDER_FIELDS = {
  contacts: ['NAME', 'EMAIL', 'CITY', 'CREATED_AT', 'UPDATED_AT'],
  companies: ['NAME', 'CREATED_AT', 'UPDATED_AT'],
  invoices: ['NUMBER', 'ISSUED_ON', 'TOTAL', 'CREATED_AT', 'UPDATED_AT'],
} as const satisfies Readonly<Record<ListName, readonly string[]>>;

const COMPARISONS = ['eq', 'gt', 'gte', 'lt', 'lte'] as const;

export class ChanceFilters {
  readonly #dice: Dice;
  readonly #rows: Rows;

  constructor(dice: Dice, rows: Rows) {
    this.#dice = dice;
    this.#rows = rows;
  }

  filter(list: ListName, depth = 3): Input {
    const dice = this.#dice;
    const kind = depth === 0 ? 9 : dice.upTo(9);
    const parts = (): Input[] => Array.from({ length: 1 + dice.upTo(2) }, () => this.filter(list, depth - 1));
    if (kind === 0) return { and: parts() };
    if (kind <= 2) return { or: parts() };
    if (kind <= 4) return { not: this.filter(list, depth - 1) };
    const relation = dice.oneOf([...Object.entries(RELATIONS[list]), null]);
    if (kind === 5 && relation) return { [relation[0]]: this.filter(relation[1], depth - 1) };
    if (kind === 6) return { ...this.#field(list), ...this.#field(list) };
    return this.#field(list);
  }

  order(list: ListName): OrderInput[] {
    const dice = this.#dice;
    const fields = [...ORDER_FIELDS[list]].filter(() => dice.chance(0.35)).sort(() => dice.next() - 0.5);
    return fields.map((field) => ({ field, direction: dice.oneOf(['ASC', 'DESC']) }));
  }

  #field(list: ListName): Input {
    const dice = this.#dice;
    const { text, date } = FIELDS[list];
    const kind = dice.upTo(9);
    if (kind <= 1) return this.#compared(list, dice.oneOf(['createdAt', 'updatedAt']), false);
    if (kind <= 3 && date.length > 0) return this.#compared(list, dice.oneOf<string>(date), true);
    if (kind === 4 && list === 'invoices') return this.#compared(list, 'total', true);
    return this.#text(list, dice.oneOf<string>(text));
  }

  #text(list: ListName, field: string): Input {
    const dice = this.#dice;
    const value = this.#value(list, field) ?? 'x';
    const start = dice.upTo(Math.max(0, value.length - 1));
    const piece = [...value.slice(start)].slice(0, 1 + dice.upTo(3)).join('');
    const wellFormed = piece.isWellFormed() && piece !== '' ? piece : 'a';
    const cased = dice.oneOf([wellFormed, wellFormed.toUpperCase(), wellFormed.toLowerCase()]);
    const tests: readonly Input[] = [
      { eq: value },
      { ne: value },
      { in: [value, this.#value(list, field) ?? '', 'nobody'] },
      { contains: cased },
      {
        startsWith: [...value]
          .slice(0, 1 + dice.upTo(2))
          .join('')
          .toUpperCase(),
      },
      { isNull: dice.chance(0.5) },
      { ne: value, contains: cased },
      {},
    ];
    return { [field]: dice.oneOf(tests) };
  }

  #compared(list: ListName, field: string, nullable: boolean): Input {
    const dice = this.#dice;
    if (nullable && dice.chance(0.15)) return { [field]: { isNull: dice.chance(0.5) } };
    const value = this.#value(list, field);
    if (value === null) return { [field]: {} };
    const written = field === 'total' ? decimalOf(value) : value;
    const other = this.#value(list, field);
    return dice.chance(0.3) && other !== null
      ? { [field]: { gte: written, lt: field === 'total' ? decimalOf(other) : other } }
      : { [field]: { [dice.oneOf(COMPARISONS)]: written } };
  }

  #value(list: ListName, field: string): string | null {
    return this.#dice.oneOf<Row>(this.#rows[list]).values[field] ?? null;
  }
}

function decimalOf(scaled: string): string {
  const digits = scaled.replace('-', '').padStart(5, '0');
  return `${scaled.startsWith('-') ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
