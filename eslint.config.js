import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { defineConfig } from 'eslint/config';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const SRC = join(import.meta.dirname, 'src');
const { floors, siblings, settings, migrations, packages } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'floors.json'), 'utf8'),
);

/** What a floor must not reach: every floor above it, and its neighbours on the same one. */
const floorZones = floors.flatMap(({ folders, reason }, height) =>
  folders.map((folder) => ({
    target: join(SRC, folder),
    from: floors
      .slice(height)
      .flatMap((above) => above.folders)
      .filter((other) => other !== folder)
      .map((other) => join(SRC, other)),
    message: `Imports go down only: ${reason}.`,
  })),
);

const siblingZones = (existsSync(join(SRC, siblings.folder)) ? readdirSync(join(SRC, siblings.folder)) : []).map(
  (name) => ({
    target: join(SRC, siblings.folder, name),
    from: join(SRC, siblings.folder),
    except: [`./${name}`],
    message: `${siblings.reason}.`,
  }),
);

const settingsZones = floors
  .flatMap(({ folders }) => folders)
  .filter((folder) => !settings.importedBy.includes(folder))
  .map((folder) => ({ target: join(SRC, folder), from: join(SRC, settings.file), message: `${settings.reason}.` }));

const migrationZones = floors
  .flatMap(({ folders }) => folders)
  .filter((folder) => !migrations.importedBy.includes(folder))
  .map((folder) => ({
    target: join(SRC, folder),
    from: join(import.meta.dirname, 'migrations'),
    message: `${migrations.reason}.`,
  }));

/** Each folder is told which packages are not for it; a package that two laws name is allowed where either allows it. */
const packageRules = floors
  .flatMap(({ folders }) => folders)
  .map((folder) => ({
    files: [folder.endsWith('.ts') ? `src/${folder}` : `src/${folder}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: packages
            .filter((law) => !law.folders.includes(folder))
            .map((law) => ({
              group: law.packages.flatMap((name) => [name, `${name}/**`]).concat(openedElsewhere(law, folder)),
              message: `${law.reason}.`,
            })),
        },
      ],
    },
  }));

function openedElsewhere(law, folder) {
  return packages
    .filter((other) => other !== law && other.folders.includes(folder))
    .flatMap((other) => other.packages.flatMap((name) => [`!${name}`, `!${name}/**`]));
}

const ANSWER_PARTS = [
  'AccessAuthority',
  'AccessChange',
  'AccessExplanation',
  'AccessHolder',
  'AccessPreview',
  'AccessPreviewFor',
  'CustomFieldValidation',
  'CustomFieldValue',
  'DataCategory',
  'Decision',
  'Disclosed',
  'ExternalAgreement',
  'ExternalInvitation',
  'DisclosureCounts',
  'DisclosureExport',
  'FieldVisibility',
  'GdprSettings',
  'PageInfo',
  'RevocationReceipt',
  'SecondFactorConfirmation',
  'SecondFactorEnrollment',
  'StoppedWork',
  'TenantAccess',
  'TokenPolicy',
  'TokenTerm',
  'TenantRef',
  'TenantSecurity',
  'Viewer',
  'AccessLogProof',
  'CategoryRecipient',
  'ProcessedCategory',
  'ProcessedField',
  'ProcessingPurpose',
  'ProcessingRegister',
];

const configuration = defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'node_modules/',
      'bench/',
      'mutation/node_modules/',
      '.data/',
      '**/*.generated.ts',
      '**/gql/',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } })],
    },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        { zones: [...floorZones, ...siblingZones, ...settingsZones, ...migrationZones] },
      ],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-default-export': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-param-reassign': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A resolver or an entity is a class because its decorators need one, whatever it holds; some are applied by a function.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      // A callback may be written in one line for its effect, and a handler may end with the call that answers.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Interfaces of libraries ask for async functions; whether one awaits is its own affair.
      '@typescript-eslint/require-await': 'off',
      // A type parameter that is used once still names what a caller may choose.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // graphql-js' kinds are an enum in its types and plain words everywhere else, in our code too.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Entities and payloads are classes for their marks; an object of that form is one of them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // In an authorization, `=== true` says that nothing but a plain yes will do.
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'off',
      // Spreading a text is how one walks its code points.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // `type` and `interface` say different things to a reader, and generics of schema libraries need `type`.
      '@typescript-eslint/consistent-type-definitions': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
  ...packageRules,
  {
    files: ['src/access/**/*.ts', 'src/server/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'AssignmentExpression[left.type="MemberExpression"] > ArrowFunctionExpression.right',
          message:
            'V8 keeps such a function, and all that it closes over, long after the request: name it first (ADR 23).',
        },
      ],
    },
  },
  { files: ['src/commands/**/*.ts', 'src/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  // Tools that ask for a default export.
  { files: ['*.ts', 'console/*.ts'], rules: { 'import-x/no-default-export': 'off' } },
  ...schemaRules(),
);

/** The printed schema is held to what Relay clients and readers of schemas expect. */
function schemaRules() {
  const files = ['schema.graphql'];
  if (!existsSync(join(import.meta.dirname, 'schema.graphql'))) return [];
  return [
    {
      files,
      plugins: { '@graphql-eslint': graphqlPlugin },
      languageOptions: {
        parser: graphqlPlugin.parser,
        parserOptions: { graphQLConfig: { schema: 'schema.graphql' } },
      },
      rules: {
        ...graphqlPlugin.configs['flat/schema-recommended'].rules,
        ...graphqlPlugin.configs['flat/schema-relay'].rules,
        // Only what can be fetched again has an id. These are parts of an answer, and belong to what they were asked of.
        '@graphql-eslint/strict-id-in-types': [
          'error',
          { exceptions: { types: ANSWER_PARTS, suffixes: ['Connection', 'Edge', 'Payload'] } },
        ],
        // Short lists that are always whole (roles, categories, custom fields of a contact) are lists. A ticket's message is
        // no Node: it is read in its ticket, and nowhere else.
        '@graphql-eslint/relay-edge-types': [
          'error',
          {
            withEdgeSuffix: true,
            shouldImplementNode: false,
            listTypeCanWrapOnlyEdgeType: false,
          },
        ],
      },
    },
  ];
}

export default configuration;
