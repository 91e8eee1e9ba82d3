import { describe, expect, test } from '@jest/globals';
import { allModels } from '../../src/entities/data.js';
import { printCatalogue, printPolicy } from '../../src/policy/print.js';
import { CATEGORY_NAMES } from '../../src/vocabulary/categories.js';

function rowOf(text: string, start: string): string {
  return text.split('\n').find((line) => line.startsWith(`| ${start} |`)) ?? '';
}

describe('the printed policy', () => {
  const text = printPolicy();

  test('says who sees which category', () => {
    expect(text).toContain(
      '| Category | OWNER | ADMIN | EDITOR | VIEWER | EXTERNAL | SUPPORT | ADMINISTRATOR | INTEGRATION |',
    );
    const named = ' if named | if named | in a window | if named |';
    expect(text).toContain(`| IDENTITY | yes | yes | yes | yes |${named}`);
    expect(text).toContain(`| FINANCIAL | yes | yes | yes | no |${named}`);
    expect(text).toContain(`| SPECIAL | yes | yes | no | no |${named}`);
  });

  test('says who has no line, and why', () => {
    expect(text).toContain('ANONYMOUS has no line. Nobody sees anything before signing in.');
  });

  test('speaks of categories and never of fields', () => {
    for (const model of allModels()) {
      for (const { name, category } of model.fields.values()) {
        if (category !== null) expect(text).not.toMatch(new RegExp(`\\b${name}\\b.*\\b${category}\\b`));
      }
    }
  });

  test('is the same each time', () => {
    expect(printPolicy()).toBe(text);
  });
});

describe('the printed catalogue', () => {
  const text = printCatalogue();

  test('has a row for each classified field, and for no other', () => {
    const fields = allModels().flatMap((model) => [...model.fields.values()].map((field) => ({ model, field })));
    for (const { model, field } of fields) {
      const row = rowOf(text, `${model.name} | ${field.name}`);
      if (field.category === null) expect(row).toBe('');
      else expect(row).toContain(`| ${field.category} | ${field.sealed ? 'yes' : 'no'} | ${field.description} |`);
    }
  });

  test('has a row for each category, with its purpose, legal basis and retention', () => {
    for (const category of CATEGORY_NAMES)
      expect(rowOf(text, `${category} | yes`) || rowOf(text, `${category} | no`)).toMatch(/GDPR/);
  });
});
