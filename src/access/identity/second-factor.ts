import { CodedError, unauthenticated } from '../../kernel/errors.js';
import { arrayText, callOf, NOBODY, type Database, type Presented, type Row } from '../database.js';
import { isTotpCode, newRecoveryCodes, newTotpSecret, recoveryDigest, stepOfCode, tidyCode, totpUri } from './codes.js';
import type { FactorKeys } from './factor-keys.js';
import { credentialOf, newSecret } from './secrets.js';
import type { Throttle } from './throttle.js';

/** How long a secret that was shown waits for the first code made with it. */
const ENROLMENT = '10 minutes';

/** What the database is shown so that it takes a code: once, whichever node brings it. */
export interface Proof {
  readonly sealed: string | null;
  readonly step: string | null;
  readonly recovery: string | null;
}

export const NO_PROOF: Proof = { sealed: null, step: null, recovery: null };

interface StoredFactor {
  readonly userId: string;
  readonly sealed: string;
  /** By the clock of the database. */
  readonly epochMs: string;
}

export interface Enrolment {
  readonly uri: string;
  readonly secret: string;
}

/** The second factor of whoever signs in, or is signed in. Codes are verified here; that each counts once is the database's to say. */
export class SecondFactor {
  constructor(
    private readonly database: Database,
    private readonly keys: FactorKeys,
    private readonly stepUpMs: number,
    private readonly throttle: Throttle,
  ) {}

  /** The last arguments of `auth.begin_session()`, for an account whose password was right. */
  async signInProof(
    nobody: Presented,
    userId: string,
    passwordHash: string,
    code: string | null,
  ): Promise<(string | null)[]> {
    const [row] = await this.call(nobody, 'factor_of', [userId, passwordHash]);
    const proof = row ? await this.prove(nobody, storedFactor(userId, row[0], row[1]), code) : NO_PROOF;
    return [proof.sealed, proof.step, proof.recovery, this.stepUp];
  }

  async enrol(presented: Presented): Promise<Enrolment> {
    const { userId, email } = await this.own(presented);
    const secret = newTotpSecret();
    const box = bytea(this.keys.seal(userId, secret));
    await this.call(presented, 'begin_enrolment', [box, ENROLMENT, this.stepUp]);
    return { uri: totpUri(email, secret), secret };
  }

  /** Puts what was enrolled in force. The recovery codes are in the answer and nowhere else. */
  async confirm(presented: Presented, code: string): Promise<readonly string[]> {
    const { userId, pending, epochMs } = await this.own(presented);
    if (pending === null) {
      throw new CodedError('CONFLICT', 'There is nothing to confirm: no second factor was enrolled of late.', {
        remedy: 'Enrol one with enrollSecondFactor, and confirm it within ten minutes.',
      });
    }
    return this.throttle.guess('second-factor', { account: userId }, async () => {
      const { secret } = this.keys.open(userId, bufferOf(pending));
      const step = stepOfCode(secret, tidyCode(code), Number(epochMs));
      if (step === null) throw await this.refused(presented, userId);
      const codes = newRecoveryCodes();
      const digests = codes.map((one) => bytea(recoveryDigest(userId, one) ?? Buffer.alloc(0)));
      await this.show(presented, userId, 'confirm_enrolment', [pending, String(step), arrayText(digests), this.stepUp]);
      return codes;
    });
  }

  /** The session goes on under a new secret, and until when what needs a fresh code is open to it. */
  async stepUpWith(presented: Presented, code: string): Promise<{ readonly secret: string; readonly until: string }> {
    const secret = newSecret();
    const [row] = await this.showOwn(presented, code, 'step_up', [this.stepUp, `\\x${credentialOf(secret)}`]);
    return { secret, until: row?.[0] ?? '' };
  }

  async disable(presented: Presented, code: string): Promise<void> {
    await this.showOwn(presented, code, 'disable_factor', []);
  }

