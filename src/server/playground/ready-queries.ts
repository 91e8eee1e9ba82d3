/**
 * The three operations that show a newcomer what this API is about, in the order in which they make sense: see what is
 * withheld, consent to showing it (and take that back), then read who looked. The playground offers them; whoever else
 * wants to print them takes them from here, so that there is one text.
 */
export interface ReadyQuery {
  readonly title: string;
  /** Who gets something out of it, in one sentence. */
  readonly hint: string;
  readonly query: string;
  /** JSON for the variables editor; empty where the query takes none. */
  readonly variables: string;
}

export const CONTACTS: ReadyQuery = {
  title: 'Contacts',
  hint: 'Any account: what it may not see is null, and marked in the answer.',
  query: `query Contacts {
  contacts(first: 5) {
    totalCount
    nodes {
      name
      email
      phone
      iban
      company {
        name
      }
    }
  }
}
`,
  variables: '',
};

export const GRANT_SUPPORT_ACCESS: ReadyQuery = {
  title: 'Grant support access, and revoke it',
  hint: 'The owner consents: support sees e-mail and phone for eight hours, or until the owner revokes.',
  query: `mutation GrantSupportAccess {
  grantSupportAccess(
    input: {
      categories: ["CONTACT_DETAILS"]
      purpose: SUPPORT_TICKET
      reason: "Contacts are missing from the newsletter"
    }
  ) {
    grant {
      id
      status
      categories
      expiresAt
    }
  }
}

# Takes it back: put the id of the grant into the variables below.
mutation RevokeSupportAccess($grant: ID!) {
  revokeSupportAccess(id: $grant) {
    grant {
      status
      revokedAt
    }
    receipt {
      effectiveAt
      drained
      fenced
      tookMs
    }
  }
}
`,
  variables: `{
  "grant": ""
}
`,
};

export const ACCESS_LOG: ReadyQuery = {
  title: 'Who looked',
  hint: 'The owner reads the access log: who saw which fields, on what authority, and why.',
  query: `query WhoLooked {
  tenant {
    gdpr {
      accessLog(first: 10) {
        edges {
          node {
            at
            actor
            actorName
            purpose
            reason
            disclosed {
              subject
              fields
              count
            }
          }
        }
      }
    }
  }
}
`,
  variables: '',
};

export const READY_QUERIES: readonly ReadyQuery[] = [CONTACTS, GRANT_SUPPORT_ACCESS, ACCESS_LOG];
