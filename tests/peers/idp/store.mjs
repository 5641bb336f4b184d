// SPDX-License-Identifier: GPL-3.0-or-later
// The provider's memory. Its own memory adapter forgets what has expired and then says "not found"; this one keeps it,
// so that "expired" can be told from "never seen", and shows itself to the tests' control interface.
import { createHash } from 'node:crypto';

const records = new Map(); // "Model:id" → payload

export class Store {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload) {
    records.set(`${this.model}:${id}`, payload);
  }

  async find(id) {
    return records.get(`${this.model}:${id}`);
  }

  async findByUid(uid) {
    return all(this.model).find((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode) {
    return all(this.model).find((payload) => payload.userCode === userCode);
  }

  async consume(id) {
    (await this.find(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    records.delete(`${this.model}:${id}`);
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of records) {
      if (payload.grantId === grantId && key.startsWith(`${this.model}:`)) records.delete(key);
    }
  }
}

/** The live records of a model, oldest first; changes to them are changes to the memory. */
export function all(model) {
  return [...records].filter(([key]) => key.startsWith(`${model}:`)).map(([, payload]) => payload);
}

export function forget(model) {
  for (const key of records.keys()) if (key.startsWith(`${model}:`)) records.delete(key);
}

/** A person by user name: everything else about them follows from it. */
export function account(name) {
  const hex = createHash('sha256').update(name.toLowerCase()).digest('hex');
  const oid = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
  const display = name.split('@')[0].split('.').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  return { name: display, oid, upn: name };
}
