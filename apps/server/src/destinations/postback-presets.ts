import type { Preset } from './destination.ts';

/** Words that AlterCPA tells the state of a lead by. Source: behaviour.md, "What others have"; altercpa.red/en/api.html. */
const leadStates = {
  in_progress: 'hold',
  success: 'approve',
  failure: 'cancel',
  refund: 'trash',
  start: 'wait',
  join: 'wait',
  press: 'wait',
  stay: 'approve',
  leave: 'cancel',
};

/** Addresses of well-known receivers; TRACKER, KEY and the like are for the owner to replace. Sources: adplatforms.md §6.2, §6.3, docs.binom.org. */
export const postbackPresets: readonly Preset[] = [
  {
    name: 'keitaro',
    title: 'Keitaro',
    settings: {
      url: 'https://TRACKER/KEY/postback?subid={click_id}&status={status}&payout={value}&currency={currency}&tid={conversion_id}&return=OK',
    },
    goals: { start: 'start', join: 'join' },
  },
  {
    name: 'binom',
    title: 'Binom',
    settings: {
      url: 'https://TRACKER/click.php?cnv_id={click_id}&payout={value}&cnv_currency={currency}&cnv_status={goal}',
    },
    goals: { start: 'start', join: 'join' },
  },
  {
    name: 'altercpa',
    title: 'AlterCPA',
    settings: {
      url: 'https://TRACKER/api/tracker/postback.json?id=TOKEN&click={click_id}&uid={conversion_id}&status={status}&price={value}&currency={currency}&goal={goal}',
      statuses: leadStates,
    },
    goals: { start: 'start', join: 'join', leave: 'leave' },
  },
  {
    name: 'adsgram',
    title: 'AdsGram',
    settings: {
      // The goal's name is its number there: 1, 2 or 3.
      url: 'https://api.adsgram.ai/confirm_conversion?token=TOKEN&tgid={user_id}&goaltype={goal}&campaignid=CAMPAIGN',
    },
    goals: { start: '1', join: '2' },
  },
];
