import { reaction } from './functions.js';

/** New versions, drawn by the triggers of all that standing() tells of. */
export const versions: readonly string[] = [
  ...reaction({
    name: 'renew_access_version',
    body: `
    begin
      new.access_version := gen_random_uuid();
      return new;
    end`,
  }),
  ...reaction({
    name: 'renew_own_version',
    body: `
    begin
      new.version := gen_random_uuid();
      return new;
    end`,
  }),
  ...reaction({
    name: 'renew_tenant_version',
    body: `
    begin
      update auth.tenant_authority a set version = gen_random_uuid() where a.tenant_id in (old.tenant_id, new.tenant_id);
      return null;
    end`,
  }),
  ...reaction({
    name: 'renew_version_of_tenant',
    body: `
    begin
      update auth.tenant_authority a set version = gen_random_uuid() where a.tenant_id in (old.id, new.id);
      return null;
    end`,
  }),
];
