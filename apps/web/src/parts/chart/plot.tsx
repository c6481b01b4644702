import { useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { OnHover } from './plot-frame.ts';

/** Draws into a place of a height, and gives what takes it away again. */
type Draw<Data> = (place: HTMLElement, data: Data, height: number, onHover: OnHover) => () => void;

interface PlotProps<Data> {
  readonly data: Data;
  readonly height: number;
  /** Loads what draws, when there is something to draw; the same function each time. */
  readonly load: () => Promise<Draw<Data>>;
  readonly onHover: OnHover;
}

/** The place of a drawing. It is for the eye: a table beside it says the same to a screen reader. */
export function Plot<Data>(props: PlotProps<Data>): ReactNode {
  // Drawn anew in the colours of another theme.
  return <Drawing key={useComputedColorScheme('light')} {...props} />;
}

function Drawing<Data>({ data, height, load, onHover }: PlotProps<Data>): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let end = (): void => {};
    let gone = false;
    void load().then((draw) => {
      if (!gone) end = draw(element, data, height, onHover);
    });
    return () => {
      gone = true;
      end();
    };
  }, [data, height, load, onHover]);
  return <div ref={place} style={{ height }} aria-hidden="true" />;
}
