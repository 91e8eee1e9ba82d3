/** Who is signed in, as the API says it: the page remembers nothing about it but this answer. */
import { useCallback, useEffect, useState } from 'react';
import { ask } from './api.js';

export interface TenantAccess {
  readonly tenant: { readonly slug: string; readonly name: string };
  readonly actor: string;
  readonly role: string | null;
}

export interface Viewer {
  readonly actor: string;
  readonly user: { readonly name: string | null } | null;
  readonly tenants: readonly TenantAccess[];
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}

export interface Refusal {
  readonly message: string;
  readonly needsCode: boolean;
}

export interface Session {
  /** Undefined until the API has been asked, null when nobody is signed in. */
  readonly viewer: Viewer | null | undefined;
  /** Undefined means signed in. */
  readonly signIn: (credentials: Credentials) => Promise<Refusal | undefined>;
  readonly signOut: () => Promise<void>;
  readonly refresh: () => Promise<void>;
}

const VIEWER_FIELDS = 'actor user { name } tenants { tenant { slug name } actor role }';
const VIEWER = `query Viewer { viewer { ${VIEWER_FIELDS} } }`;
const SIGN_IN = `mutation SignIn($input: SignInInput!) { signIn(input: $input) { csrfToken viewer { ${VIEWER_FIELDS} } } }`;
const SIGN_OUT = 'mutation SignOut { signOut }';

export function useSession(): Session {
  const [viewer, setViewer] = useState<Viewer | null>();

  const refresh = useCallback(async () => {
    const { data } = await ask<{ viewer: Viewer }>({ query: VIEWER });
    setViewer(signedIn(data?.viewer));
  }, []);

  const signIn = useCallback(async (input: Credentials) => {
    const { data, errors } = await ask<{ signIn: { viewer: Viewer } }>({ query: SIGN_IN, variables: { input } });
    if (data?.signIn) {
      setViewer(signedIn(data.signIn.viewer));
      return undefined;
    }
    const error = errors?.[0];
    return {
      message: error?.message ?? 'The API did not sign you in and did not say why.',
      needsCode: error?.extensions?.code === 'SECOND_FACTOR_REQUIRED',
    };
  }, []);

  const signOut = useCallback(async () => {
    const { errors } = await ask({ query: SIGN_OUT });
    // A fresh page forgets the answers in every tab: they were for this person, not for the next one at this screen.
    if (errors) await refresh();
    else window.location.reload();
  }, [refresh]);

  useEffect(() => {
    void refresh();
    // Grants come and go while the page waits in another tab, and with them the tenants that can be chosen.
    const whenSeenAgain = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    document.addEventListener('visibilitychange', whenSeenAgain);
    return () => {
      document.removeEventListener('visibilitychange', whenSeenAgain);
    };
  }, [refresh]);

  return { viewer, signIn, signOut, refresh };
}

function signedIn(viewer: Viewer | undefined): Viewer | null {
  return viewer === undefined || viewer.actor === 'ANONYMOUS' ? null : viewer;
}
