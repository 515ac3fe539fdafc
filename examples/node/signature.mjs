// Signatures of the fabric, checked with the keys that the validator hands out.
import { createPublicKey, verify } from 'node:crypto';

/** By how much the clocks of signers and verifiers may differ. */
export const SKEW_MS = 60_000;

const DSSE_TYPE = 'https://cloudevents.io/verifiability/dsse/v0.1';
const STATES = new Set(['PREPARED', 'ACTIVE', 'RETIRED', 'TAINTED']);

/** Why a record is refused; the names are those of docs/stamps.md. */
export class Refused extends Error {}

export function refuseIf(fault, reason) {
  if (fault) throw new Refused(reason);
}

export function parsed(text, reason) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(reason);
  }
}

/** The enrolled key of that name, if it may vouch for what was signed and recorded at these moments. */
function trusted(jwks, kid, use, kind, signed, recorded) {
  const found = jwks.keys.filter((key) => key.kid === kid);
  refuseIf(found.length !== 1, `${kind}_KEY_UNKNOWN`);
  const [key] = found;
  refuseIf(!STATES.has(key.kf_state), `${kind}_KEY_REVOKED`);
  refuseIf(key.kf_use !== use, `${kind}_KEY_WRONG_USE`);
  const tainted = key.kf_state === 'TAINTED' || key.kf_tainted_at !== undefined;
  refuseIf(tainted && !(recorded < key.kf_tainted_at), `${kind}_KEY_TAINTED`);
  refuseIf(key.kf_not_after !== undefined && signed - key.kf_not_after > SKEW_MS, `${kind}_KEY_RETIRED`);
  return key;
}

/** The key alone says which algorithm counts. */
function holds(jwk, message, signature) {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return verify(null, message, key, signature);
  return jwk.crv === 'P-256' && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** The claims of a Txn-Token that covers the moment at which its record was stamped. */
export function claimsOf(token, jwks, domain, stamped, recorded) {
  const parts = token.split('.');
  refuseIf(parts.length !== 3, 'TOKEN_MALFORMED');
  const [header, claims] = parts.slice(0, 2).map((part) => parsed(Buffer.from(part, 'base64url'), 'TOKEN_MALFORMED'));
  refuseIf(header.typ !== 'txntoken+jwt', 'TOKEN_OF_ANOTHER_KIND');
  refuseIf(header.crit !== undefined, 'TOKEN_MALFORMED');
  const key = trusted(jwks, header.kid, 'txn', 'TOKEN', claims.iat * 1000, recorded);
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
  const good = header.alg === key.alg && holds(key, signed, Buffer.from(parts[2], 'base64url'));
  refuseIf(!good, 'TOKEN_SIGNATURE_INVALID');
  refuseIf(claims.iss !== domain || claims.aud !== domain, 'TOKEN_OF_ANOTHER_DOMAIN');
  refuseIf(!key.kf_services?.includes(bearerOf(claims)), 'TOKEN_KEY_NOT_BOUND');
  refuseIf(!(stamped >= claims.iat * 1000 - SKEW_MS), 'TOKEN_NOT_YET_VALID');
  refuseIf(!(stamped < claims.exp * 1000 + SKEW_MS), 'TOKEN_EXPIRED');
  return claims;
}

/** The one service that the token is evidence for. */
export function bearerOf(claims) {
  return claims.act === undefined ? claims.req_wl : claims.act.sub.replace(/^service:/, '');
}

/** What a service signed with its stamp key: `{producer, material}`. */
export function proofOf(text, jwks, stamped, recorded) {
  const envelope = parsed(Buffer.from(text, 'base64'), 'PROOF_MALFORMED');
  refuseIf(envelope.payloadType !== DSSE_TYPE || typeof envelope.payload !== 'string', 'PROOF_MALFORMED');
  refuseIf(!envelope.signatures?.length, 'PROOF_WITHOUT_SIGNATURE');
  refuseIf(envelope.signatures.length > 1, 'PROOF_WITH_SEVERAL_SIGNATURES');
  const [{ keyid, sig }] = envelope.signatures;
  const key = trusted(jwks, keyid, 'stamp', 'PROOF', stamped, recorded);
  const payload = Buffer.from(envelope.payload, 'base64');
  const head = Buffer.from(`DSSEv1 ${DSSE_TYPE.length} ${DSSE_TYPE} ${payload.length} `);
  refuseIf(!holds(key, Buffer.concat([head, payload]), Buffer.from(sig, 'base64')), 'PROOF_SIGNATURE_INVALID');
  return { producer: key.kf_owner, material: parsed(payload, 'PROOF_MALFORMED') };
}
