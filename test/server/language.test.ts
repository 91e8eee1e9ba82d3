import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { WORDINGS } from '../../src/server/mail/letters.js';
import { OAUTH_PAGE_SENTENCES } from '../../src/server/oauth/sentences.js';
import { ACCOUNT_LINK_SENTENCES } from '../../src/server/playground/account-link.js';
import { CATALOGUES, LANGUAGES, languageOf, translate, type Language } from '../../src/server/language/translate.js';
import { CATEGORIES } from '../../src/vocabulary/categories.js';
import { SCOPES } from '../../src/vocabulary/scopes.js';
import { CODES_OF_CONSENT, saidByTheLaw } from '../policy/said.js';
import { Client, clientFor, PASSWORD } from '../support/client.js';
import { SignInDocument } from '../generated/gql/graphql.js';
import { startServer, type RunningServer } from '../support/server.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OTHERS = Object.keys(CATALOGUES) as Exclude<Language, 'en'>[];

/** Told to nobody but us: they mean that the API called the database wrongly. */
const FOR_US = new Set([
  'An access token lives at most a day.',
  'An invitation needs a digest of 32 bytes and holds for at most 30 days.',
  'A link needs a digest of 32 bytes and holds for at most 7 days.',
  'A session needs a digest of 32 bytes, an idle time and a lifetime of at most a year.',
  'Consent is changed in a transaction that is READ COMMITTED.',
  'This session exists already.',
  'What is kept for an app has an end.',
  'Tries are counted in a window of time.',
]);

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
}

/** Every sentence that the sources give to a client: in a CodedError, as bad input, as a remedy, from the database. */
function sentences(): readonly string[] {
  const found = new Set<string>();
  const read = (file: string): void => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const add = (node: ts.Node | undefined): void => {
      const text = node && textOf(node);
      if (text !== undefined) found.add(text);
    };
    const walk = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'CodedError') add(node.arguments?.[1]);
      if (ts.isCallExpression(node) && node.expression.getText() === 'badInput') add(node.arguments[0]);
      if (ts.isCallExpression(node) && node.expression.getText() === 'rateLimited') {
        add(node.arguments[0]);
        add(node.arguments[2]);
      }
      const isNamed = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node) || ts.isParameter(node);
      if (isNamed && node.name.getText() === 'remedy') add(node.initializer);
      if (file.includes('migrations')) {
        const text = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? (textOf(node) ?? '') : '';
        for (const [, sentence = ''] of text.matchAll(/refuse\('[A-Z_]+',\s*'((?:[^']|'')*)'/g)) found.add(sentence);
      }
      ts.forEachChild(node, walk);
    };
    walk(source);
  };
  for (const folder of ['src', 'migrations']) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true }) as string[]) {
      if (name.endsWith('.ts') && !/^(commands|server\/playground|server\/embedded|server\/demo)/.test(name))
        read(join(ROOT, folder, name));
    }
  }
  return [...found].filter((sentence) => !FOR_US.has(sentence));
}

