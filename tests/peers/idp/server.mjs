// SPDX-License-Identifier: GPL-3.0-or-later
// A certified OpenID provider (npm oidc-provider) under the paths of Microsoft Entra, for tests: one public native
// client, PKCE S256, rotating refresh tokens whose reuse revokes the grant, device codes. People sign in and consent
// by themselves, so a "browser" that follows redirects and keeps cookies is enough. README.md has the control interface.
//
// Usage: server.mjs MODULES [--tenant ID] [--client ID] [--port N]. Ends when its standard input does.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { parse, stringify } from 'node:querystring';
import { parseArgs } from 'node:util';

import { CallLog, Faults } from './control.mjs';
import { refusal, resourceOf, scopesOf, translated } from './entra.mjs';
import { Store, account, all, forget } from './store.mjs';

const { values: options, positionals: [modules] } = parseArgs({
  allowPositionals: true,
  options: {
    tenant: { type: 'string', default: '6e5a3c1d-7d0a-4c55-9a43-2f1b0c9d8e71' },
    client: { type: 'string', default: 'b2f6c1d4-3e58-4a7b-8f19-5c0d7e2a6b93' },
    port: { type: 'string', default: '0' },
  },
});
console.warn = () => {}; // the provider's advice for public services
console.info = () => {};
const { Provider } = createRequire(`${modules}/`)('oidc-provider');
const { tenant, client: clientId } = options;
const tenants = new Set([tenant, 'organizations', 'common', 'adatum.example']);

const defaults = {
  account: 'anna.adams@adatum.example', // who signs in without a login_hint
  mfa: 'asked', // a second factor is in the token: "asked" with the claims parameter, "always", "never"
  accessTtl: 3599,
  refreshTtl: 90 * 24 * 3600,
  deviceTtl: 900,
  interval: 5,
  rotate: true, // false: the same refresh token for ever
};
let settings = { ...defaults };
const faults = new Faults();
const log = new CallLog();
const accessTokens = new Map(); // token → {grantId, exp, …}: what the protected resource knows
const refreshTokens = []; // in the order of issue, so that the log can say which one was shown
const pending = new Map(); // interaction id → fault of its authorization request

const server = createServer();
server.keepAliveTimeout = 0; // an idle connection closed at the wrong moment is a fault of its own
await new Promise((resolve) => { server.listen(Number(options.port), '127.0.0.1', resolve); });
const origin = `http://127.0.0.1:${server.address().port}`;
const base = `/${tenant}/oauth2/v2.0`;

const provider = new Provider(`${origin}/${tenant}/v2.0`, {
  adapter: Store,
  clients: [{
    client_id: clientId,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    response_types: ['code'],
    redirect_uris: ['http://127.0.0.1/', 'http://localhost/'], // a native client's loopback address: any port
  }],
  claims: { openid: ['sub', 'oid', 'tid'], profile: ['name', 'preferred_username'], email: ['email'] },
  clockTolerance: 0,
  conformIdTokenClaims: false, // as Entra: name and preferred_username are in the id_token
  cookies: { keys: [randomBytes(16).toString('hex')] },
  expiresWithSession: () => false,
  extraParams: ['peer_claims'],
  extraTokenClaims: (ctx, token) => {
    const person = account(token.accountId);
    const { AuthorizationCode, DeviceCode, RefreshToken } = ctx.oidc.entities;
    const amr = (AuthorizationCode ?? DeviceCode ?? RefreshToken)?.amr ?? ['pwd'];
    const scp = token.scope.split(' ').map((word) => word.slice(word.lastIndexOf('/') + 1)).join(' ');
    return { amr, appid: token.clientId, name: person.name, oid: person.oid, scp, tid: tenant, upn: person.upn, ver: '2.0' };
  },
  features: {
    devInteractions: { enabled: false },
    deviceFlow: { enabled: true, mask: '*********' },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, oneOf) => oneOf ?? resourceOf(ctx.oidc.params.scope),
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource) => ({
        accessTokenFormat: 'jwt',
        accessTokenTTL: settings.accessTtl,
        audience: resource,
        // Not only what this request names: a renewal may leave the scope out.
        scope: [...new Set([...scopesOf(resource, ctx.oidc.params?.scope), `${resource}/user_impersonation`,
          `${resource}/.default`])].join(' '),
      }),
    },
    revocation: { enabled: true },
    userinfo: { enabled: false },
  },
  findAccount: (ctx, id) => {
    const person = account(id);
    return {
      accountId: id,
      claims: () => ({ sub: id, email: id, name: person.name, oid: person.oid, preferred_username: id, tid: tenant }),
    };
  },
  interactions: { url: (ctx, interaction) => `/peer/interaction/${interaction.uid}` },
  jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig' }] },
  pkce: { required: () => true },
  renderError: (ctx, out) => { ctx.body = `${out.error}: ${out.error_description}\n`; },
  rotateRefreshToken: () => settings.rotate,
  routes: {
    authorization: `${base}/authorize`,
    code_verification: `${base}/deviceauth`,
    device_authorization: `${base}/devicecode`,
    end_session: `${base}/logout`,
    jwks: `/${tenant}/discovery/v2.0/keys`,
    revocation: `${base}/revoke`,
    token: `${base}/token`,
  },
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  ttl: {
    AccessToken: () => settings.accessTtl,
    AuthorizationCode: 600,
    DeviceCode: () => settings.deviceTtl,
    Grant: 365 * 24 * 3600,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: () => settings.refreshTtl,
    Session: 24 * 3600,
  },
});
for (const event of ['grant.error', 'device_authorization.error', 'revocation.error', 'authorization.error']) {
  provider.on(event, (ctx, error) => { ctx.refusedFor = error.error_detail; });
}
provider.on('server_error', (ctx, error) => { process.stderr.write(`idp: ${ctx.path}: ${error.stack}\n`); });

