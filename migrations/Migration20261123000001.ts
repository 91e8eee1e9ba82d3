import { Migration } from '@mikro-orm/migrations';

/**
 * The tables that hold tenants' data. Every key leads with the tenant, so that rows can be distributed by tenant,
 * every index serves one tenant only, and no foreign key can point into another tenant. Amounts are whole
 * ten-thousandths: under row level security numeric comparisons can't use an index, those of bigint can.
 *
 * Nobody but the owner may touch them yet; the next migration builds the wall and opens its doors.
 */
export class Migration20261123000001 extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`);

    this.addSql(`
      create table "public"."tenant" (
        "id" uuid not null,
        "slug" text collate "C" not null,
        "name" text not null,
        "created_at" timestamptz(3) not null,
        constraint "tenant_pkey" primary key ("id"),
        constraint "tenant_slug_unique" unique ("slug")
      )`);

    this.addSql(`
      create table "public"."company" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "created_at" timestamptz(3) not null,
        "updated_at" timestamptz(3) not null,
        "name" text collate "und-x-icu" not null,
        "website" text null,
        "vat_number" text null,
        constraint "company_pkey" primary key ("tenant_id", "id")
      )`);
    this.index('company', 'name', 'id');
    this.index('company', 'created_at', 'id');
    this.index('company', 'updated_at', 'id');

    // The sort keys put empty values last, and '1' > '0…' whatever the collation makes of the rest.
    this.addSql(`
      create table "public"."contact" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "created_at" timestamptz(3) not null,
        "updated_at" timestamptz(3) not null,
        "name" text collate "und-x-icu" not null,
        "birth_date" date null,
        "email" text null,
        "phone" text null,
        "city" text null,
        "country" text null,
        "iban" text null,
        "national_id" bytea null,
        "national_id_match" bytea null,
        "notes" text null,
        "company_id" uuid null,
        "email_sort" text collate "und-x-icu" not null
          generated always as (case when email is null then '1' else '0' || email end) stored,
        "city_sort" text collate "und-x-icu" not null
          generated always as (case when city is null then '1' else '0' || city end) stored,
        constraint "contact_pkey" primary key ("tenant_id", "id"),
        constraint "contact_tenant_id_company_id_foreign" foreign key ("tenant_id", "company_id")
          references "public"."company" ("tenant_id", "id") on delete set null ("company_id")
      )`);
    this.index('contact', 'name', 'id');
    this.index('contact', 'email_sort', 'id');
    this.index('contact', 'city_sort', 'id');
    this.index('contact', 'created_at', 'id');
    this.index('contact', 'updated_at', 'id');
    this.index('contact', 'company_id', 'id');
    this.index('contact', 'national_id_match');

    this.addSql(`
      create table "public"."invoice" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "created_at" timestamptz(3) not null,
        "updated_at" timestamptz(3) not null,
        "number" text collate "und-x-icu" not null,
        "issued_on" date not null,
        "due_on" date null,
        "currency" text not null,
        "total" bigint not null,
        "contact_id" uuid null,
        "company_id" uuid null,
        constraint "invoice_pkey" primary key ("tenant_id", "id"),
        constraint "invoice_tenant_id_contact_id_foreign" foreign key ("tenant_id", "contact_id")
          references "public"."contact" ("tenant_id", "id") on delete set null ("contact_id"),
        constraint "invoice_tenant_id_company_id_foreign" foreign key ("tenant_id", "company_id")
          references "public"."company" ("tenant_id", "id") on delete set null ("company_id")
      )`);
    this.index('invoice', 'number', 'id');
    this.index('invoice', 'issued_on', 'id');
    this.index('invoice', 'total', 'id');
    this.index('invoice', 'created_at', 'id');
    this.index('invoice', 'updated_at', 'id');
    this.index('invoice', 'contact_id', 'id');
    this.index('invoice', 'company_id', 'id');

    this.addSql(`
      create table "public"."custom_field" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "created_at" timestamptz(3) not null,
        "subject" text not null,
        "key" text not null,
        "label" text not null,
        "category" text not null,
        "type" text not null,
        "choices" text[] null,
        constraint "custom_field_pkey" primary key ("tenant_id", "id"),
        constraint "custom_field_tenant_id_subject_key_unique" unique ("tenant_id", "subject", "key")
      )`);

    this.addSql(`
      create table "public"."custom_value" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "field_id" uuid not null,
        "contact_id" uuid null,
        "company_id" uuid null,
        "text_value" text null,
        "number_value" bigint null,
        "date_value" date null,
        "boolean_value" boolean null,
        "sealed_value" bytea null,
        "match_value" bytea null,
        constraint "custom_value_pkey" primary key ("tenant_id", "id"),
        constraint "custom_value_tenant_id_field_id_contact_id_unique" unique ("tenant_id", "field_id", "contact_id"),
        constraint "custom_value_tenant_id_field_id_company_id_unique" unique ("tenant_id", "field_id", "company_id"),
        constraint "custom_value_tenant_id_field_id_foreign" foreign key ("tenant_id", "field_id")
          references "public"."custom_field" ("tenant_id", "id"),
        constraint "custom_value_tenant_id_contact_id_foreign" foreign key ("tenant_id", "contact_id")
          references "public"."contact" ("tenant_id", "id") on delete cascade,
        constraint "custom_value_tenant_id_company_id_foreign" foreign key ("tenant_id", "company_id")
          references "public"."company" ("tenant_id", "id") on delete cascade
      )`);
    this.index('custom_value', 'contact_id');
    this.index('custom_value', 'company_id');

    this.addSql(`
      create table "public"."ticket" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "created_at" timestamptz(3) not null,
        "updated_at" timestamptz(3) not null,
        "subject" text not null,
        "status" text not null,
        "opened_by" uuid not null,
        constraint "ticket_pkey" primary key ("tenant_id", "id")
      )`);
    this.index('ticket', 'created_at', 'id');

    this.addSql(`
      create table "public"."ticket_message" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "ticket_id" uuid not null,
        "sent_at" timestamptz(3) not null,
        "author_id" uuid not null,
        "author" text not null,
        "body" text not null,
        constraint "ticket_message_pkey" primary key ("tenant_id", "id"),
        constraint "ticket_message_tenant_id_ticket_id_foreign" foreign key ("tenant_id", "ticket_id")
          references "public"."ticket" ("tenant_id", "id") on delete cascade
      )`);
    this.index('ticket_message', 'ticket_id', 'id');

    this.addSql(`
      create table "public"."access_entry" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "at" timestamptz(3) not null,
        "actor" text not null,
        "actor_id" uuid not null,
        "actor_name" text not null,
        "authority" uuid not null,
        "authority_kind" text not null,
        "purpose" text null,
        "reason" text null,
        "operation" text null,
        "disclosed" jsonb not null,
        "hash" bytea null,
        constraint "access_entry_pkey" primary key ("tenant_id", "id")
      )`);
    this.index('access_entry', 'authority', 'id');

    this.addSql(`
      create table "public"."change_entry" (
        "tenant_id" uuid not null,
        "id" uuid not null,
        "at" timestamptz(3) not null,
        "actor" text not null,
        "actor_id" uuid not null,
        "authority" uuid null,
        "instruction" uuid null,
        "subject" text not null,
        "record_id" uuid not null,
        "action" text not null,
        "fields" text[] not null,
        constraint "change_entry_pkey" primary key ("tenant_id", "id")
      )`);
  }

  /** Every index leads with the tenant: one that doesn't would serve all tenants at once. */
  private index(table: string, ...columns: readonly string[]): void {
    const all = ['tenant_id', ...columns];
    const list = all.map((column) => `"${column}"`).join(', ');
    this.addSql(`create index "${table}_${all.join('_')}_index" on "public"."${table}" (${list})`);
  }
}
