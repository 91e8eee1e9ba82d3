/** A tenant in which every kind of actor stands in every state, each one a person of their own, brought there as it happens in life. */
import { ownCategorySql } from '../../support/own-category.js';
import { setTimeout as pause } from 'node:timers/promises';
import { accept as acceptVersion, agreementsOf, staff, withdraw } from '../../agreements/deeds.js';
import { giveGrantOf, inTime, revoke, uuidOf, type Stage } from '../../consent/stage.js';
import { ask } from '../../consent/people.js';
import { answer, issued, recorded } from '../../instructions/instructing.js';
import { enter, newTenant, steppedUpOwner } from '../../members/deeds.js';
import { member } from '../../security/people.js';
import { Client } from '../../support/client.js';
import { accept, approveWindow, closeWindow, endAccess, invite, renew, requestWindow } from '../deeds.js';
import { ALL, DATA, KIND_OF, type Deed, type Kind, type Standing, type Told } from './oracle.js';

export interface Somebody {
  readonly name: string;
  readonly standing: Standing;
  readonly client: Client;
  readonly place: Place;
  /** What they would act by, where it is no membership. */
  readonly authority: string | null;
  /** The instruction that carries their window, and that what they write in it names. */
  readonly carries?: string | null;
}

export interface Place {
  readonly slug: string;
  readonly id: string;
  readonly owner: Client;
  readonly ids: Readonly<Record<'Contact' | 'Company' | 'Invoice', string>>;
  readonly instructions: Readonly<Record<Told, Readonly<Record<Deed, string | null>>>>;
}

/** Values that stand nowhere else. */
export const PLANTED = {
  Contact: {
    name: 'Orakel Naam Vq1',
    birthDate: '1901-02-03',
    email: 'vq2@orakel.example',
    phone: '+999 11 2233441',
    city: 'Orakelstad-Vq3',
    country: 'Orakelland-Vq4',
    iban: 'XK11ORAKELVQ5',
    nationalId: 'ORAKEL-ID-VQ6',
    notes: 'Orakel notitie Vq7',
  },
  Company: { name: 'Orakel Bedrijf Vq8', website: 'https://orakel-vq9.example', vatNumber: 'XK0ORAKELVQ10' },
  Invoice: {
    number: 'ORAKEL-VQ11',
    issuedOn: '1902-03-04',
    dueOn: '1903-04-05',
    currency: 'VQZ',
    total: '1234567.8912',
  },
} as const;

export const OWN_FIELDS = [
  { subject: 'Contact', key: 'boots', category: 'SHOE_SIZE', value: 'Vq12 laarzen' },
  { subject: 'Contact', key: 'diet', category: 'SPECIAL', value: 'Vq13 dieet' },
  { subject: 'Company', key: 'soles', category: 'SHOE_SIZE', value: 'Vq14 zolen' },
] as const;

async function planted(owner: Client): Promise<Place['ids']> {
  const create = async (subject: 'Contact' | 'Company' | 'Invoice', more: object): Promise<string> => {
    const own = OWN_FIELDS.filter((one) => one.subject === subject).map(({ key, value }) => ({ key, value }));
    const input = { ...PLANTED[subject], ...more, ...(own.length > 0 && { customFields: own }) };
    const { data, text } = await owner.query<{ made: { record: { id: string } } }>(
      `mutation ($input: Create${subject}Input!) { made: create${subject}(input: $input) { record: ${subject.toLowerCase()} { id } } }`,
      { input },
    );
    if (!data) throw new Error(text);
    return data.made.record.id;
  };
  const Company = await create('Company', {});
  const Contact = await create('Contact', { companyId: Company });
  const Invoice = await create('Invoice', { companyId: Company, contactId: Contact });
  return { Company, Contact, Invoice };
}

