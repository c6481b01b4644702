import { expect, it } from 'vitest';
import { sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

it('a link has an address for each ad system', async () => {
  const { path } = await sampleProject(manage);
  const { id } = await manage.done('POST', `${path}/links`, { name: 'a', code: 'summer', utm: { source: 'mine' } });
  const { items } = await manage.done('GET', `${path}/links/${id}/templates`);
  const urls = Object.fromEntries(items.map(({ ad_system, url }: Record<string, string>) => [ad_system, url]));
  expect(urls).toEqual({
    yandex: 'https://go.test/summer?utm_medium=cpc&utm_campaign={campaign_id}&utm_content={ad_id}&utm_term={keyword}',
    vk: 'https://go.test/summer?utm_medium=cpc&utm_campaign={{campaign_id}}&utm_content={{banner_id}}',
    meta: 'https://go.test/summer?utm_medium=cpc&utm_campaign={{campaign.id}}&utm_content={{ad.id}}&utm_term={{adset.id}}',
    google: 'https://go.test/summer?utm_medium=cpc&utm_campaign={campaignid}&utm_content={creative}&utm_term={keyword}',
    tiktok: 'https://go.test/summer?utm_medium=cpc&utm_campaign=__CAMPAIGN_ID__&utm_content=__CID__&utm_term=__AID__',
    telegram: 'https://go.test/summer?utm_medium=cpm',
  });
  expect(items[0]).toMatchObject({
    title: 'Яндекс Директ',
    adds: ['yclid'],
    help: { ru: expect.any(String), en: expect.any(String) },
  });
});
