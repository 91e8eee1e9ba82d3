import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Typed operations from the committed schema and the documents of the tests. A frontend that wants the same copies this file: what is
 * particular to it is that every field with a `@data` mark is nullable, because it may be withheld.
 */
const configuration: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'test/operations/*.graphql',
  generates: {
    'test/generated/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: { Date: 'string', DateTime: 'string', Decimal: 'string', EmailAddress: 'string' },
      },
    },
  },
  importExtension: '.js',
};

export default configuration;
