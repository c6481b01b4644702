import type { ReactNode } from 'react';
import { CopyButton } from './copy-field.tsx';
import styles from './markdown.module.css';
import { type Block, readBlocks, readSpans } from './read-markdown.ts';

/** The project's own documents, as elements: no HTML is ever taken from a text. */
export function Markdown({ text }: { readonly text: string }): ReactNode {
  return (
    <div className={styles.markdown}>
      {readBlocks(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document does not move
        <Shown key={index} block={block} />
      ))}
    </div>
  );
}

function Shown({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? (
        <h2>
          <Spans text={block.text} />
        </h2>
      ) : (
        <h3>
          <Spans text={block.text} />
        </h3>
      );
    case 'code':
      return (
        <div className={styles.code}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
          <pre tabIndex={0}>{block.text}</pre>
          <CopyButton small value={block.text} />
        </div>
      );
    case 'item':
      return (
        <p className={styles.item}>
          <span className={styles.mark}>{block.mark}</span>
          <span>
            <Spans text={block.text} />
          </span>
        </p>
      );
    case 'table':
      return (
        <div className={styles.scroll}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell) => (
                  <th key={cell}>
                    <Spans text={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row) => (
                <tr key={row.join('|')}>
                  {row.map((cell) => (
                    <td key={cell}>
                      <Spans text={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'paragraph':
      return (
        <p>
          <Spans text={block.text} />
        </p>
      );
  }
}

function Spans({ text }: { readonly text: string }): ReactNode {
  return readSpans(text).map((span, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a document does not move
    if (span.kind === 'code') return <code key={index}>{span.text}</code>;
    // biome-ignore lint/suspicious/noArrayIndexKey: a document does not move
    return span.kind === 'strong' ? <strong key={index}>{span.text}</strong> : span.text;
  });
}