describe('the catalogue of each language', () => {
  test('has every sentence of the sources', () => {
    const said = sentences();
    expect(said.length).toBeGreaterThan(80);
    for (const language of OTHERS) {
      expect({ language, lacks: said.filter((sentence) => !Object.hasOwn(CATALOGUES[language], sentence)) }).toEqual({
        language,
        lacks: [],
      });
    }
  });

  test('has every sentence of the law, with all that stands in it', () => {
    const said = saidByTheLaw();
    expect(said.filter((sentence) => CODES_OF_CONSENT.test(sentence)).length).toBeGreaterThan(10);
    for (const language of OTHERS) {
      const left = said.filter((sentence) => {
        const other = translate(language, sentence);
        return other === sentence || /\b(the tenant|seeing|changing|any data|data of|Settings)\b/i.test(other);
      });
      expect({ language, left }).toEqual({ language, left: [] });
    }
  });

  test('has every sentence of the mails, of the page that their links lead to, and of the pages that let an app in', () => {
    const written = [
      ...Object.values(WORDINGS).flatMap((words) => Object.values<string>({ ...words })),
      ...ACCOUNT_LINK_SENTENCES,
      ...OAUTH_PAGE_SENTENCES,
      ...Object.values(CATEGORIES).map(({ description }) => description),
      ...Object.values(SCOPES),
    ];
    expect(written.length).toBeGreaterThan(35);
    for (const language of OTHERS) {
      expect({ language, lacks: written.filter((sentence) => !Object.hasOwn(CATALOGUES[language], sentence)) }).toEqual(
        {
          language,
          lacks: [],
        },
      );
    }
  });

  test('keeps what stands in a sentence, and as often', () => {
    const holes = (text: string): number => text.split('{}').length;
    for (const language of OTHERS) {
      for (const [english, other] of Object.entries(CATALOGUES[language])) {
        expect({ english, holes: holes(other) }).toEqual({ english, holes: holes(english) });
      }
    }
    expect(translate('nl', 'Try again in 42 seconds.')).toBe('Probeer het over 42 seconden opnieuw.');
    expect(translate('fr', 'There is no environment "$1 {}" that you can address.')).toContain('"$1 {}"');
    expect(translate('de', 'What nobody ever said.')).toBe('What nobody ever said.');
  });

  test('is chosen by the cookie, else by what the browser prefers, else English', () => {
    expect(languageOf('fr', 'nl')).toBe('fr');
    expect(languageOf('xx', 'nl-BE,nl;q=0.9,en;q=0.8')).toBe('nl');
    expect(languageOf(undefined, 'en;q=0.5, de-AT;q=0.7, ja')).toBe('de');
    expect(languageOf(undefined, 'ja, *;q=0.1')).toBe('en');
    expect(languageOf(undefined, undefined)).toBe('en');
    expect(languageOf('__proto__', ',;q=x,'.repeat(1_000))).toBe('en');
    expect(LANGUAGES).toHaveLength(4);
  });
});

describe('messages and remedies', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  test('are in the language of the cookie; codes are not', async () => {
    const client = new Client(server.url, 'acme');
    client.cookies.set('language', 'nl');
    const wrong = await client.ask(SignInDocument, {
      input: { email: 'viewer@acme.test', password: `not ${PASSWORD}` },
    });
    expect(wrong.errors[0]).toMatchObject({
      message: 'E-mailadres of wachtwoord is onjuist.',
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect(wrong.headers.get('content-language')).toBe('nl');
    await client.signIn('viewer@acme.test');
    const { withheld, code, errors } = await client.query('{ contacts(first: 1) { nodes { iban } } }');
    expect({ code, errors }).toEqual({ code: undefined, errors: [] });
    expect(withheld[0]).toMatchObject({ reason: 'FORBIDDEN', remedy: expect.stringContaining('Vraag een eigenaar') });
    const asErrors = await client.query('{ contacts(first: 1) { nodes { iban } } }', {}, { 'x-withheld': 'errors' });
    expect(asErrors.errors[0]?.message).toBe('Contact.iban wordt hier achtergehouden (één keer in dit antwoord).');
    const filtered = await client.query('{ contacts(where: { iban: { eq: "x" } }) { totalCount } }');
    expect(filtered.code).toBe('FIELD_WITHHELD');
    expect(filtered.errors[0]?.message).toMatch(
      /^De rol VIEWER omvat niet het zien van FINANCIAL-gegevens van Contact;/,
    );
  });

  test('are in the language that the browser prefers where there is no cookie', async () => {
    const client = await clientFor(server.url, 'viewer@acme.test', 'nowhere');
    const { errors } = await client.query('{ contacts { totalCount } }', {}, { 'accept-language': 'fr-BE,fr;q=0.9' });
    expect(errors[0]?.message).toBe('Il n’y a pas d’environnement "nowhere" auquel vous puissiez vous adresser.');
    const plain = await client.query('{ contacts { totalCount } }');
    expect(plain.errors[0]?.message).toBe('There is no environment "nowhere" that you can address.');
  });
});
