import type pg from 'pg';
import type { ProjectConfig } from '../../directory/config-types.ts';

/** The counter of Yandex Metrica that a project tells its goals to; null: it tells it none. */
export type CounterOf = (project: ProjectConfig) => Promise<string | null>;

/**
 * Looked up once for what is known of a project: whoever changes one of its destinations makes all processes forget the project, and
 * this with it. `open` gives the settings of a destination as they were before they were sealed.
 */
export function counters(pool: pg.Pool, open: (sealed: Buffer) => unknown): CounterOf {
  const known = new WeakMap<ProjectConfig, Promise<string | null>>();
  const look = async ({ projectId, destinations }: ProjectConfig): Promise<string | null> => {
    const metrica = destinations.find(({ definition }) => definition.type === 'yandex_metrica');
    if (metrica === undefined) return null;
    const found = await pool.query<{ settings_sealed: Buffer }>(
      'select settings_sealed from destinations where project_id = $1 and destination_id = $2',
      [projectId, metrica.destinationId],
    );
    const sealed = found.rows[0]?.settings_sealed;
    return sealed === undefined ? null : counterIn(open(sealed));
  };
  return (project) => {
    const asked = known.get(project) ?? look(project);
    known.set(project, asked);
    // What failed is asked for again.
    asked.catch(() => known.delete(project));
    return asked;
  };
}

function counterIn(settings: unknown): string | null {
  if (typeof settings !== 'object' || settings === null || !('counter_id' in settings)) return null;
  const counter = String(settings.counter_id);
  return /^\d{1,15}$/.test(counter) ? counter : null;
}
