import { describe, expect, it } from 'vitest';
import { apiMethods } from '../apps/server/src/api/methods/index.ts';
import { useDatabase } from '../apps/server/src/testing/test-database.ts';
import { useServer } from '../apps/server/src/testing/test-server.ts';
import { players } from './guides/players.ts';
import { guideNames, languages, readGuide } from './guides/read-guide.ts';
import { setStage } from './guides/stage.ts';

/** The guides, followed to the letter against a running server: what they tell to set up works, and what they say one sees is seen. */
const server = useServer(useDatabase());

describe.each(languages)('the guides in %s', (language) => {
  it('are all followed here', () => {
    expect(guideNames(language).toSorted()).toEqual(Object.keys(players).toSorted());
  });

  it.each(guideNames(language))('%s', async (name) => {
    const guide = readGuide(language, name);
    const platform = name === 'max-bot' ? 'max' : 'telegram';
    const known = apiMethods.filter((method) => method.platforms.includes(platform)).flatMap(({ names }) => names);
    for (const address of guide.addresses) expect(known).toContain(address.split('/').at(-1));
    expect(guide.expected).not.toEqual([]);

    const stage = await setStage(server, { guide, language, platform });
    await players[name]?.(stage);
    await expect.poll(() => stage.headlines()).toEqual(expect.arrayContaining([...guide.expected]));
  });
});
