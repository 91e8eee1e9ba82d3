import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import { validateSchema } from 'graphql';
import { buildSluiceSchema } from '../../src/server/schema.js';

describe('The schema', () => {
  test('is valid, which no start makes sure of any more', () => {
    expect(validateSchema(buildSluiceSchema())).toEqual([]);
  });
});
