import { describe, expect, it } from 'vitest';
import { isTrackingHost } from './tracking-host.ts';

describe('the tracking domain', () => {
  it.each([
    'go.example.org',
    'GO.Example.org',
    'go.example.org.',
    'go.example.org:443',
    'go.example.org:80',
    'Go.example.org.:443',
  ])('is named by %s', (header) => {
    expect(isTrackingHost('go.example.org')(header)).toBe(true);
  });

  it.each([
    'example.org',
    'o.example.org',
    'xgo.example.org',
    'go.example.org:8080',
    'go.example.org.evil.test',
    '',
    undefined,
  ])('is not named by %s', (header) => {
    expect(isTrackingHost('go.example.org')(header)).toBe(false);
  });

  it('with a port of its own is named with that port only', () => {
    const names = isTrackingHost('localhost:8443');
    expect(['localhost:8443', 'LOCALHOST:8443', 'localhost.:8443', 'localhost', 'localhost:443'].map(names)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
