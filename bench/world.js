/**
 * The world that is measured: 1,000 tenants, 100,000 contacts, 300,000 invoices, or another number of contacts and three times as many
 * invoices. The first tenant, `big`, has half of the contacts; the others share the rest. Everything follows from a row's number, so
 * that two machines measure the same rows.
 */
export const BIG_TENANT = 'big';
export const WORLD_VERSION = 4;
/** The key of the big tenant's own field of contacts: a number, which nine in ten have. */
export const SCORE = 'score';
/** Of each of its values there are as many contacts. */
export const CONTACTS_OF_A_SCORE = 10;

const TENANTS = 1_000;
const COMPANIES_OF_OTHERS = 5;

export function sizesOf(contacts) {
  const bigCompanies = contacts / 20;
  return {
    contacts,
    bigContacts: contacts / 2,
    bigCompanies,
    companies: bigCompanies + COMPANIES_OF_OTHERS * (TENANTS - 1),
    invoices: contacts * 3,
  };
}

const grouped = (number) => number.toLocaleString('en-US');

export function inWords(contacts) {
  const { bigContacts, invoices } = sizesOf(contacts);
  return `${grouped(TENANTS)} tenants, ${grouped(contacts)} contacts (${grouped(bigContacts)} of the tenant that is asked about), ${grouped(invoices)} invoices`;
}

const FIRST_NAMES =
  'Anna,Bart,Carla,Dirk,Els,Frank,Greet,Hans,Ilse,Jan,Karin,Luc,Marie,Nico,Olga,Piet,Quinten,Rita,Sven,Tine,Umberto,Vera,Wim,Xavier,Yasmine,Zoë,Åse,Émile,Jürgen,Łukasz,Noël,Renée,Siân,Søren,Tomás,Ursula,Véronique,Wout,Ynske,Zeynep';
const LAST_NAMES =
  'Adams,Baert,Claes,Desmet,Evers,Fransen,Goossens,Hermans,Indestege,Jacobs,Kuipers,Lambert,Maes,Nijs,Ooms,Peeters,Quaghebeur,Rombouts,Segers,Thys,Ulens,Vermeulen,Willems,Xhonneux,Yıldız,Zwart,de Boer,van Dijk,’t Hart,Ødegård,Weiß,García,Öztürk,Brzęczyk,d’Ávila,Müller,Nguyễn,Sørensen,Lefèvre,Dubois,Martens,Aerts,Wouters,Mertens,Janssens,Pauwels,Michiels,Smets';

/** Ids as the product makes them, with time first: new rows land at the end of an index. */
const IDS = `
  create function pg_temp.id_of(kind text, n bigint) returns uuid language sql immutable as $f$
    select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(m, 1, 3) || '-8' || substr(m, 4, 3) || '-' || substr(m, 7, 12))::uuid
      from (select lpad(to_hex(1700000000000 + n * 1000), 12, '0') as h, md5(kind || n) as m) x
  $f$;
  create function pg_temp.at(n bigint) returns timestamptz language sql immutable as $f$
    select to_timestamp(1700000000 + n)
  $f$;
  create function pg_temp.dice(kind text, n bigint, sides bigint) returns bigint language sql immutable as $f$
    select (hashtextextended(kind || n, 7) & 9007199254740991) % sides
  $f$;`;

