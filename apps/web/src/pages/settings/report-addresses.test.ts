import { expect, it } from 'vitest';
import { reportAddresses } from './report-addresses.ts';

it('the addresses of a Telegram project are those without a folder', () => {
  expect(reportAddresses('https://otkuda.example/', 'telegram', 'otr_a-b')).toEqual([
    { report: 'members', url: 'https://otkuda.example/api/get_chat_members.php?apiKey=otr_a-b' },
    { report: 'tags', url: 'https://otkuda.example/api/get_tags.php?apiKey=otr_a-b' },
    { report: 'clicks', url: 'https://otkuda.example/api/get_click_data.php?apiKey=otr_a-b' },
  ]);
});

it('those of a MAX project stand under max, also where the dashboard has a path', () => {
  const [members] = reportAddresses('https://example.org/otkuda/', 'max', 'otr_a');
  expect(members?.url).toBe('https://example.org/otkuda/max/api/get_chat_members.php?apiKey=otr_a');
});
