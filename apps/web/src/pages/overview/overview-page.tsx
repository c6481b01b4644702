import type { ReactNode } from 'react';
import { PageHead } from '../../parts/page-head.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';

export function OverviewPage(): ReactNode {
  const say = useSay();
  return <PageHead title={say(navigation.overview)} />;
}
