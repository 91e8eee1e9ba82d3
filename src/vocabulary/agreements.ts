/** What is agreed, in versions. The words stand in the database as they are, so none is ever renamed. */
export const AGREEMENT_KINDS = {
  DPA: 'The data processing agreement between vendor and tenant.',
  CONFIDENTIALITY: "The commitment of the vendor's staff to confidentiality.",
} as const;

export type AgreementKind = keyof typeof AGREEMENT_KINDS;
