/**
 * Chance that a seed decides: each part of a run has dice of its own, so that what one part throws does not depend on how
 * fast another is.
 */
export class Dice {
  #state;

  constructor(seed, part) {
    this.#state = 2166136261 ^ seed;
    for (const character of part) this.#state = Math.imul(this.#state ^ character.codePointAt(0), 16777619);
  }

  /** From 0 up to and without 1 (mulberry32). */
  throw() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability) {
    return this.throw() < probability;
  }

  whole(least, most) {
    return least + Math.floor(this.throw() * (most - least + 1));
  }

  /** From least to most, and never this one. */
  wholeBut(least, most, never) {
    const thrown = this.whole(least, most - 1);
    return thrown < never ? thrown : thrown + 1;
  }

  one(list) {
    return list[this.whole(0, list.length - 1)];
  }

  /** Some of a list, in its order, at least one. */
  some(list, most = list.length) {
    const wanted = this.whole(1, most);
    const picked = new Set();
    while (picked.size < wanted) picked.add(this.one(list));
    return list.filter((item) => picked.has(item));
  }

  /** Most of a list, in its order, at least one. */
  most(list) {
    const picked = list.filter(() => this.chance(0.75));
    return picked.length > 0 ? picked : [this.one(list)];
  }
}