async function readBody(ctx) {
  const chunks = [];
  for await (const chunk of ctx.req) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What people do at the provider's pages: they sign in, and agree to everything, at once. */
async function interact(ctx) {
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const { params } = details;
  let result;
  if (pending.get(details.uid)?.error) {
    result = { error: 'access_denied' }; // its words are put in when the browser is sent back
  } else {
    const accountId = params.login_hint || settings.account;
    const isMfa = settings.mfa === 'always' || (settings.mfa === 'asked' && /"mfa"/.test(params.peer_claims ?? ''));
    const grantId = await grant(accountId, params);
    result = { login: { accountId, amr: isMfa ? ['pwd', 'mfa'] : ['pwd'] }, consent: { grantId } };
  }
  const next = await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  ctx.status = 303;
  ctx.redirect(next);
}

/** Everything that was asked for is granted. */
async function grant(accountId, params) {
  const given = new provider.Grant({ accountId, clientId: params.client_id });
  given.addOIDCScope('openid profile email offline_access');
  for (const resource of [params.resource ?? []].flat()) {
    given.addResourceScope(resource, scopesOf(resource, params.scope).join(' '));
  }
  return given.save();
}

/** A person types the code of a device at the provider's page, and agrees, declines, or comes too late. */
async function device({ user_code: userCode, do: what, account: name }) {
  const stored = userCode ? all('DeviceCode').find((one) => one.userCode === userCode) : all('DeviceCode').at(-1);
  if (!stored) return false;
  if (what === 'expire') {
    stored.exp = Math.floor(Date.now() / 1000) - 1;
  } else if (what === 'deny') {
    Object.assign(stored, { error: 'access_denied', errorDescription: 'End-User aborted interaction' });
  } else {
    const accountId = name ?? settings.account;
    Object.assign(stored, {
      accountId,
      amr: settings.mfa === 'always' ? ['pwd', 'mfa'] : ['pwd'],
      authTime: Math.floor(Date.now() / 1000),
      grantId: await grant(accountId, stored.params),
      resource: [stored.params.resource ?? []].flat()[0],
      scope: stored.params.scope,
    });
  }
  return true;
}

/** A protected resource: 200 only for an access token from here that still holds. */
async function resource(ctx) {
  const token = /^Bearer (.+)$/.exec(ctx.get('authorization'))?.[1];
  const known = accessTokens.get(token);
  if (!known || known.exp <= Date.now() / 1000 || !(await provider.Grant.find(known.grantId))) {
    ctx.status = 401;
    ctx.set('WWW-Authenticate', 'Bearer error="invalid_token"');
    ctx.body = { error: 'invalid_token' };
    return;
  }
  const { accountId, amr, audience, scope } = known;
  ctx.body = { account: accountId, amr, audience, scope };
}

const controls = {
  'GET /peer/calls': () => log.calls,
  'GET /peer/counts': () => log.counts(),
  'GET /peer/faults': () => ({ waiting: faults.waiting }),
  'POST /peer/device': async (body) => (await device(body)) || undefined,
  'POST /peer/expire': () => { for (const known of accessTokens.values()) known.exp = 0; },
  'POST /peer/faults': (body) => faults.add(body),
  'POST /peer/release': () => faults.release(),
  'POST /peer/reset': () => {
    settings = { ...defaults };
    faults.clear();
    log.clear();
  },
  'POST /peer/revoke': () => { ['Grant', 'RefreshToken', 'AuthorizationCode', 'Session'].forEach(forget); },
  'POST /peer/settings': (body) => { Object.assign(settings, body); },
};

/** /{tenant}/oauth2/v2.0/token → "token"; the address is changed to the provider's own where Entra's differs. */
function endpointOf(ctx) {
  const [, name, rest] = /^\/([^/]+)\/(.+)$/.exec(ctx.path) ?? [];
  if (name === 'peer') return rest.startsWith('interaction/') ? 'interaction' : rest;
  if (!tenants.has(name)) return 'stranger';
  ctx.path = `/${tenant}/${rest}`;
  if (rest === 'v2.0/.well-known/openid-configuration') {
    ctx.path = '/.well-known/openid-configuration';
    return 'discovery';
  }
  return ctx.path.startsWith(`${base}/authorize/`) ? 'resume' : rest.slice(rest.lastIndexOf('/') + 1);
}

/** Entra's authorization request in the provider's words. */
function adaptAuthorize(ctx) {
  const query = { ...ctx.query };
  const prompts = new Set((query.prompt ?? '').split(' ').filter(Boolean));
  if (!prompts.has('none')) {
    prompts.delete('select_account');
    prompts.add('consent'); // without it the provider leaves offline_access out
    query.prompt = [...prompts].join(' ');
    delete ctx.req.headers.cookie; // whoever signed in before: the account is chosen anew
  }
  if (query.claims) query.peer_claims = query.claims;
  delete query.claims; // the provider knows none for access tokens
  ctx.querystring = stringify(query);
}

function callOf(ctx, endpoint, body) {
  const source = ctx.method === 'POST' ? body : ctx.query;
  const grantName = body.grant_type?.replace('urn:ietf:params:oauth:grant-type:', '');
  const shown = { endpoint, method: ctx.method };
  if (grantName) shown.grant = grantName;
  for (const name of ['scope', 'prompt', 'response_mode', 'login_hint', 'claims', 'redirect_uri', 'code_challenge',
    'code_challenge_method', 'client_id']) {
    if (source[name] !== undefined) shown[name] = source[name];
  }
  if (body.code_verifier) shown.verifierLength = body.code_verifier.length;
  if (body.refresh_token) shown.refresh = refreshTokens.indexOf(body.refresh_token); // -1: not from here
  if (endpoint !== 'interaction' && endpoint !== 'resume') shown.members = Object.keys(source).sort();
  return log.add(shown);
}

/** A fault that is an answer by itself. False: it is none. */
function answerFault(ctx, fault) {
  if (fault.drop) {
    ctx.respond = false;
    ctx.req.socket.destroy();
  } else if (fault.status) {
    ctx.body = fault.body ?? '';
    ctx.status = fault.status;
    if (fault.reason) ctx.message = fault.reason;
    if (fault.body) ctx.type = fault.type ?? 'text/html';
    ctx.set(fault.headers ?? {});
  } else if (fault.error && !ctx.path.startsWith(`${base}/authorize`)) {
    const { error, status = 400, ...more } = fault.error;
    ctx.body = refusal(error, more);
    ctx.status = status;
  } else {
    return false;
  }
  return true;
}

/** An answer of the provider in Entra's words, and what it gave is remembered. */
function adaptJson(ctx, endpoint, grantName) {
  if (ctx.body?.error) {
    [ctx.status, ctx.body] = translated(ctx.status, ctx.body, grantName, ctx.refusedFor);
    return;
  }
  if (endpoint === 'token') {
    const { AccessToken: token } = ctx.oidc.entities;
    accessTokens.set(ctx.body.access_token, {
      accountId: token.accountId, amr: token.extra?.amr, audience: token.aud, exp: token.exp, grantId: token.grantId, scope: token.scope,
    });
    if (ctx.body.refresh_token && !refreshTokens.includes(ctx.body.refresh_token)) refreshTokens.push(ctx.body.refresh_token);
    ctx.body = { ...ctx.body, ext_expires_in: ctx.body.expires_in };
  }
  if (endpoint === 'devicecode') {
    const { verification_uri_complete: unknownToEntra, ...body } = ctx.body;
    ctx.body = {
      ...body,
      interval: settings.interval,
      message: `To sign in, use a web browser to open the page ${body.verification_uri} and enter the code `
        + `${body.user_code} to authenticate.`,
    };
  }
}

/** Members set and removed: of a JSON answer, or of the address that the browser is sent back to. */
function edit(ctx, fault) {
  const { set = {}, remove = [] } = fault;
  const location = ctx.response.get('Location');
  if (location && !location.startsWith(origin) && !location.startsWith('/')) {
    const url = new URL(location);
    if (fault.error) {
      const { error, description, codes, status, ...more } = fault.error;
      const { error_description } = refusal(error, { description, codes });
      Object.assign(set, { error, error_description }, more);
    }
    Object.entries(set).forEach(([name, value]) => url.searchParams.set(name, value));
    remove.forEach((name) => url.searchParams.delete(name));
    ctx.response.set('Location', url.href);
  } else if (!location && ctx.body && typeof ctx.body === 'object') {
    ctx.body = Object.fromEntries(Object.entries({ ...ctx.body, ...set }).filter(([name]) => !remove.includes(name)));
  }
}

/** The fault of an authorization request goes along with it until the browser is sent back. */
function carry(ctx, fault) {
  const uid = /^\/peer\/interaction\/([^/?]+)/.exec(ctx.response.get('Location') ?? '')?.[1];
  if (uid) pending.set(uid, fault);
}

async function serve(ctx, next) {
  const endpoint = endpointOf(ctx);
  const raw = ctx.method === 'POST' ? await readBody(ctx) : '';
  const control = controls[`${ctx.method} ${ctx.path}`];
  if (control) {
    const answer = await control(raw ? JSON.parse(raw) : {});
    ctx.body = answer ?? {};
    ctx.status = ctx.path === '/peer/device' && !answer ? 404 : 200;
    return;
  }
  const body = ctx.is('application/x-www-form-urlencoded') ? parse(raw) : {};
  if (raw) ctx.req.body = body;
  const call = callOf(ctx, endpoint, body);
  const fault = (endpoint === 'resume' ? pending.get(ctx.path.split('/').at(-1)) : faults.take(endpoint, call.grant)) ?? {};
  if (fault.hold && endpoint !== 'resume') await faults.hold();
  if (endpoint === 'resume' || fault.after || !answerFault(ctx, fault)) {
    if (fault.ask) ctx.query = { ...ctx.query, ...fault.ask };
    await dispatch(ctx, endpoint, next);
    if (endpoint === 'token' || endpoint === 'devicecode' || endpoint === 'revoke') adaptJson(ctx, endpoint, call.grant);
    edit(ctx, fault);
    carry(ctx, fault);
    if (fault.after) answerFault(ctx, fault);
  }
  Object.assign(call, { status: ctx.respond === false ? 0 : ctx.status, error: ctx.body?.error });
}

async function dispatch(ctx, endpoint, next) {
  if (endpoint === 'interaction') return interact(ctx);
  if (endpoint === 'resource') return resource(ctx);
  if (endpoint === 'stranger') {
    ctx.body = refusal('invalid_tenant', { description: 'Tenant not found.' });
    ctx.status = 400;
    return undefined;
  }
  if (endpoint === 'authorize') adaptAuthorize(ctx);
  return next();
}

provider.use(serve);
server.on('request', provider.callback());
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
process.stdout.write(`${JSON.stringify({ loginUrl: origin, tenant, clientId })}\n`);
