// The validator beside this service: verdicts on keys, and what readers of stamps ask for.
const base = process.env.VALIDATOR_URL ?? 'http://127.0.0.1:8090';
const audience = process.env.AUDIENCE ?? 'orders';
const PATIENCE_MS = 2000;

const FORBIDDEN = new Set([
  'POLICY_INVALID',
  'AUDIENCE_MISMATCH',
  'ENVIRONMENT_MISMATCH',
  'IP_NOT_ALLOWED',
  'INSUFFICIENT_SCOPE',
]);
const LIMITED = new Set(['RATE_LIMITED', 'QUOTA_EXCEEDED']);

// One answer for every credential that is no good: there is nothing to enumerate keys by.
const UNAUTHORIZED = { status: 401, code: 'INVALID_CREDENTIAL' };
const UNAVAILABLE = { status: 503, code: 'UNAVAILABLE', retryAfter: 1 };

function ask(path, options) {
  return fetch(new URL(path, base), { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS), ...options });
}

/**
 * Whether a caller may come in: `{code, consumer}`, or `{code, status, retryAfter?}` to refuse with. It never throws, and
 * whatever is not expressly a yes is a no.
 */
export async function judge(key, scope, clientIp) {
  if (key === null) return UNAUTHORIZED;
  try {
    const answer = await ask('/v1/validate', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key, audience, scopes: [scope], clientIp }),
    });
    if (answer.status === 400) return UNAUTHORIZED;
    return answer.status === 200 ? outcome(await answer.json()) : UNAVAILABLE;
  } catch {
    // The error is not logged: it may quote the request, and the request holds the key.
    return UNAVAILABLE;
  }
}

function outcome({ valid, code, consumer, rateLimit }) {
  if (valid === true && code === 'VALID' && consumer?.id) return { code, consumer: consumer.id };
  if (valid !== false) return UNAVAILABLE;
  if (FORBIDDEN.has(code)) return { status: 403, code };
  if (LIMITED.has(code)) return { status: 429, code, retryAfter: rateLimit?.resetSeconds ?? 1 };
  return UNAUTHORIZED;
}

/** The validator cannot be asked now. */
export class Unavailable extends Error {}

/** A document of the validator; null when it answers 404, and an error `Unavailable` when it cannot be had now. */
export async function document(path) {
  try {
    const answer = await ask(path);
    if (answer.status === 404) return null;
    if (answer.status === 200) return await answer.json();
  } catch {
    // The same as a bad status.
  }
  throw new Unavailable(path);
}
