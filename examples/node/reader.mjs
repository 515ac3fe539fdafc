// Reads records as JSON lines and prints for whom and by whom each was made: proven, or refused with the reason.
import { createInterface } from 'node:readline';
import { Refused, parsed } from './signature.mjs';
import { verified } from './stamp.mjs';
import { Unavailable, document } from './validator.mjs';

const domain = process.env.TRUST_DOMAIN ?? 'keyfabric';
const FRESH_MS = 1000;
let asked = -Infinity;
let known;

/** Keys and policies as the validator has them, at most a second old. */
async function trust() {
  if (performance.now() - asked > FRESH_MS) {
    const begun = performance.now();
    const [jwks, policies] = await Promise.all([document('/.well-known/jwks.json'), document('/v1/stamp-policies')]);
    if (!jwks?.keys || !policies?.items) throw new Unavailable('no keys or no policies');
    known = { domain, jwks, policies, keyState: (id) => document(`/v1/key-states/${encodeURIComponent(id)}`) };
    asked = begun;
  }
  return known;
}

async function judged(line, trusted) {
  try {
    return { verified: true, ...(await verified(parsed(line, 'RECORD_MALFORMED'), trusted)) };
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    // Another error may quote the record, which holds a token: it is a refusal all the same, and not printed.
    return { verified: false, refused: error instanceof Refused ? error.message : 'INTERNAL_FAULT' };
  }
}

try {
  for await (const line of createInterface({ input: process.stdin })) {
    const verdict = await judged(line, await trust());
    console.log(JSON.stringify(verdict));
    if (!verdict.verified) process.exitCode = 1;
  }
} catch (error) {
  // This record and those behind it are not judged. Come again with the same: they may be good.
  const why = error instanceof Unavailable ? `the validator cannot be asked: ${error.message}` : error.name;
  console.error(`not judged: ${why}`);
  process.exitCode = 2;
}
