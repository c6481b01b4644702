import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useLanguage } from '../text/language.tsx';
import { useSession } from './session.ts';

/** Language and theme follow the account to whatever machine it is used on. */
export function useAccountPreferences(): void {
  const { user } = useSession();
  const { language, choose } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (user.language !== language) choose(user.language);
  }, [user.language, language, choose]);
  useEffect(() => {
    setColorScheme(user.theme);
  }, [setColorScheme, user.theme]);
}