async function instructionsOf(stage: Stage, owner: Client, slug: string): Promise<Place['instructions']> {
  const { client: clerk } = await staff(stage, 'SUPPORT');
  clerk.tenant = slug;
  const by = async (told: Told, deed: Deed): Promise<string | null> => {
    const scope = { kind: KIND_OF[deed], subjects: ['Contact', 'Company', 'Invoice'], categories: ALL };
    if (told === 'none') return null;
    if (told === 'recorded') return recorded(clerk, scope);
    const id = await issued(owner, told === 'expired' ? { ...scope, expiresAt: await inTime(stage, '400 ms') } : scope);
    if (told === 'withdrawn') await answer(owner, 'withdraw', id);
    return id;
  };
  const all = async (told: Told): Promise<Record<Deed, string | null>> => ({
    CREATE: await by(told, 'CREATE'),
    UPDATE: await by(told, 'UPDATE'),
    DELETE: await by(told, 'DELETE'),
  });
  return {
    none: await all('none'),
    recorded: await all('recorded'),
    confirmed: await all('confirmed'),
    withdrawn: await all('withdrawn'),
    expired: await all('expired'),
  };
}

/** One of the demo world's tenants, with no fields of its own but these. */
export async function openPlace(stage: Stage, slug: string): Promise<Place> {
  const id = await stage.cell('select id from tenant where slug = $1', [slug]);
  await stage.sql('delete from custom_value where tenant_id = $1', [id]);
  await stage.sql('delete from custom_field where tenant_id = $1', [id]);
  await stage.sql(ownCategorySql('SHOE_SIZE', false, `t.id = '${id}'`));
  for (const { subject, key, category } of OWN_FIELDS)
    await stage.sql(
      `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type)
       values ($1, gen_random_uuid(), now(), $2, $3, $3, $4, 'TEXT')`,
      [id, subject, key, category],
    );
  const owner = await steppedUpOwner(stage, slug);
  const [version] = await agreementsOf(owner, 'DPA');
  await must(acceptVersion(owner, version?.id ?? ''));
  return { slug, id, owner, ids: await planted(owner), instructions: await instructionsOf(stage, owner, slug) };
}

const LOOK = '{ contacts(first: 1) { nodes { id } } }';
/** Long enough to be looked through while it lives. */
const SHORT = '4 seconds';

export interface Wanted extends Standing {
  readonly place: Place;
}

/** Brings somebody new there. Who had an authority has used it while it lived, so that every node remembers it. */
export class Gate {
  constructor(
    readonly stage: Stage,
    readonly second: Client,
  ) {}

  async bring(wanted: Wanted): Promise<Somebody> {
    const { place, ...standing } = wanted;
    const { kind, state, categories, access, purpose, instruction, agreed } = standing;
    const told = [
      kind,
      purpose,
      state,
      access === 'READ_WRITE' && access,
      categories.length < ALL.length && categories.join('+'),
      instruction !== 'none' && `${instruction} instruction`,
      !agreed && 'no agreement',
    ];
    const name = told.filter(Boolean).join(' ');
    const made = await this.made(wanted);
    return { name, standing, place, ...made };
  }

  private made(wanted: Wanted): Promise<Pick<Somebody, 'client' | 'authority' | 'carries'>> {
    const { kind } = wanted;
    if (kind === 'ANONYMOUS') {
      return Promise.resolve({ client: new Client(this.stage.nodes[0].url, wanted.place.slug), authority: null });
    }
    if (kind === 'EXTERNAL') return this.outsider(wanted);
    if (kind === 'SUPPORT') return this.supporter(wanted);
    if (kind === 'ADMINISTRATOR') return this.administrator(wanted);
    return this.member(wanted, kind);
  }

  private async member({ state, place }: Wanted, kind: Kind): Promise<{ client: Client; authority: null }> {
    const { stage } = this;
    if (kind === 'FOREIGN OWNER' || kind === 'OWNER ELSEWHERE') {
      const other = await newTenant(stage);
      const addressed = kind === 'FOREIGN OWNER' ? place.slug : other.slug;
      return { client: await enter(stage, await member(stage, 'OWNER', other.slug), addressed), authority: null };
    }
    const inside = state === 'living' || state === 'suspended' || state === 'revoked';
    const person = await member(stage, inside ? kind : 'OWNER', inside ? place.slug : (await newTenant(stage)).slug);
    const client = await enter(stage, person, place.slug);
    if (state === 'requested' || state === 'expired') {
      await must(
        place.owner.query(
          'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { invitation { id } } }',
          {
            input: { email: person.email, role: kind },
          },
        ),
      );
      if (state === 'expired')
        await stage.sql('update auth.invitation set expires_at = clock_timestamp() where email = $1', [person.email]);
    }
    if (state === 'revoked') {
      await must(client.query(LOOK));
      const id = await stage.cell('select id from auth.membership where user_id = $1', [person.id]);
      await must(place.owner.query('mutation ($id: ID!) { removeMember(id: $id) { removedId } }', { id: `mem_${id}` }));
      // Removing ended the session as well.
      return { client: await enter(stage, person, place.slug), authority: null };
    }
    return { client, authority: null };
  }

