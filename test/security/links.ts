/** Asking for links that come by mail, and spending them. */
import { randomBytes } from 'node:crypto';
import { Client, type Answer } from '../support/client.js';

/** The proxy of these tests is the test itself: it says where each request comes from. */
export const BEHIND_A_PROXY = { TRUSTED_PROXIES: '127.0.0.1' };

export class Elsewhere extends Client {
  constructor(
    url: string,
    private readonly from: string,
  ) {
    super(url, 'acme');
  }

  override send<Data>(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Data>> {
    return super.send<Data>(body, { ...headers, 'x-forwarded-for': this.from });
  }
}

export function somewhere(): string {
  return [10, ...randomBytes(3)].join('.');
}

type Told<Name extends string> = Promise<Answer<Readonly<Record<Name, boolean>>>>;

export function requestReset(client: Client, email: string): Told<'requestPasswordReset'> {
  return client.query('mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }', { email });
}

export function reset(client: Client, token: string, newPassword: string, code?: string): Told<'resetPassword'> {
  return client.query('mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }', {
    input: { token, newPassword, ...(code !== undefined && { code }) },
  });
}

export function requestVerification(client: Client): Told<'requestEmailVerification'> {
  return client.query('mutation { requestEmailVerification }');
}

export function verify(client: Client, token: string): Told<'verifyEmail'> {
  return client.query('mutation ($token: String!) { verifyEmail(token: $token) }', { token });
}

export function requestChange(client: Client, newEmail: string, password: string): Told<'requestEmailChange'> {
  return client.query(
    'mutation ($newEmail: EmailAddress!, $password: String!) { requestEmailChange(newEmail: $newEmail, password: $password) }',
    { newEmail, password },
  );
}

export function confirmChange(client: Client, token: string): Told<'confirmEmailChange'> {
  return client.query('mutation ($token: String!) { confirmEmailChange(token: $token) }', { token });
}