/** The statements that make it. */
export function fill(size) {
  const { contacts, bigContacts, bigCompanies, companies, invoices } = sizesOf(size);
  const contactTenant = (n) => `(case when ${n} <= ${bigContacts} then 1 else 2 + ${n} % ${TENANTS - 1} end)`;
  const companyTenant = (n) =>
    `(case when ${n} <= ${bigCompanies} then 1 else 2 + (${n} - ${bigCompanies + 1}) % ${TENANTS - 1} end)`;
  /** A company of the contact's own tenant. */
  const contactCompany = (n) => `(case when ${n} <= ${bigContacts} then 1 + ${n} % ${bigCompanies}
  else ${bigCompanies + 1} + ${n} % ${TENANTS - 1} + ${TENANTS - 1} * pg_temp.dice('company of', ${n}, ${COMPANIES_OF_OTHERS}) end)`;

  return [
    IDS,
    `insert into public.tenant (id, slug, name, created_at)
   select pg_temp.id_of('tenant', n), case when n = 1 then '${BIG_TENANT}' else 'tenant-' || n end, 'Tenant ' || n, pg_temp.at(n)
     from generate_series(1::bigint, ${TENANTS}) n`,
    `insert into public.company (tenant_id, id, created_at, updated_at, name, website, vat_number)
   select pg_temp.id_of('tenant', ${companyTenant('n')}), pg_temp.id_of('company', n), pg_temp.at(n), pg_temp.at(n * 3),
          (string_to_array('${LAST_NAMES}', ','))[1 + pg_temp.dice('house', n, 48)] || ' & Zonen ' || n,
          case when n % 7 <> 0 then 'https://www.company-' || n || '.test' end,
          case when n % 9 <> 0 then 'BE0' || lpad(pg_temp.dice('vat', n, 999999999)::text, 9, '0') end
     from generate_series(1::bigint, ${companies}) n`,
    `insert into public.contact
     (tenant_id, id, created_at, updated_at, name, birth_date, email, phone, city, country, iban, notes, company_id)
   select pg_temp.id_of('tenant', ${contactTenant('n')}), pg_temp.id_of('contact', n), pg_temp.at(n),
          pg_temp.at(n + pg_temp.dice('changed', n, 30000000)) + interval '123 milliseconds',
          (string_to_array('${FIRST_NAMES}', ','))[1 + pg_temp.dice('first', n, 40)] || ' ' ||
          (string_to_array('${LAST_NAMES}', ','))[1 + pg_temp.dice('last', n, 48)],
          case when n % 8 <> 0 then date '1940-01-01' + pg_temp.dice('born', n, 24000)::int end,
          case when n % 10 <> 0 then 'person-' || n || '@mail.test' end,
          case when n % 6 <> 0 then '+32 4' || lpad(pg_temp.dice('phone', n, 99999999)::text, 8, '0') end,
          (array['Antwerpen', 'Gent', 'Liège', 'Namur', 'Utrecht', '’s-Hertogenbosch', 'Leuven', 'Brugge', null])[1 + pg_temp.dice('city', n, 9)],
          (array['België', 'Belgique', 'Nederland', null])[1 + pg_temp.dice('country', n, 4)],
          case when n % 4 <> 0 then 'BE' || lpad(pg_temp.dice('iban', n, 99999999999999)::text, 14, '0') end,
          case when n % 3 = 0 then 'Note ' || n end,
          case when n % 11 <> 0 then pg_temp.id_of('company', ${contactCompany('n')}) end
     from generate_series(1::bigint, ${contacts}) n`,
    `insert into public.invoice
     (tenant_id, id, created_at, updated_at, number, issued_on, due_on, currency, total, contact_id, company_id)
   select pg_temp.id_of('tenant', ${contactTenant('c')}), pg_temp.id_of('invoice', n), pg_temp.at(n), pg_temp.at(n * 2),
          'F' || lpad(n::text, 7, '0'), (pg_temp.at(pg_temp.dice('issued', n, 60000000)))::date, null,
          (array['EUR', 'EUR', 'EUR', 'USD', 'GBP'])[1 + pg_temp.dice('currency', n, 5)],
          pg_temp.dice('total', n, 90000000) * 100 + case when n % 50 = 0 then pg_temp.dice('odd', n, 100) else 0 end,
          pg_temp.id_of('contact', c), case when c % 11 <> 0 then pg_temp.id_of('company', ${contactCompany('c')}) end
     from (select n, 1 + pg_temp.dice('receiver', n, ${contacts}) as c from generate_series(1::bigint, ${invoices}) n) x`,
    `insert into public.custom_field (tenant_id, id, created_at, subject, key, label, category, type)
   values (pg_temp.id_of('tenant', 1), pg_temp.id_of('field', 1), pg_temp.at(1), 'Contact', '${SCORE}', 'Score', 'IDENTITY', 'NUMBER')`,
    // Numbers are kept in ten-thousandths.
    `insert into public.custom_value (tenant_id, id, field_id, contact_id, number_value)
   select pg_temp.id_of('tenant', 1), pg_temp.id_of('value', n), pg_temp.id_of('field', 1), pg_temp.id_of('contact', n),
          n % ${bigContacts / CONTACTS_OF_A_SCORE} * 10000
     from generate_series(1::bigint, ${bigContacts}) n where pg_temp.dice('scored', n, 10) > 0`,
  ];
}

/** What is measured is the steady state: visibility map, statistics and free lists as autovacuum leaves them. */
export const SETTLE =
  'vacuum (analyze) public.tenant, public.company, public.contact, public.invoice, public.custom_field, public.custom_value';