  /** Whose code was wrong can read that it was; and what the client hears is one answer, whichever way it was. */
  async refused(presented: Presented, userId: string): Promise<CodedError> {
    await this.call(presented, 'factor_failed', [userId]);
    return wrongCode();
  }

  /** Brings a proof of one's own factor, and what else the function takes. */
  private async showOwn(presented: Presented, code: string, name: string, values: readonly string[]): Promise<Row[]> {
    const { userId, sealed, epochMs } = await this.own(presented);
    return this.throttle.guess('second-factor', { account: userId }, async () => {
      // Without a factor there is nothing to prove: the database says what that means.
      const proof = sealed === null ? NO_PROOF : await this.prove(presented, { userId, sealed, epochMs }, code);
      return this.show(presented, userId, name, [proof.sealed, proof.step, proof.recovery, ...values]);
    });
  }

  private async own(presented: Presented) {
    const [row] = await this.call(presented, 'own_factor', []);
    const [userId = null, email = null, sealed = null, pending = null, epochMs = null] = row ?? [];
    if (userId === null || email === null || epochMs === null) {
      throw unauthenticated();
    }
    return { userId, email, sealed, pending, epochMs };
  }

  /** What a code shows of a factor that was looked up. */
  async prove(presented: Presented, factor: StoredFactor, given: string | null): Promise<Proof> {
    const code = tidyCode(given ?? '');
    if (code === '') throw codeNeeded();
    if (!isTotpCode(code)) {
      const digest = recoveryDigest(factor.userId, code);
      if (!digest) throw await this.refused(presented, factor.userId);
      return { ...NO_PROOF, recovery: bytea(digest) };
    }
    const { secret, isOutdated } = this.keys.open(factor.userId, bufferOf(factor.sealed));
    const step = stepOfCode(secret, code, Number(factor.epochMs));
    if (step === null) throw await this.refused(presented, factor.userId);
    const sealed = isOutdated ? await this.sealAnew(factor, secret) : factor.sealed;
    return { ...NO_PROOF, sealed, step: String(step) };
  }

  /** Under the newest key. Of two that do so at once the second finds its box gone, and its code refused: it was the same code. */
  private async sealAnew({ userId, sealed }: StoredFactor, secret: string): Promise<string> {
    const box = bytea(this.keys.seal(userId, secret));
    await this.call(NOBODY, 'reseal_factor', [sealed, box]);
    return box;
  }

  /** Brings a proof, which the database may refuse: the code was used, or another one was, since it was looked up. */
  private show(presented: Presented, userId: string, name: string, values: readonly (string | null)[]): Promise<Row[]> {
    return this.call(presented, name, values).catch(async (error: unknown) => {
      throw isWrongCode(error) ? await this.refused(presented, userId) : error;
    });
  }

  private get stepUp(): string {
    return `${this.stepUpMs} milliseconds`;
  }

  private call(presented: Presented, name: string, values: readonly (string | null)[]): Promise<Row[]> {
    return this.database.run(presented, callOf(`auth.${name}`, values));
  }
}

function storedFactor(userId: string, sealed: string | null | undefined, epochMs: string | null | undefined) {
  return { userId, sealed: sealed ?? '', epochMs: epochMs ?? '' };
}

function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

function bufferOf(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex');
}

function codeNeeded(): CodedError {
  return new CodedError('SECOND_FACTOR_REQUIRED', 'This account has a second factor: a code is needed as well.', {
    reason: 'SECOND_FACTOR_REQUIRED',
    remedy: 'Send the code that the authenticator app shows, or a recovery code, as code.',
  });
}

const WRONG_CODE = 'The code is wrong, or was used before.';

/** Whether the database refused a code: it says so in the same words. */
export function isWrongCode(error: unknown): boolean {
  return error instanceof CodedError && error.message === WRONG_CODE;
}

/** One answer, whichever it was. */
function wrongCode(): CodedError {
  return new CodedError('UNAUTHENTICATED', WRONG_CODE, {
    reason: 'UNAUTHENTICATED',
    remedy: 'Wait for the next code of the authenticator app, or take a recovery code that was not used yet.',
  });
}
