import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFact, factMs, foldMembership, type MembershipFact, neverSeen } from './membership.ts';

const kinds = ['start', 'stop', 'resume', 'join', 'leave'] as const;
const history = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), atMs: fc.nat(8).map((second) => second * 1000) }), {
    maxLength: 12,
  })
  .map((facts) => facts.map((fact, index) => ({ ...fact, arrival: index + 1 })));

const fact = (kind: MembershipFact['kind'], second: number, arrival = second): MembershipFact => ({
  kind,
  atMs: second * 1000,
  arrival,
});

describe('a membership', () => {
  it.each([
    ['bot', ['start'], { status: 'member', firstJoinMs: 1000, lastJoinMs: 1000, leftMs: null }],
    ['bot', ['start', 'start'], { status: 'member', firstJoinMs: 1000, lastJoinMs: 1000, leftMs: null }],
    ['bot', ['start', 'stop'], { status: 'left', firstJoinMs: 1000, lastJoinMs: 1000, leftMs: 2000 }],
    ['bot', ['start', 'stop', 'resume'], { status: 'resumed', firstJoinMs: 1000, lastJoinMs: 1000, leftMs: null }],
    ['bot', ['start', 'stop', 'start'], { status: 'member', firstJoinMs: 1000, lastJoinMs: 3000, leftMs: null }],
    ['bot', ['stop'], { status: 'left', firstJoinMs: null, lastJoinMs: null, leftMs: 1000 }],
    ['bot', ['stop', 'stop'], { status: 'left', firstJoinMs: null, lastJoinMs: null, leftMs: 1000 }],
    ['channel', ['start', 'join', 'stop'], { status: 'member', firstJoinMs: 2000, lastJoinMs: 2000, leftMs: null }],
    ['channel', ['stop'], { status: 'none', firstJoinMs: null, lastJoinMs: null, leftMs: null }],
    ['channel', ['start'], { status: 'none', firstJoinMs: null, lastJoinMs: null, leftMs: null }],
    ['channel', ['start', 'join'], { status: 'member', firstJoinMs: 2000, lastJoinMs: 2000, leftMs: null }],
    ['channel', ['join', 'leave', 'join'], { status: 'member', firstJoinMs: 1000, lastJoinMs: 3000, leftMs: null }],
  ] as const)('of a %s after %j', (projectKind, facts, expected) => {
    const { membership } = foldMembership(
      facts.map((kind, index) => fact(kind, index + 1)),
      projectKind,
    );
    expect(membership).toEqual(expected);
  });

  it('ends the same in whatever order its facts are handed over', () => {
    fc.assert(
      fc.property(
        history,
        fc.constantFrom('bot' as const, 'channel' as const),
        fc.infiniteStream(fc.nat()),
        (facts, kind, order) => {
          const shuffled = facts.map((one) => ({ one, by: order.next().value as number })).sort((a, b) => a.by - b.by);
          const straight = foldMembership(facts, kind).membership;
          expect(
            foldMembership(
              shuffled.map(({ one }) => one),
              kind,
            ).membership,
          ).toEqual(straight);
        },
      ),
    );
  });

  it('counts add up: who is present is what came less what went', () => {
    fc.assert(
      fc.property(history, fc.constantFrom('bot' as const, 'channel' as const), (facts, kind) => {
        const { membership, effects } = foldMembership(facts, kind);
        const present = [...effects.values()].reduce((sum, effect) => sum + effect.presence, 0);
        expect(present).toBe(membership.status === 'member' || membership.status === 'resumed' ? 1 : 0);
        const firsts = [...effects.values()].filter((effect) => effect.counts === 'first_join').length;
        expect(firsts).toBe(membership.firstJoinMs === null ? 0 : 1);
      }),
    );
  });

  it('applied fact by fact is the same as folded', () => {
    fc.assert(
      fc.property(history, (facts) => {
        const sorted = facts.toSorted((a, b) => a.atMs - b.atMs || a.arrival - b.arrival);
        const stepped = sorted.reduce((membership, one) => applyFact(membership, one, 'bot').membership, neverSeen);
        expect(foldMembership(facts, 'bot').membership).toEqual(stepped);
      }),
    );
  });
});

describe('the date of a fact', () => {
  it('is a whole second, so that senders with and without fractions can be compared', () => {
    expect(factMs(1_700_000_000_999)).toBe(1_700_000_000_000);
  });
});
