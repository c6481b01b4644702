import { type ReactNode, useEffect, useState } from 'react';

/** How the snippet comes into the page: its tag stands in the markup, in a component (React 19 lifts it into the head), or an effect adds it. */
export type SnippetBy = 'markup' | 'component' | 'effect';

export interface SiteProps {
  readonly snippet: string;
  readonly by: SnippetBy;
  readonly path: string;
}

const bot = 'https://t.me/my_bot';

/** Somebody's landing page, as people write them with React. */
export function Site({ snippet, by, path: first }: SiteProps): ReactNode {
  const [path, setPath] = useState(first);
  useEffect(() => {
    // From here on React answers presses.
    document.body.dataset.drawn = 'yes';
    const follow = (): void => setPath(location.pathname);
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const go = (to: string): void => {
    history.pushState({}, '', to);
    setPath(to);
  };
  const [home, prices] = [first, `${first}/prices`];
  return (
    <>
      {by === 'component' && <script async src={snippet} />}
      {by === 'effect' && <Snippet src={snippet} />}
      <nav>
        <button type="button" onClick={() => go(home)}>
          home
        </button>
        <button type="button" onClick={() => go(prices)}>
          prices
        </button>
      </nav>
      {path === prices ? <Prices /> : <Home />}
    </>
  );
}

function Snippet({ src }: { readonly src: string }): ReactNode {
  useEffect(() => {
    const tag = document.createElement('script');
    tag.src = src;
    document.head.append(tag);
    return () => tag.remove();
  }, [src]);
  return null;
}

function Home(): ReactNode {
  const [count, setCount] = useState(0);
  const [isLate, setLate] = useState(false);
  const [round, setRound] = useState(0);
  return (
    <main>
      <a id="plain" href={bot}>
        To the bot
      </a>
      {/* An address of its own for each state: React sets it back. */}
      <a id="counted" href={`${bot}?start=${count}`}>
        seen {count}
      </a>
      <button type="button" onClick={() => setCount(count + 1)}>
        count
      </button>
      {isLate && (
        <a id="late" href={bot}>
          late
        </a>
      )}
      <button type="button" onClick={() => setLate(!isLate)}>
        late
      </button>
      <ul>
        {[1, 2, 3].map((n) => (
          <li key={`${round}-${n}`}>
            <a className="listed" href={n === 2 ? 'https://t.me/other_bot' : bot}>
              {round}-{n}
            </a>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => setRound(round + 1)}>
        keys
      </button>
      <a
        id="handled"
        href={bot}
        onClick={(event) => {
          event.preventDefault();
          window.open(bot, '_self');
        }}
      >
        handled
      </a>
      <button type="button" onClick={() => window.open(bot, '_self')}>
        opens
      </button>
      <Html />
    </main>
  );
}

/** Markup from elsewhere, which React puts in whole. */
function Html(): ReactNode {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: pages with texts from a CMS have it
  return <div dangerouslySetInnerHTML={{ __html: `<a id="html" href="${bot}">from a CMS</a>` }} />;
}

function Prices(): ReactNode {
  return (
    <main>
      <a id="price" href={`tg://resolve?domain=my_bot&start=price`}>
        Buy
      </a>
      <a id="other" href="https://t.me/other_bot">
        Ask
      </a>
    </main>
  );
}
