/** Each change of an authority, an instruction, a membership or an agreement is found in the tenant's log, with who did it and when. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  accept as acceptAgreement,
  agreementsOf,
  publish,
  versionName,
  withdraw as withdrawCommitment,
} from '../agreements/deeds.js';
import * as externals from '../authorities/deeds.js';
import { approve, ask, deny } from '../consent/people.js';
import {
  ADMIN,
  EDITOR,
  giveGrantOf,
  GLOBEX_OWNER,
  inTime,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SYSADMIN,
  tryReturn,
  uuidOf,
  type Stage,
} from '../consent/stage.js';
import { answer, issued, recorded } from '../instructions/instructing.js';
import * as members from '../members/deeds.js';
import { member, withFactor } from '../security/people.js';
import type { Answer, Client } from '../support/client.js';
import { staff } from '../agreements/deeds.js';
import { credentialOf } from '../../src/access/identity/secrets.js';

const SYSADMIN_2 = 'sysadmin2@vendor.test';

interface Event {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly detail: string | null;
  readonly userName: string | null;
  readonly byName: string | null;
}

type Told = Answer<{
  readonly tenant: { readonly gdpr: Readonly<Record<string, { readonly nodes: readonly Event[] }>> | null };
}>;

const EVENT = 'id at kind detail userName byName';

async function eventsOf(client: Client, list = 'securityEvents', asked = ''): Promise<readonly Event[]> {
  const { data, text }: Told = await client.query(
    `{ tenant { gdpr { ${list}(first: 100${asked}) { nodes { ${EVENT} } } } } }`,
  );
  const found = data?.tenant.gdpr?.[list];
  if (!found) throw new Error(text);
  return found.nodes;
}

function done<Data>({ data, text }: Answer<Data>): NonNullable<Data> {
  if (!data) throw new Error(text);
  return data;
}

interface Deed {
  /** What the log says of it besides its kind: the id of what was changed. */
  readonly about: string;
  readonly by: string;
}

