// Judges the stamp of a record: docs/contract/identity.md, section 3.
import { createHash } from 'node:crypto';
import { SKEW_MS, bearerOf, claimsOf, proofOf, refuseIf } from './signature.mjs';

const CORE = ['id', 'source', 'specversion', 'type', 'datacontenttype', 'dataschema', 'subject', 'time'];
const SIGNED = ['authtype', 'authid', 'authclaims', 'kftxn', 'kftopic', 'kfkeyhash', 'traceparent'];
const REQUIRED = ['specversion', 'id', 'source', 'type', 'time', ...SIGNED.slice(0, -1)];
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
const MAX_ATTRIBUTE = 16 * 1024;
const HARMLESS = ['superseded', 'owner_request', 'consumer_deleted', 'other'];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const digest = (parts) => sha256(Buffer.concat(parts));

/** The attributes of the event in a record's headers (names and values in turn), each there once. */
function attributesOf(headers) {
  const attributes = new Map();
  let total = 0;
  for (let i = 0; i < headers.length; i += 2) {
    const header = headers[i];
    if (header !== 'content-type' && !header.startsWith('ce_')) continue;
    const name = header === 'content-type' ? 'datacontenttype' : header.slice(3);
    const value = headers[i + 1];
    refuseIf(attributes.has(name), 'ATTRIBUTE_DOUBLED');
    // A replacement character stands for bytes that the tool which fed us could not read as UTF-8.
    refuseIf(!/^[a-z0-9]{1,64}$/.test(name) || !value || /[\p{Cc}\uFFFD]/u.test(value), 'ATTRIBUTE_MALFORMED');
    total += name.length + Buffer.byteLength(value);
    refuseIf(Buffer.byteLength(value) > MAX_ATTRIBUTE || total > 2 * MAX_ATTRIBUTE, 'ATTRIBUTES_TOO_LARGE');
    attributes.set(name, value);
  }
  refuseIf(!attributes.has('kftxn') && !attributes.has('dssematerial'), 'UNSTAMPED');
  refuseIf(REQUIRED.some((name) => !attributes.has(name)), 'ATTRIBUTE_MISSING');
  refuseIf(attributes.get('specversion') !== '1.0', 'ATTRIBUTE_MALFORMED');
  return attributes;
}

/** The only policy of a topic. This reader takes topics on the broker's time with signed records alone. */
function policyOf(policies, topic) {
  const found = policies.items.filter((item) => item.topic === topic);
  refuseIf(found.length === 0, 'TOPIC_WITHOUT_POLICY');
  refuseIf(found.length > 1 || found[0].conflict, 'POLICIES_CONFLICT');
  const understood = found[0].profile === 'signed' && found[0].time === 'append';
  refuseIf(!understood || !Number.isInteger(found[0].maxDelaySeconds), 'POLICIES_UNAVAILABLE');
  return found[0];
}

/** The material that a producer of this very event signs, as base64. */
function materialOf(attributes, value, time) {
  const part = (name) => sha256(name === 'time' ? time : (attributes.get(name) ?? ''));
  const own = [...attributes.keys()].filter((name) => ![...CORE, ...SIGNED, 'dssematerial'].includes(name));
  const names = [...SIGNED, ...own.sort()];
  return {
    core: digest([...CORE.map(part), sha256(value)]).toString('base64'),
    ext: digest(names.map(part)).toString('base64'),
    names,
  };
}

function authClaims({ tctx, scope, txn }) {
  const scopes = scope === '' ? [] : scope.split(' ');
  return JSON.stringify({ keyId: tctx.key_id, plan: tctx.plan, scopes, txn });
}

/** What has become of the API key since. */
function judgeKey(state, onRevoked) {
  if (onRevoked === 'accept') return;
  refuseIf(state === null, 'KEY_STATE_UNKNOWN');
  const { status, reason, consumerStatus } = state;
  const harmless = status === 'REVOKED' ? HARMLESS.includes(reason) : ['ACTIVE', 'EXPIRED', 'SUSPENDED'].includes(status);
  refuseIf(!harmless, 'KEY_COMPROMISED');
  if (onRevoked === 'reject-compromised') return;
  refuseIf(!['ACTIVE', 'EXPIRED'].includes(status) || consumerStatus !== 'ACTIVE', 'KEY_NOT_ACTIVE');
}

/**
 * The proven context of a record, `{consumer, producer, txn, keyId, event}`, or an error `Refused`.
 * `trust` is `{domain, jwks, policies, keyState(keyId)}`.
 */
export async function verified(record, trust) {
  const attributes = attributesOf(record.headers ?? []);
  const policy = policyOf(trust.policies, record.topic);
  refuseIf(record.value == null && policy.tombstones !== 'stamped', 'TOMBSTONE');
  const text = attributes.get('time');
  const stamped = RFC_3339.test(text) ? Date.parse(text) : NaN;
  refuseIf(Number.isNaN(stamped), 'ATTRIBUTE_MALFORMED');
  refuseIf(record.tstype !== 'logappend' || !Number.isInteger(record.ts), 'CREATE_TIME_NOT_ALLOWED');
  refuseIf(record.ts - stamped > policy.maxDelaySeconds * 1000, 'STAMPED_TOO_EARLY');
  refuseIf(stamped - record.ts > SKEW_MS, 'STAMPED_TOO_LATE');
  refuseIf(attributes.get('kftopic') !== record.topic, 'OTHER_TOPIC');
  const key = record.key == null ? '-' : sha256(Buffer.from(record.key, 'base64')).toString('base64url');
  refuseIf(attributes.get('kfkeyhash') !== key, 'OTHER_KEY');
  refuseIf(!attributes.has('dssematerial'), 'PROOF_MISSING');

  const claims = claimsOf(attributes.get('kftxn'), trust.jwks, trust.domain, stamped, record.ts);
  const { producer, material } = proofOf(attributes.get('dssematerial'), trust.jwks, stamped, record.ts);
  const time = new Date(stamped).toISOString().replace(/\.\d+Z$/, 'Z');
  const actual = materialOf(attributes, Buffer.from(record.value ?? '', 'base64'), time);
  refuseIf(JSON.stringify(material.signedextattrs) !== JSON.stringify(actual.names), 'EXTENSIONS_NOT_SIGNED');
  refuseIf(material.core !== actual.core, 'EVENT_CHANGED');
  refuseIf(material.ext !== actual.ext, 'EXTENSIONS_CHANGED');
  refuseIf(text !== time && attributes.get('kftime') !== text, 'TIME_NOT_SIGNED');
  refuseIf(bearerOf(claims) !== producer, 'EVIDENCE_NOT_YOURS');
  const said = ['authtype', 'authid', 'authclaims'].map((name) => attributes.get(name));
  const proven = [claims.rctx.authn, claims.sub, authClaims(claims)];
  refuseIf(said.some((value, i) => value !== proven[i]), 'CONTEXT_DISAGREES');
  refuseIf(!policy.allowedProducers.some((one) => one === producer || one === '*'), 'PRODUCER_NOT_ALLOWED');
  judgeKey(await trust.keyState(claims.tctx.key_id), policy.onRevoked);
  return { consumer: claims.sub, producer, txn: claims.txn, keyId: claims.tctx.key_id, event: attributes.get('id') };
}
