import { Field, InputType } from 'type-graphql';
import { assertStorableText } from '../../access/read/filter-form.js';
import { badInput } from '../../kernel/errors.js';

@InputType({
  description: 'The agreement by which an app processes data for a tenant. Whoever lets it in reads and confirms it.',
})
export class AppAgreementInput {
  @Field(() => String, { description: 'At most 200 characters.' })
  readonly title!: string;

  @Field(() => String, { description: 'At most 50 characters.' })
  readonly version!: string;

  @Field(() => String, { description: 'All of it, at most 100,000 characters.' })
  readonly text!: string;
}

@InputType({ description: 'A new app.' })
export class RegisterAppInput {
  @Field(() => String, { description: 'At most 100 characters.' })
  readonly name!: string;

  @Field(() => String, { description: 'Who makes it, in at most 200 characters.' })
  readonly publisher!: string;

  @Field(() => String, { nullable: true })
  readonly website?: string | null;

  @Field(() => [String], {
    description: 'At most 10, https (or http on 127.0.0.1, [::1] and localhost). None: it only acts by itself.',
  })
  readonly redirectUris!: readonly string[];

  @Field(() => [String])
  readonly scopes!: readonly string[];

  @Field(() => [String])
  readonly categories!: readonly string[];

  @Field(() => AppAgreementInput)
  readonly agreement!: AppAgreementInput;

  @Field(() => Boolean, { defaultValue: true, description: 'False for an app that can keep no secret.' })
  readonly confidential!: boolean;
}

@InputType({
  description:
    'What changes of an app; left out: stays. Who makes it and the agreement are what tenants confirmed: another one is another app.',
})
export class UpdateAppInput {
  @Field(() => String, { nullable: true, description: 'At most 100 characters. What was let in keeps its name.' })
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: 'Null: none any more.' })
  readonly website?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'All of them. Where one goes, what waits for consent, and codes that were not used, are worth nothing.',
  })
  readonly redirectUris?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'All of them. More adds nothing to what a tenant has let in; less is taken from it, in every tenant, before the answer.',
  })
  readonly scopes?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'All of them, as scopes.' })
  readonly categories?: readonly string[] | null;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
const MOST_REDIRECTS = 10;
const LONGEST_URI = 500;

/** What is wrong with it, before the database sees any of it. */
export function assertProperApp(input: RegisterAppInput): void {
  const { publisher, redirectUris, agreement, confidential } = input;
  assertProperTerms(input);
  assertText(publisher, 200, ['input', 'publisher']);
  assertText(agreement.title, 200, ['input', 'agreement', 'title']);
  assertText(agreement.version, 50, ['input', 'agreement', 'version']);
  assertText(agreement.text, 100_000, ['input', 'agreement', 'text']);
  if (redirectUris.length === 0 && !confidential)
    throw badInput('An app without a secret is sent back to an address: name one.', ['input', 'redirectUris']);
}

/** What also may be changed; null or absent: not named. */
export function assertProperTerms({ name, website, redirectUris }: UpdateAppInput): void {
  if (typeof name === 'string') assertText(name, 100, ['input', 'name']);
  if (typeof website === 'string' && !isWebAddress(website, true))
    throw badInput('The website is an https address.', ['input', 'website']);
  if (!redirectUris) return;
  if (redirectUris.length > MOST_REDIRECTS)
    throw badInput('An app is sent back to at most 10 addresses.', ['input', 'redirectUris']);
  for (const [index, uri] of redirectUris.entries()) {
    if (!isWebAddress(uri, false))
      throw badInput(
        'A redirect URI is an https address without fragment or user, or an http address of this very machine.',
        ['input', 'redirectUris', index],
      );
  }
}

function assertText(text: string, longest: number, path: readonly (string | number)[]): void {
  assertStorableText(text, path);
  if (text.trim() === '' || text.length > longest)
    throw badInput(`This takes 1 to ${String(longest)} characters.`, path);
}

function isWebAddress(text: string, onlyTls: boolean): boolean {
  if (text.length > LONGEST_URI || !/^[\x21-\x7e]+$/.test(text) || /[#\\*<>"]/.test(text) || !URL.canParse(text))
    return false;
  // What is read as one may be written otherwise: an address is compared to the letter.
  if (!/^https?:\/\/[^/]/i.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (!onlyTls && protocol === 'http:' && LOOPBACK.has(hostname));
}
