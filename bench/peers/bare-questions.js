/** One statement written by hand for each question, and how its flat rows become the answer. */
const moment = (text) =>
  `${text.slice(0, 10)}T${text.slice(11, 19)}${(text[19] === '.' ? text.slice(19, -3) : '').padEnd(4, text[19] === '.' ? '0' : '.000')}Z`;

function decimal(scaled) {
  const digits = scaled.padStart(5, '0');
  const fraction = digits.slice(-4);
  return `${digits.slice(0, -4)}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/, '')}`;
}

export const QUESTIONS = {
  Point: {
    text: 'select id, name, email, phone, city, updated_at from public.contact where tenant_id = $1 and id = $2',
    values: (tenant, { id }) => [tenant, id],
    shape([row]) {
      if (row === undefined) return { contact: null };
      const [id, name, email, phone, city, updatedAt] = row;
      return { contact: { id: `con_${id}`, name, email, phone, city, updatedAt: moment(updatedAt) } };
    },
  },
  List: {
    text: `select w.id, w.name, w.email, w.city, o.id, o.name, o.vat_number, i.id, i.number, i.issued_on, i.currency, i.total
      from (select id, name, email, city, company_id from public.contact where tenant_id = $1 order by name, id limit 25) w
      left join lateral (select id, name, vat_number from public.company
                          where tenant_id = $1 and id = w.company_id offset 0) o on true
      left join lateral (select id, number, issued_on, currency, total from public.invoice
                          where tenant_id = $1 and contact_id = w.id order by issued_on desc, id desc limit 3) i on true
      order by w.name, w.id, i.issued_on desc, i.id desc`,
    values: (tenant) => [tenant],
    shape(rows) {
      const nodes = [];
      let last;
      let invoices;
      for (const [
        id,
        name,
        email,
        city,
        companyId,
        company,
        vatNumber,
        invoiceId,
        number,
        issuedOn,
        currency,
        total,
      ] of rows) {
        if (id !== last) {
          last = id;
          invoices = [];
          nodes.push({
            id: `con_${id}`,
            name,
            email,
            city,
            company: companyId === null ? null : { id: `com_${companyId}`, name: company, vatNumber },
            invoices: { nodes: invoices },
          });
        }
        if (invoiceId !== null)
          invoices.push({ id: `inv_${invoiceId}`, number, issuedOn, currency, total: decimal(total) });
      }
      return { contacts: { nodes } };
    },
  },
  Wide: {
    text: `select id, created_at, updated_at, name, birth_date, email, phone, city, country, iban
      from public.contact where tenant_id = $1 order by name, id limit 100`,
    values: (tenant) => [tenant],
    shape: (rows) => ({
      contacts: {
        nodes: rows.map(([id, createdAt, updatedAt, name, birthDate, email, phone, city, country, iban]) => ({
          id: `con_${id}`,
          createdAt: moment(createdAt),
          updatedAt: moment(updatedAt),
          name,
          birthDate,
          email,
          phone,
          city,
          country,
          iban,
        })),
      },
    }),
  },
  FirstPage: {
    text: `select id, name, email, city, country from public.contact
      where tenant_id = $1 and country = $2 order by name, id limit 50`,
    values: (tenant, { country }) => [tenant, country],
    shape: shapePage,
  },
  DeepPage: {
    text: `select id, name, email, city, country from public.contact
      where tenant_id = $1 and country = $2 and (name, id) > ($3, $4) order by name, id limit 50`,
    values: (tenant, { country, name, id }) => [tenant, country, name, id],
    shape: shapePage,
  },
  Scored: {
    text: `select c.id, c.name, c.email, c.city, c.country
      from public.custom_value v join public.contact c on c.tenant_id = v.tenant_id and c.id = v.record_id
      where v.tenant_id = $1 and v.field_id = $2 and v.number_value >= $3 and v.number_value < $4
      order by c.name, c.id limit 25`,
    values: (tenant, { fieldId, from, to }) => [tenant, fieldId, from, to],
    shape: shapePage,
  },
  // One statement, and so one transaction: the change, its entry in the log of changes, and what is read back.
  Update: {
    text: `with updated as (
        update public.contact
           set phone = $3, updated_at = greatest(date_trunc('milliseconds', clock_timestamp()), updated_at + interval '1 millisecond')
         where tenant_id = $1 and id = $2 returning id, name, email, phone, city),
      logged as (
        insert into public.change_entry (tenant_id, id, at, actor, actor_id, actor_name, subject, record_id, action, fields)
        select $1, uuidv7(), date_trunc('milliseconds', clock_timestamp()), 'MEMBER', $4, 'Owner of the big tenant', 'Contact', id,
               'UPDATE', array['phone'] from updated)
      select id, name, email, phone, city from updated`,
    values: (tenant, { id, input }, actor) => [tenant, id, input.phone, actor],
    shape: ([[id, name, email, phone, city]]) => ({
      updateContact: { contact: { id: `con_${id}`, name, email, phone, city } },
    }),
  },
};

function shapePage(rows) {
  return {
    contacts: {
      nodes: rows.map(([id, name, email, city, country]) => ({ id: `con_${id}`, name, email, city, country })),
    },
  };
}
