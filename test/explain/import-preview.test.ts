import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { approveWindow, closeWindow, requestWindow } from '../authorities/deeds.js';
import { openStage, OWNER, SYSADMIN, type Stage } from '../consent/stage.js';
import { issued } from '../instructions/instructing.js';
import { endPreviewed } from './asking.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const FIELDS = ['name', 'email', 'iban', 'nationalId', 'notes', 'company', 'createdAt'];
const CATEGORIES = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL'];
const WRITING = ['CREATE', 'UPDATE', 'DELETE'];

test('previewRevoke of a window for an import tells of writing what its end then takes', async () => {
  const [owner, sysadmin] = [await stage.as(OWNER), await stage.as(SYSADMIN)];
  const subjects = ['Contact', 'Company', 'Invoice'];
  const instruction = await issued(owner, { kind: 'IMPORT', subjects, categories: CATEGORIES });
  const { id } = await requestWindow(stage, sysadmin, { purpose: 'IMPORT' });
  await approveWindow(await stage.as('sysadmin2@vendor.test'), id);
  const writes = async (): Promise<readonly string[]> => {
    const asked = WRITING.flatMap((action) => FIELDS.map((field) => [action, field] as const));
    const parts = asked.map(
      ([action, field]) =>
        `${action}_${field}: can(action: ${action}, subject: "Contact", field: "${field}", instruction: $id) { allowed }`,
    );
    const { data, text } = await sysadmin.query<{ viewer: Record<string, { allowed: boolean }> }>(
      `query ($id: ID!) { viewer { ${parts.join(' ')} } }`,
      { id: instruction },
    );
    if (!data) throw new Error(text);
    return Object.entries(data.viewer).flatMap(([name, { allowed }]) => (allowed ? [name] : []));
  };
  const before = await writes();
  expect(before).toEqual(expect.arrayContaining(['UPDATE_iban', 'CREATE_company']));
  const preview = await endPreviewed(owner, id);
  await closeWindow(sysadmin, id);
  expect(await writes()).toEqual([]);
  const told = preview.audiences[0]?.changes.flatMap(({ action, subject, field, after }) =>
    subject === 'Contact' && WRITING.includes(action) && FIELDS.includes(field ?? '') && !after
      ? [`${action}_${String(field)}`]
      : [],
  );
  expect([...(told ?? [])].sort()).toEqual([...before].sort());
});
