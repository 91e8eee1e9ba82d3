import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { Credentials, Refusal } from './session.js';

interface SignInFormProps {
  readonly onSignIn: (credentials: Credentials) => Promise<Refusal | undefined>;
}

/** The fields keep what was typed until it was accepted; the code is asked for once the API wants one. */
export function SignInForm({ onSignIn }: SignInFormProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [email, password, code] = ['email', 'password', 'code'].map((name) => {
      const value = fields.get(name);
      return typeof value === 'string' ? value : '';
    });
    setBusy(true);
    void onSignIn({ email: email ?? '', password: password ?? '', ...(code ? { code } : {}) })
      .then(setRefusal)
      .finally(() => {
        setBusy(false);
      });
  };

  return (
    <form className="sign-in" method="post" onSubmit={submit} aria-label="Sign in">
      {refusal && (
        <p className="sign-in-refusal" role="alert">
          {refusal.message}
        </p>
      )}
      <label className="field">
        <span>E-mail</span>
        <input name="email" type="email" autoComplete="username" required size={22} />
      </label>
      <label className="field">
        <span>Password</span>
        <input name="password" type="password" autoComplete="current-password" required size={16} />
      </label>
      {refusal?.needsCode && (
        <label className="field">
          <span>Code</span>
          <input name="code" inputMode="numeric" autoComplete="one-time-code" required size={7} autoFocus />
        </label>
      )}
      <button type="submit" className="button button-strong" disabled={busy}>
        Sign in
      </button>
    </form>
  );
}