  private async outsider({
    state,
    categories,
    access,
    place,
  }: Wanted): Promise<{ client: Client; authority: string | null }> {
    const { stage } = this;
    const person = await member(stage, 'OWNER', (await newTenant(stage)).slug);
    const client = await enter(stage, person, place.slug);
    if (state === 'none') return { client, authority: null };
    const { id } = await invite(stage, place.owner, {
      email: person.email,
      categories,
      access,
      ...(state === 'expired' && { expiresAt: await inTime(stage, SHORT) }),
    });
    if (state !== 'requested') {
      await accept(client, id);
      await this.looked(client, categories);
    }
    if (state === 'revoked') await must(endAccess(place.owner, id));
    if (state === 'suspended') await must(renew(place.owner, id, { version: '2', text: 'Less than before.' }));
    return { client, authority: uuidOf(id) };
  }

  private async supporter({
    state,
    categories,
    access,
    place,
  }: Wanted): Promise<{ client: Client; authority: string | null }> {
    const { stage } = this;
    const { person, client } = await staff(stage, 'SUPPORT');
    client.tenant = place.slug;
    if (state === 'none') return { client, authority: null };
    if (state === 'requested') {
      const { data, text } = await ask(client, { tenant: place.slug, categories, access });
      if (!data) throw new Error(text);
      return { client, authority: uuidOf(data.requestSupportAccess.grant.id) };
    }
    const { id } = await giveGrantOf(place.owner, {
      categories,
      access,
      purpose: 'INCIDENT',
      staffId: `usr_${person.id}`,
      ...(state === 'expired' && { expiresAt: await inTime(stage, SHORT) }),
    });
    await this.looked(client, categories);
    if (state === 'revoked') await revoke(place.owner, id);
    if (state === 'suspended') await must(withdraw(client));
    return { client, authority: uuidOf(id) };
  }

  private async administrator({
    state,
    purpose,
    instruction,
    place,
  }: Wanted): Promise<Pick<Somebody, 'client' | 'authority' | 'carries'>> {
    const { stage } = this;
    const { client } = await staff(stage, 'ADMINISTRATOR');
    client.tenant = place.slug;
    if (state === 'none') return { client, authority: null };
    const briefly = instruction === 'expired' && { expiresAt: await inTime(stage, '1500 ms') };
    const scope = { kind: 'IMPORT', subjects: DATA, categories: ALL, ...briefly };
    const carries = purpose === 'IMPORT' ? await issued(place.owner, scope) : null;
    const { id } = await requestWindow(stage, client, {
      purpose,
      tenants: [place.slug],
      ...(state === 'expired' && { expiresAt: await inTime(stage, SHORT) }),
    });
    if (state !== 'requested') {
      await must(approveWindow(this.second, id));
      if (purpose !== 'BACKUP') await must(client.query(LOOK));
    }
    if (state === 'revoked') await must(closeWindow(this.second, id));
    if (state === 'suspended') await must(withdraw(client));
    if (carries !== null && instruction === 'withdrawn') await must(answer(place.owner, 'withdraw', carries));
    return { client, authority: uuidOf(id), carries };
  }

  private async looked(client: Client, categories: readonly string[]): Promise<void> {
    if (categories.includes('IDENTITY')) await must(client.query(LOOK));
  }
}

export async function must<T extends { readonly errors: readonly unknown[]; readonly text: string }>(
  done: Promise<T>,
): Promise<T> {
  const told = await done;
  if (told.errors.length > 0) throw new Error(told.text);
  return told;
}

/** The tenant's agreement on data processing is no longer in force, or is again. */
export async function agree({ sql }: Stage, { id }: Place, agreed: boolean): Promise<void> {
  await sql(
    'update auth.tenant_authority set agreement_accepted_at = case when $2 then now() end where tenant_id = $1',
    [id, agreed],
  );
}

/** Until whatever was to expire has expired. */
export async function waitForExpiry(): Promise<void> {
  await pause(4_200);
}
