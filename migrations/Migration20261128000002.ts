import { Migration } from '@mikro-orm/migrations';

/**
 * The values of tenants' own fields can be filtered and sorted by. One index for each kind of value serves both: it leads to the value within
 * its field, and from there to the record, whichever kind of record that is. Only comparisons that can't leak reach an index under row level
 * security, so a text is found by its beginning, which fits into an index where a whole text might not.
 */
export class Migration20261128000002 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);
    this.addSql(`
      alter table "public"."custom_value"
        add column "record_id" uuid not null generated always as (coalesce("contact_id", "company_id")) stored,
        add column "text_key" text collate "und-x-icu" null generated always as (left("text_value", 200)) stored,
        drop constraint "custom_value_tenant_id_field_id_contact_id_unique",
        drop constraint "custom_value_tenant_id_field_id_company_id_unique",
        add constraint "custom_value_tenant_id_field_id_record_id_unique" unique ("tenant_id", "field_id", "record_id")`);
    for (const column of ['text_key', 'number_value', 'date_value', 'boolean_value', 'match_value']) {
      this.addSql(`
        create index "custom_value_tenant_id_field_id_${column}_record_id_index"
          on "public"."custom_value" ("tenant_id", "field_id", "${column}", "record_id") where "${column}" is not null`);
    }
  }
}
