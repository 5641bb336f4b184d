// SPDX-License-Identifier: GPL-3.0-or-later
// Where Microsoft Entra's words differ from the standards': the refusals' shape, error names and numbers.
import { randomUUID } from 'node:crypto';

const CODES = {
  access_denied: 65004,
  authorization_declined: 70018,
  authorization_pending: 70016,
  bad_verification_code: 70019,
  consent_required: 65001,
  expired_token: 70020,
  interaction_required: 50076,
  invalid_client: 7000218,
  invalid_grant: 70000,
  invalid_request: 9002313,
  invalid_scope: 70011,
  invalid_tenant: 90002,
  login_required: 50058,
  slow_down: 70016,
  temporarily_unavailable: 90033,
  unauthorized_client: 700016,
};

const two = (number) => String(number).padStart(2, '0');

/** yyyy-MM-dd HH:mm:ssZ */
function timestamp(date) {
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} `
    + `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}Z`;
}

/** The body of a refusal. "more" adds members such as suberror and claims. */
export function refusal(error, { description = 'The request was refused.', codes, ...more } = {}) {
  const numbers = codes ?? (CODES[error] ? [CODES[error]] : []);
  const [trace, correlation, when] = [randomUUID(), randomUUID(), timestamp(new Date())];
  const prefix = numbers.length ? `AADSTS${numbers[0]}: ` : '';
  return {
    error,
    error_description: `${prefix}${description}\r\nTrace ID: ${trace}\r\nCorrelation ID: ${correlation}\r\n`
      + `Timestamp: ${when}`,
    error_codes: numbers,
    timestamp: when,
    trace_id: trace,
    correlation_id: correlation,
    ...more,
  };
}

/** [status, body] for a refusal of the provider at an endpoint that answers in JSON; detail is the provider's own. */
export function translated(status, body, grant, detail = '') {
  let { error } = body;
  let code = status;
  if (grant === 'device_code' && error === 'access_denied') error = 'authorization_declined';
  if (grant === 'device_code' && detail === 'device code not found') error = 'bad_verification_code';
  if (error === 'invalid_client' && detail.includes('not found')) {
    error = 'unauthorized_client';
    code = 400;
  }
  const description = [body.error_description, detail].filter(Boolean).join(': ') || undefined;
  return [code, refusal(error, { description })];
}

/** "https://a/b https://a/c openid" → "https://a": what all but the well-known words are for. */
export function resourceOf(scope) {
  const named = (scope ?? '').split(' ').find((word) => /^[a-z][a-z0-9+.-]*:\/\/.*\/[^/]+$/i.test(word));
  return named?.slice(0, named.lastIndexOf('/'));
}

/** The words of a scope that belong to this resource. */
export function scopesOf(resource, scope) {
  return (scope ?? '').split(' ').filter((word) => word.startsWith(`${resource}/`));
}