describe('The tenant’s log', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;
  let sysadmin: Client;
  let second: Client;
  let outsider: Client;
  const names: Record<string, string> = {};

  beforeAll(async () => {
    stage = await openStage();
    [owner, support, sysadmin, second, outsider] = (await Promise.all(
      [OWNER, SUPPORT, SYSADMIN, SYSADMIN_2, GLOBEX_OWNER].map((who) => stage.as(who)),
    )) as [Client, Client, Client, Client, Client];
    const accounts = await stage.sql<{ email: string; name: string }>('select email, name from auth.user_account');
    for (const { email, name } of accounts) names[email] = name;
  });
  afterAll(() => stage.close());

  const named = (email: string): string => names[email] ?? '';
  const requested = async (input: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    done(await ask(support, input)).requestSupportAccess.grant.id;
  const given = async (input: object = {}): Promise<string> =>
    (await giveGrantOf(owner, { categories: ['CONTACT_DETAILS'], ...input })).id;
  const question = async (grant: string): Promise<void> => {
    done(
      await owner.query(`mutation ($id: ID!) { askAboutSupportRequest(id: $id, question: "Why?") { grant { id } } }`, {
        id: grant,
      }),
    );
  };

  const GRANTS: readonly (readonly [string, () => Promise<Deed>])[] = [
    ['SUPPORT_GRANTED', async () => ({ about: await given(), by: named(OWNER) })],
    ['SUPPORT_REQUESTED', async () => ({ about: await requested(), by: named(SUPPORT) })],
    [
      'SUPPORT_QUESTION_ASKED',
      async () => {
        const about = await requested();
        await question(about);
        return { about, by: named(OWNER) };
      },
    ],
    [
      'SUPPORT_QUESTION_ANSWERED',
      async () => {
        const about = await requested();
        await question(about);
        const id = await stage.cell(`select 'qst_' || id from auth.support_question where grant_id = $1`, [
          uuidOf(about),
        ]);
        done(
          await support.query(
            `mutation ($id: ID!) { answerSupportQuestion(id: $id, answer: "So.") { grant { id } } }`,
            { id },
          ),
        );
        return { about, by: named(SUPPORT) };
      },
    ],
    [
      'SUPPORT_APPROVED',
      async () => {
        const about = await requested();
        done(await approve(owner, about));
        return { about, by: named(OWNER) };
      },
    ],
    [
      'SUPPORT_DENIED',
      async () => {
        const about = await requested();
        done(await deny(owner, about));
        return { about, by: named(OWNER) };
      },
    ],
    [
      'SUPPORT_EXTENSION_REQUESTED',
      async () => {
        const old = await given({ expiresAt: await inTime(stage, '1 hour') });
        const { data, text } = await support.query<{ requestSupportExtension: { grant: { id: string } } }>(
          `mutation ($id: ID!, $input: RequestSupportExtensionInput!) { requestSupportExtension(id: $id, input: $input) { grant { id } } }`,
          { id: old, input: { expiresAt: await inTime(stage, '2 hours'), reason: 'not done' } },
        );
        if (!data) throw new Error(text);
        return { about: data.requestSupportExtension.grant.id, by: named(SUPPORT) };
      },
    ],
    [
      'SUPPORT_REVOKED',
      async () => {
        const about = await given();
        await revoke(owner, about);
        return { about, by: named(OWNER) };
      },
    ],
    [
      'SUPPORT_RETURNED',
      async () => {
        const about = await given();
        done(await tryReturn(support, about));
        return { about, by: named(SUPPORT) };
      },
    ],
    [
      'SUPPORT_SUSPENDED',
      async () => {
        const { person, client } = await staff(stage, 'SUPPORT');
        const about = await given({ staffId: `usr_${person.id}` });
        done(await withdrawCommitment(client));
        return { about, by: 'Somebody' };
      },
    ],
    [
      'SUPPORT_RESUMED',
      async () => {
        const { person, client } = await staff(stage, 'SUPPORT');
        const about = await given({ staffId: `usr_${person.id}` });
        done(await withdrawCommitment(client));
        const [newest] = await agreementsOf(client, 'CONFIDENTIALITY');
        done(await acceptAgreement(client, newest?.id ?? ''));
        return { about, by: 'Somebody' };
      },
    ],
  ];

  const invited = async (): Promise<string> => (await externals.invite(stage, owner)).id;
  const accepted = async (): Promise<string> => {
    const id = await invited();
    await externals.accept(outsider, id);
    return id;
  };
  const EXTERNALS: readonly (readonly [string, () => Promise<Deed>])[] = [
    ['EXTERNAL_USER_INVITED', async () => ({ about: await invited(), by: named(OWNER) })],
    ['EXTERNAL_AGREEMENT_ACCEPTED', async () => ({ about: await accepted(), by: named(GLOBEX_OWNER) })],
    [
      'EXTERNAL_AGREEMENT_CHANGED',
      async () => {
        const about = await accepted();
        done(await externals.renew(owner, about, { version: '2', text: 'Other terms.' }));
        return { about, by: named(OWNER) };
      },
    ],
    [
      'EXTERNAL_ACCESS_NARROWED',
      async () => {
        const id = (await externals.invite(stage, owner, { categories: ['CONTACT_DETAILS', 'IDENTITY'] })).id;
        await externals.accept(outsider, id);
        done(await externals.narrow(owner, id, { categories: ['IDENTITY'] }));
        return { about: id, by: named(OWNER) };
      },
    ],
    [
      'EXTERNAL_ACCESS_ENDED',
      async () => {
        const about = await accepted();
        done(await externals.endAccess(owner, about));
        return { about, by: named(OWNER) };
      },
    ],
    [
      'EXTERNAL_ACCESS_ENDED',
      async () => {
        const about = await accepted();
        done(await externals.handBack(outsider, about));
        return { about, by: named(GLOBEX_OWNER) };
      },
    ],
  ];

  const opened = async (): Promise<string> => {
    const { id } = await externals.requestWindow(stage, sysadmin);
    done(await externals.approveWindow(second, id));
    return id;
  };
  const WINDOWS: readonly (readonly [string, () => Promise<Deed>])[] = [
    ['MAINTENANCE_OPENED', async () => ({ about: await opened(), by: named(SYSADMIN_2) })],
    [
      'MAINTENANCE_CLOSED',
      async () => {
        const about = await opened();
        done(await externals.closeWindow(sysadmin, about));
        return { about, by: named(SYSADMIN) };
      },
    ],
  ];

  const INSTRUCTIONS: readonly (readonly [string, () => Promise<Deed>])[] = [
    ['INSTRUCTION_ISSUED', async () => ({ about: await issued(owner), by: named(OWNER) })],
    ['INSTRUCTION_RECORDED', async () => ({ about: await recorded(support), by: named(SUPPORT) })],
    ...(['confirm', 'reject'] as const).map((how): [string, () => Promise<Deed>] => [
      how === 'confirm' ? 'INSTRUCTION_CONFIRMED' : 'INSTRUCTION_REJECTED',
      async () => {
        const about = await recorded(support);
        done(await answer(owner, how, about));
        return { about, by: named(OWNER) };
      },
    ]),
    [
      'INSTRUCTION_WITHDRAWN',
      async () => {
        const about = await issued(owner);
        done(await answer(owner, 'withdraw', about));
        return { about, by: named(OWNER) };
      },
    ],
  ];

  const joined = async (
    role = 'EDITOR',
  ): Promise<{ readonly id: string; readonly client: Client; readonly name: string }> => {
    const person = await member(stage, role);
    return {
      id: await members.memberIdOf(stage, person, 'acme'),
      client: await members.enter(stage, person, 'acme'),
      name: 'Somebody',
    };
  };
  const MEMBERS: readonly (readonly [string, () => Promise<Deed>])[] = [
    [
      'MEMBER_INVITED',
      async () => {
        done(await members.invite(owner, `${randomUUID()}@new.test`, 'VIEWER'));
        return { about: 'VIEWER', by: named(OWNER) };
      },
    ],
    [
      'INVITATION_WITHDRAWN',
      async () => {
        const { invitation } = done(await members.invite(owner, `${randomUUID()}@new.test`)).inviteMember;
        done(await members.withdraw(owner, invitation.id));
        return { about: 'EDITOR', by: named(OWNER) };
      },
    ],
    [
      'ROLE_CHANGED',
      async () => {
        const person = await member(stage, 'EDITOR', 'globex');
        const { invitation } = done(await members.invite(owner, person.email, 'VIEWER')).inviteMember;
        const token = randomBytes(32).toString('base64url');
        await stage.sql(`update auth.invitation set digest = decode($2, 'hex') where id = $1`, [
          uuidOf(invitation.id),
          credentialOf(token),
        ]);
        done(await members.accept(await members.enter(stage, person, 'globex'), { token }));
        return { about: 'none to VIEWER', by: 'Somebody' };
      },
    ],
    [
      'ROLE_CHANGED',
      async () => {
        done(await members.changeRole(owner, (await joined()).id, 'ADMIN'));
        return { about: 'EDITOR to ADMIN', by: named(OWNER) };
      },
    ],
    [
      'MEMBER_DEACTIVATED',
      async () => {
        const { id } = await joined();
        done(await members.deactivate(owner, id));
        return { about: id, by: named(OWNER) };
      },
    ],
    [
      'MEMBER_REACTIVATED',
      async () => {
        const { id } = await joined();
        done(await members.deactivate(owner, id));
        done(await members.reactivate(owner, id));
        return { about: id, by: named(OWNER) };
      },
    ],
    [
      'MEMBER_REMOVED',
      async () => {
        const { id } = await joined();
        done(await members.remove(owner, id));
        return { about: id, by: named(OWNER) };
      },
    ],
    [
      'MEMBER_REMOVED',
      async () => {
        const { id } = await joined();
        done(await members.deactivate(owner, id));
        done(await members.remove(owner, id));
        return { about: id, by: named(OWNER) };
      },
    ],
    [
      'MEMBER_LEFT',
      async () => {
        const { id, client, name } = await joined();
        done(await members.leave(client));
        return { about: id, by: name };
      },
    ],
  ];

  const TENANT: readonly (readonly [string, () => Promise<Deed>])[] = [
    [
      'AGREEMENT_ACCEPTED',
      async () => {
        const { client } = await staff(stage, 'ADMINISTRATOR');
        const version = versionName();
        const input = { kind: 'DPA', version, text: version, deadline: await inTime(stage, '1 day') };
        const { agreement } = done(await publish(client, input)).publishAgreement;
        done(await acceptAgreement(owner, agreement.id));
        return { about: version, by: named(OWNER) };
      },
    ],
    ...([true, false] as const).map((on): [string, () => Promise<Deed>] => [
      on ? 'SECOND_FACTOR_DEMANDED' : 'SECOND_FACTOR_NOT_DEMANDED',
      async () => {
        const person = await withFactor(stage, await member(stage, 'OWNER'));
        const client = await members.enter(stage, person, 'acme');
        const set = (wanted: boolean): Promise<Answer<unknown>> =>
          client.query(
            'mutation ($wanted: Boolean!) { setTenantSecurity(input: { requireSecondFactor: $wanted }) { requireSecondFactor } }',
            { wanted },
          );
        done(await set(true));
        done(await set(false));
        return { about: '', by: 'Somebody' };
      },
    ]),
  ];

  test.each([...GRANTS, ...EXTERNALS, ...WINDOWS, ...INSTRUCTIONS, ...MEMBERS, ...TENANT])(
    'says %s, of what, who and when',
    async (kind, deed) => {
      const before = await eventsOf(owner);
      const from = await inTime(stage, '0s');
      const { about, by } = await deed();
      const to = await inTime(stage, '1ms');
      const after = await eventsOf(owner, 'securityEvents', `, kinds: [${kind}], from: "${from}", to: "${to}"`);
      const known = new Set(before.map(({ id }) => id));
      const found = after.filter(({ id, detail }) => !known.has(id) && (detail ?? '').includes(about));
      expect(found.map((event) => [event.kind, event.byName ?? event.userName])).toEqual([[kind, by]]);
    },
  );

  test('keeps a list of its own of members’ changes, and names whoever is gone since', async () => {
    const { id } = await joined();
    done(await members.changeRole(owner, id, 'VIEWER'));
    done(await members.remove(owner, id));
    await given();
    const changes = await eventsOf(owner, 'memberChanges');
    expect(changes.slice(0, 3).map(({ kind, detail, byName }) => [kind, detail, byName])).toEqual(
      expect.arrayContaining([
        ['MEMBER_REMOVED', id, named(OWNER)],
        ['ROLE_CHANGED', 'VIEWER to none', named(OWNER)],
        ['ROLE_CHANGED', 'EDITOR to VIEWER', named(OWNER)],
      ]),
    );
    expect(changes.find(({ detail }) => detail === 'VIEWER to none')?.userName).toBe('Somebody');
    expect(changes.some(({ kind }) => kind.startsWith('SUPPORT_') || kind === 'SIGNED_IN')).toBe(false);
  });

  test('keeps every change of a record, by members and others, and no value of it', async () => {
    const editor = await stage.as(EDITOR);
    const { createContact } = done(
      await editor.query<{ createContact: { contact: { id: string } } }>(
        'mutation { createContact(input: { name: "Planted Canary", city: "Ghent" }) { contact { id } } }',
      ),
    );
    const { data, text } = await owner.query<{ tenant: { gdpr: { changeLog: { nodes: object[] } } } }>(
      '{ tenant { gdpr { changeLog(first: 1) { nodes { actor actorName action subject recordId fields authority } } } } }',
    );
    expect(data?.tenant.gdpr.changeLog.nodes).toEqual([
      {
        actor: 'MEMBER',
        actorName: named(EDITOR),
        action: 'CREATE',
        subject: 'Contact',
        recordId: createContact.contact.id,
        fields: ['name', 'city'],
        authority: null,
      },
    ]);
    expect(text).not.toContain('Canary');
  });

  test('keeps requests apart from what was given unasked, whatever became of them', async () => {
    const [one, other, unasked] = [await requested(), await requested(), await given()];
    done(await deny(owner, other));
    const { data, text } = await owner.query<{
      tenant: { gdpr: Record<string, { nodes: { id: string; status: string }[] }> };
    }>(
      '{ tenant { gdpr { requests(first: 100) { nodes { id status } } open: requests(status: REQUESTED, first: 100) { nodes { id status } } } } }',
    );
    if (!data) throw new Error(text);
    const ids = (list: string): string[] => data.tenant.gdpr[list]?.nodes.map(({ id }) => id) ?? [];
    expect(ids('requests')).toEqual(expect.arrayContaining([one, other]));
    expect(ids('requests')).not.toContain(unasked);
    expect(ids('open')).toContain(one);
    expect(ids('open')).not.toContain(other);
  });

  test('is for owners and admins, and tells another tenant nothing', async () => {
    await given();
    expect((await eventsOf(await stage.as(ADMIN), 'memberChanges')).length).toBeGreaterThan(0);
    const foreign = await eventsOf(await stage.as(GLOBEX_OWNER, 0, 'globex'));
    expect(foreign.some(({ kind }) => kind.startsWith('SUPPORT_'))).toBe(false);
    for (const email of [EDITOR, SUPPORT]) {
      for (const list of ['securityEvents', 'memberChanges', 'changeLog', 'requests']) {
        const { data } = await (
          await stage.as(email)
        ).query<{ tenant: { gdpr: unknown } }>(`{ tenant { gdpr { ${list}(first: 1) { totalCount } } } }`);
        expect([email, list, data?.tenant.gdpr]).toEqual([email, list, null]);
      }
    }
  });
});
