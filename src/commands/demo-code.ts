import { codeAt } from '../access/identity/codes.js';
import { DEMO_TOTP_SECRET } from '../server/demo/accounts.js';

/** `npm run -s demo:code`: what the authenticator app of the demo world's staff would show now, for whoever has none at hand. */
process.stdout.write(`${codeAt(DEMO_TOTP_SECRET, Date.now())}\n`);
