import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Answered } from '../../parts/answered.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useLanguage } from '../../text/language.tsx';

/** The documents themselves, each loaded when it is read: there is no second text that could differ. */
const documents = import.meta.glob<string>('../../../../../docs/*/guides/*.md', { query: '?raw', import: 'default' });

interface GuideProps {
  readonly name: string;
  readonly projectKey: string;
}

export function Guide({ name, projectKey }: GuideProps): ReactNode {
  const { language } = useLanguage();
  const text = useQuery({
    queryKey: ['guide', language, name],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await documents[`../../../../../docs/${language}/guides/${name}.md`]?.()) ?? '',
  });
  return (
    <Panel>
      <Answered query={text} rows={12}>
        {(markdown) => <Markdown text={filledIn(markdown, projectKey)} />}
      </Answered>
    </Panel>
  );
}

/** A guide says HOST and KEY where the server and the key stand. */
export function filledIn(markdown: string, key: string): string {
  const base = document.baseURI.replace(/\/$/, '');
  return markdown.replaceAll('https://HOST', base).replaceAll(/\bKEY\b/g, key);
}
