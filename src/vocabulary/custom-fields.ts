/** The words of fields that tenants make for themselves. */

export const CUSTOM_SUBJECTS = {
  Contact: 'Fields of contacts.',
  Company: 'Fields of companies.',
} as const;

export type CustomSubject = keyof typeof CUSTOM_SUBJECTS;

export const CUSTOM_FIELD_TYPES = {
  TEXT: 'Any text.',
  NUMBER: 'A decimal number.',
  DATE: 'YYYY-MM-DD.',
  BOOLEAN: 'true or false.',
  CHOICE: 'One of a list of texts.',
} as const;

export type CustomFieldType = keyof typeof CUSTOM_FIELD_TYPES;

/** What a new value must be besides of its type. What is not said is not asked. */
export interface CustomFieldRules {
  /** Whoever may write it must give it with a new record, and can't empty it. */
  readonly required?: boolean;
  /** Of a text, in characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Of numbers and dates, in the type's text form. */
  readonly min?: string;
  readonly max?: string;
}
