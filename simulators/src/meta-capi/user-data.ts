import { isIP } from 'node:net';
import { invalidParameter } from './graph-error.ts';

/** What a value of `user_data` has to be; it says what was expected, or null. */
type Rule = (value: unknown) => string | null;

const SHA256 = /^[0-9a-f]{64}$/;

const hashed: Rule = (value) => (texts(value).every((text) => SHA256.test(text)) ? null : 'SHA-256 in lower-case hex');
const named: Rule = (value) => (texts(value).every((text) => text !== '') ? null : 'a text');
const one = (expected: string, is: (text: string) => boolean): Rule => {
  return (value) => (typeof value === 'string' && is(value) ? null : expected);
};
const plain = one('a text, never a hash', (text) => text !== '' && !SHA256.test(text));

/** Source: adplatforms.md §4.2, the table of what has to be hashed, may be, and never is. */
const RULES: Readonly<Record<string, Rule>> = {
  em: hashed,
  ph: hashed,
  fn: hashed,
  ln: hashed,
  db: hashed,
  ge: hashed,
  ct: hashed,
  st: hashed,
  zp: hashed,
  country: hashed,
  external_id: named,
  client_ip_address: one('an IP address, never a hash', (text) => isIP(text) > 0),
  client_user_agent: plain,
  fbc: one('fb.<index>.<milliseconds>.<fbclid>', (text) =>
    /^fb\.[0-2]\.\d{13}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]{2,8})?$/.test(text),
  ),
  fbp: one('fb.<index>.<milliseconds>.<number>', (text) => /^fb\.[0-2]\.\d{13}\.\d+$/.test(text)),
  subscription_id: plain,
  fb_login_id: plain,
  lead_id: plain,
  madid: plain,
  anon_id: plain,
};

/** Alone, or with less, these name nobody. Source: adplatforms.md §4.2. */
const TOO_WEAK: ReadonlyArray<ReadonlySet<string>> = [
  new Set(['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent']),
  new Set(['db', 'client_user_agent']),
  new Set(['fn', 'ge']),
  new Set(['ln', 'ge']),
];

const TOO_WEAK_SUBCODE = 2804050;

/** @throws {GraphError} for a field it does not know, a value of the wrong form, or too little to find a person by. */
export function checkUserData(userData: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(userData);
  for (const [name, value] of Object.entries(userData)) {
    const rule = RULES[name];
    if (rule === undefined) throw invalidParameter(`user_data.${name} is unknown`);
    const expected = rule(value);
    if (expected !== null) throw invalidParameter(`user_data.${name}: ${expected} was expected`);
  }
  if (names.length === 0 || TOO_WEAK.some((set) => names.every((name) => set.has(name)))) {
    throw invalidParameter('Not enough customer information', TOO_WEAK_SUBCODE);
  }
}

/** One text or a list of them; what is neither fits no rule. */
function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return [''];
  return list.map((item) => (typeof item === 'string' ? item : ''));
}
