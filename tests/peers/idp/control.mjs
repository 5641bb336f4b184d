// SPDX-License-Identifier: GPL-3.0-or-later
// What a test can make the provider do wrong, and what it can see of what was asked. No token is ever kept here.

/** Faults wait in one queue; each is taken by the first call that it fits, "times" times. README.md has the members. */
export class Faults {
  #queue = [];
  #held = new Set();

  add(faults) {
    for (const fault of [faults].flat()) this.#queue.push({ times: 1, skip: 0, ...fault });
  }

  take(endpoint, grant) {
    const fault = this.#queue.find((one) => one.endpoint === endpoint && (!one.grant || one.grant === grant));
    if (!fault) return undefined;
    if (fault.skip > 0) {
      fault.skip -= 1;
      return undefined;
    }
    fault.times -= 1;
    if (fault.times <= 0) this.#queue.splice(this.#queue.indexOf(fault), 1);
    return fault;
  }

  /** Resolves at the next release(). */
  hold() {
    return new Promise((resolve) => this.#held.add(resolve));
  }

  release() {
    for (const resolve of this.#held) resolve();
    this.#held.clear();
  }

  get waiting() {
    return this.#queue.length;
  }

  clear() {
    this.#queue = [];
    this.release();
  }
}

/** One entry for each call; "at" in milliseconds of a clock that only goes forward. */
export class CallLog {
  calls = [];

  add(entry) {
    const call = { at: Math.round(performance.now() * 1000) / 1000, ...entry };
    this.calls.push(call);
    return call;
  }

  /** {"token": 3, "token:refresh_token": 2, …}. */
  counts() {
    const counts = {};
    for (const { endpoint, grant } of this.calls) {
      counts[endpoint] = (counts[endpoint] ?? 0) + 1;
      if (grant) counts[`${endpoint}:${grant}`] = (counts[`${endpoint}:${grant}`] ?? 0) + 1;
    }
    return counts;
  }

  clear() {
    this.calls = [];
  }
}
