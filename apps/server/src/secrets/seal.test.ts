import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Sealer } from './seal.ts';

const sealer = new Sealer('the secret key of the tests');
const addresses = fc.oneof(fc.ipV4(), fc.ipV6());

it('what is sealed is opened as it was, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(addresses, fc.string({ unit: 'grapheme' })), (text) => {
      // What is no Unicode has no UTF-8 either.
      fc.pre(text.isWellFormed());
      expect(sealer.open(sealer.seal(text))).toBe(text);
    }),
  );
});

it('what is sealed says nothing of it, and no two seals of one text are alike', () => {
  fc.assert(
    fc.property(addresses, (address) => {
      const [one, other] = [sealer.seal(address), sealer.seal(address)];
      expect(one.includes(address)).toBe(false);
      expect(one.equals(other)).toBe(false);
    }),
  );
});

it('what was changed by as little as a bit, or sealed with another key, is not opened', () => {
  fc.assert(
    fc.property(addresses, fc.nat(), (address, place) => {
      const sealed = sealer.seal(address);
      const bit = place % (8 * sealed.length);
      sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(sealed)).toThrow();
      expect(() => new Sealer('another').open(sealer.seal(address))).toThrow(/another OTKUDA_SECRET_KEY/);
    }),
  );
});
