import type { ReactNode } from 'react';

/** Line drawings on a grid of 20, stroke 1.6. */
const drawings = {
  overview: 'M3 16V9m5 7V4m5 12v-5m4 5V7',
  sources: 'M3 5h14M3 10h9M3 15h5',
  people:
    'M8 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 16.5c.6-3 2.8-4.5 5.5-4.5s4.900 1.5 5.500 4.500M13.500 4.500a2.700 2.700 0 0 1 0 5.200M15 12.500c1.400.6 2.300 1.900 2.600 4',
  retention: 'M3 4v12h14M6 7c1 5 5 6.500 10 6.700',
  funnel: 'M3 4h14l-5.500 6.500V16l-3 1v-6.500L3 4Z',
  link: 'M8.500 11.500a3.200 3.200 0 0 0 4.600 0l2.800-2.900a3.200 3.200 0 0 0-4.500-4.500L10 5.500M11.500 8.500a3.200 3.200 0 0 0-4.600 0l-2.800 2.900a3.200 3.200 0 0 0 4.500 4.500L10 14.500',
  send: 'M17 3 9 11M17 3l-5 14-3-6-6-3 14-5Z',
  requests: 'M4 5h.01M7.500 5H17M4 10h.01M7.500 10H17M4 15h.01M7.500 15H17',
  plug: 'M7 3v4m6-4v4M5 7h10v3a5 5 0 0 1-10 0V7Zm5 8v3',
  settings: 'M3 6h7m4 0h3M3 14h3m4 0h7M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm-4 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  user: 'M10 10a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400ZM4 17c.7-3.200 3-4.700 6-4.700s5.300 1.500 6 4.700',
  more: 'M4.500 10h.01M10 10h.01M15.500 10h.01',
  down: 'm5 8 5 5 5-5',
  left: 'm12 5-5 5 5 5',
  right: 'm8 5 5 5-5 5',
  plus: 'M10 4v12M4 10h12',
  copy: 'M7 7V4h9v9h-3M4 7h9v9H4V7Z',
  check: 'm4 10.500 4 4 8-9',
  cross: 'M5 5l10 10M15 5 5 15',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.500-1.500L17 17',
  warning: 'M10 3 2.500 16.500h15L10 3Zm0 5v4m0 2.500h.01',
  qr: 'M3 3h5v5H3V3Zm9 0h5v5h-5V3ZM3 12h5v5H3v-5Zm9 0h2v2m3-2v5h-5v-2',
  download: 'M10 3v9m-4-3.500 4 4 4-4M4 16h12',
  pause: 'M7 4v12m6-12v12',
  play: 'M6 4l10 6-10 6V4Z',
  eye: 'M2 10s3-5.500 8-5.500S18 10 18 10s-3 5.500-8 5.500S2 10 2 10Zm8 2.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600Z',
  pin: 'M7 3h6M8 3v5l-3 4h10l-3-4V3M10 12v5.500',
  repeat: 'M4 9a6 6 0 0 1 10.500-3L16 7.500M16 4v3.500h-3.500M16 11a6 6 0 0 1-10.500 3L4 12.500M4 16v-3.500h3.500',
} as const;

export type IconName = keyof typeof drawings;

/** Beside a text that says the same, so a screen reader passes it by. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.6 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
