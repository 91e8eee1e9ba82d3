import { makeCompanies, type DemoCompany } from './companies.js';
import { makeContacts, type DemoContact } from './contacts.js';
import { makeCustomFields, makeCustomValues, type DemoCustomField, type DemoCustomValue } from './custom-fields.js';
import { TODAY, YEAR } from './calendar.js';
import { idFor } from './fixed-ids.js';
import { makeInvoices, type DemoInvoice } from './invoices.js';
import { makeTickets, type DemoTicket } from './tickets.js';

export interface DemoTenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly createdAt: number;
  /** When its data processing agreement was accepted. */
  readonly agreementAcceptedAt: number | null;
  readonly customFields: readonly DemoCustomField[];
  readonly companies: readonly DemoCompany[];
  readonly contacts: readonly DemoContact[];
  readonly invoices: readonly DemoInvoice[];
  readonly customValues: readonly DemoCustomValue[];
  readonly tickets: readonly DemoTicket[];
}

interface Size {
  readonly contacts: number;
  readonly companies: number;
  readonly invoices: number;
}

/** The whole demo world in memory, the same at every call: no clock, no chance but seeded dice, no database. */
export function makeWorld(): readonly DemoTenant[] {
  return [
    makeTenant('acme', 'Acme', TODAY - 3 * YEAR, { contacts: 2_000, companies: 300, invoices: 6_000 }),
    makeTenant('globex', 'Globex', null, { contacts: 200, companies: 30, invoices: 600 }),
  ];
}

function makeTenant(slug: string, name: string, agreementAcceptedAt: number | null, size: Size): DemoTenant {
  const createdAt = TODAY - 4 * YEAR;
  const customFields = makeCustomFields(slug, createdAt);
  const companies = makeCompanies(slug, size.companies);
  const contacts = makeContacts(slug, size.contacts, companies);
  return {
    id: idFor(slug, createdAt),
    slug,
    name,
    createdAt,
    agreementAcceptedAt,
    customFields,
    companies,
    contacts,
    invoices: makeInvoices(slug, size.invoices, contacts, companies),
    customValues: makeCustomValues(slug, customFields, { Contact: contacts, Company: companies }),
    tickets: makeTickets(slug),
  };
}
