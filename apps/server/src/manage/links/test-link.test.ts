import { expect, it } from 'vitest';
import { sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

it('a test of a link is a click and a start of somebody who came by it', async () => {
  const { path, linkId } = await sampleProject(manage);
  const { user_id } = await manage.done('POST', `${path}/links/${linkId}/test`, { first_name: 'Проверка' });
  const { subscriber } = await manage.done('GET', `${path}/subscribers/${user_id}`);
  expect(subscriber).toMatchObject({ first_name: 'Проверка', status: 'member', first_touch: { link_id: linkId } });
  const link = await manage.done('GET', `${path}/links/${linkId}`);
  expect(link.counts).toMatchObject({ clicks: 1, starts: 1 });
});

it('a test needs a key that works, and a bot', async () => {
  const { id } = await manage.done('POST', '/projects', { platform: 'telegram', kind: 'channel', title: 'Channel' });
  const link = await manage.done('POST', `/projects/${id}/links`, { name: 'Link' });
  const channel = await manage.call('POST', `/projects/${id}/links/${link.id}/test`, {});
  expect(channel).toMatchObject({ status: 409, body: { detail: expect.stringContaining('channel') } });

  const bot = await manage.done('POST', '/projects', { platform: 'telegram', kind: 'bot', title: 'Bot' });
  const botLink = await manage.done('POST', `/projects/${bot.id}/links`, { name: 'Link' });
  const keyless = await manage.call('POST', `/projects/${bot.id}/links/${botLink.id}/test`, {});
  expect(keyless).toMatchObject({ status: 409, body: { detail: expect.stringContaining('key') } });
});
