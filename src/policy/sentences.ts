import type { Reason } from '../vocabulary/reasons.js';

/** What is said to a person who is refused: what is missing and who can give it, and what to do about it. Never any data. */
export interface Said {
  readonly message: string;
  readonly remedy: string;
}

const TAB = 'Company Settings, GDPR';

export type ConsentReason = Extract<Reason, 'CONSENT_REQUIRED' | 'CONSENT_REVOKED' | 'CONSENT_EXPIRED'>;

export const unauthenticated: Said = {
  message: 'Nobody is signed in: sign in with an account that may do this.',
  remedy: 'Sign in, and send the session cookie or a bearer token.',
};

export const noTenant: Said = {
  message: 'The request is addressed to no tenant that this account may enter; name one in the header x-tenant.',
  remedy: 'Send the header x-tenant with the name of one of the tenants in viewer.tenants.',
};

export const noSuchField: Said = {
  message: 'There is no such field, so nobody can be allowed it.',
  remedy: 'Look the fields up in viewer.visibility.',
};

export const readOnly: Said = {
  message: 'The field is kept by the system, and nobody can write it.',
  remedy: 'Leave it out of the input.',
};

export const unclassified: Said = {
  message:
    'The field has no category in force, so only owners and admins of the tenant see it; they can give it another one.',
  remedy: 'Ask an owner or admin of the tenant to give the field a category.',
};

export const unclassifiedWhole: Said = {
  message:
    'A field of such records has no category in force, so only owners and admins delete them whole; an owner or admin of the tenant can give it one.',
  remedy: 'Ask an owner or admin of the tenant to give the field a category.',
};

export const confidentiality: Said = {
  message:
    'No commitment to confidentiality is in force for this staff account; whoever owns the account can make one.',
  remedy: 'Read the newest version in agreements, and accept it with acceptAgreement.',
};

export const factor: Said = {
  message: 'A second factor is needed here, and this account has none yet; whoever owns the account can enrol one.',
  remedy: 'Enrol one with enrollSecondFactor, and confirm it with confirmSecondFactor.',
};

export const stepUp: Said = {
  message:
    'This needs a fresh code of a second factor, and none was shown in this session of late; whoever owns the account can show one.',
  remedy: 'Send a code with stepUp, or sign in again with one; without a second factor, enrol one first.',
};

export const agreement: Said = {
  message:
    'The tenant has not accepted the data processing agreement, without which no personal data is written; an owner can accept it.',
  remedy: `An owner of the tenant accepts the agreement under ${TAB}.`,
};

export const externalAgreement: Said = {
  message:
    'The access waits for the agreement with the tenant that let you in; whoever was invited can accept the version that stands now.',
  remedy: 'Read the agreement in viewer.externalAccesses, and accept it with acceptExternalAgreement.',
};

export const instruction: Said = {
  message:
    'Staff change data on instruction only, and this names no confirmed instruction that covers it; an owner or admin of the tenant can give one.',
  remedy:
    'Have the tenant issue or confirm an instruction and name it as instruction, or ask the tenant to make the change.',
};

export const importInstruction: Said = {
  message:
    'Data is imported on instruction only, and this names no confirmed instruction to import that covers it; an owner or admin of the tenant can give one.',
  remedy:
    'Have the tenant issue or confirm an instruction of the kind IMPORT and name it as instruction, or ask the tenant to make the change.',
};

export const window: Said = {
  message:
    'No maintenance window is open that needs this; a system administrator can open one, for a stated purpose and time.',
  remedy: 'Open a maintenance window with the purpose that the work has.',
};

export function scopeMissing(scope: string): Said {
  return {
    message: `The token lacks the scope ${scope}; an owner or admin of the tenant can make one that has it.`,
    remedy: `Use a token with the scope ${scope}; viewer.token says which ones this one has.`,
  };
}

/** Of what a token lacks besides scopes one remedy is told, whatever it is: plans are shared by tokens that see the same. */
const TOKEN_REMEDY = 'Use a token that names the categories, made by somebody who may do this; viewer.token says more.';

export function tokenLacks(what: string): Said {
  return {
    message: `The token has the scope, and does not name the categories for ${what}; an owner or admin of the tenant can make one that does.`,
    remedy: TOKEN_REMEDY,
  };
}

export function makerLacks(what: string): Said {
  return {
    message: `The token does at most what its maker may do, and ${what} is beyond that now; an owner or admin of the tenant can make another.`,
    remedy: TOKEN_REMEDY,
  };
}

export function roleLacks(role: string | null, what: string): Said {
  return {
    message: `The role ${role ?? '(none)'} does not include ${what}; an owner or admin of the tenant can give another role.`,
    remedy: 'Ask an owner or admin of the tenant for a role that includes it.',
  };
}

/** An admin can't make somebody an owner. */
export function ownersOnly(role: string | null, what: string): Said {
  return {
    message: `The role ${role ?? '(none)'} does not include ${what}, which only the role OWNER does; an owner of the tenant can give it.`,
    remedy: 'Ask an owner of the tenant to do it, or for the role OWNER.',
  };
}

export function ownOnly(what: string): Said {
  return {
    message: `By the policy ${what} is for one’s own only, and this is not one’s own.`,
    remedy: 'Do it with your own, or have it done by whoever this belongs to.',
  };
}

/** Nobody has it by any role: another role would not help, so none is promised. */
export function nobodyMay(what: string): Said {
  return {
    message: `No role, grant or access includes ${what}, so nobody can give it.`,
    remedy: 'There is nothing to ask for.',
  };
}

/** No role, and no authority that a tenant gives. */
export function onlyFor(kind: string, what: string): Said {
  return {
    message: `Only actors of kind ${kind} are allowed ${what}; no role, grant or access includes it.`,
    remedy: 'Ask the staff of the vendor to do it.',
  };
}

export function notForKind(kind: string, what: string): Said {
  return {
    message: `An actor of kind ${kind} is never allowed ${what}; an owner or admin of the tenant can do it, if anybody can.`,
    remedy: 'Ask an owner or admin of the tenant to do it.',
  };
}

export function accessLacks(what: string): Said {
  return {
    message: `The access that the tenant gave does not include ${what}; an owner or admin of the tenant can invite you anew.`,
    remedy: 'Ask an owner or admin of the tenant for an invitation that includes it.',
  };
}

const CONSENT_WORDS = {
  CONSENT_REQUIRED: 'has not consented to support',
  CONSENT_REVOKED: 'gave a consent that was taken back or handed back, to support',
  CONSENT_EXPIRED: 'gave a consent that has run out, to support',
} as const satisfies Record<ConsentReason, string>;

export function consent(reason: ConsentReason, writing: boolean, what: string): Said {
  const verb = writing ? 'changing' : 'seeing';
  return {
    message: `The tenant ${CONSENT_WORDS[reason]} ${verb} ${what}; an owner or admin of the tenant can consent under ${TAB}.`,
    remedy: `Ask for it with requestSupportAccess; an owner or admin of the tenant answers under ${TAB}.`,
  };
}
