import { describe, expect, it } from 'vitest';
import { holdsMacro } from './macros.ts';

describe('a macro that nobody filled in is recognised', () => {
  it.each([
    '{campaign_id}',
    '{{banner_id}}',
    '{{campaign.name}}',
    '{keyword:кроссовки}',
    'cid|{campaign_id}|search',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a macro as ad networks write it
    '${SUBID}',
    '[CLICK_ID]',
    'a-[CLICK_ID]-b',
    '__CAMPAIGN_ID__',
    '%%SITE%%',
    '%7Bcampaign_id%7D',
    '%7b%7bbanner_id%7d%7d',
    '%5BCLICK_ID%5D',
  ])('%s', (value) => expect(holdsMacro(value)).toBe(true));
});

describe('what only looks a little like one is a mark', () => {
  it.each([
    'лето 2026',
    '[новинка] кроссовки',
    '[sale]',
    '{12345}',
    '{}',
    '50%',
    '100%_off',
    '%E0%A4%A',
    'a__b__c',
    '[12]',
    '',
  ])('%s', (value) => expect(holdsMacro(value)).toBe(false));
});
