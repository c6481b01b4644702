import { useChange } from '../../api/use-answer.ts';
import { sayProblem } from '../../parts/say-problem.ts';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';

const route = 'POST /projects/{project_id}/destinations/{destination_id}/oauth';

interface SigningIn {
  readonly begin: (destinationId: string) => void;
  readonly busy: boolean;
}

/** Leaves the dashboard for the ad system's sign-in, also where what asked for it is closed by then. */
export function useSignIn(projectId: string): SigningIn {
  const say = useSay();
  const { complain } = useToasts();
  const { mutateAsync, isPending, isSuccess } = useChange(route);
  const begin = async (destinationId: string): Promise<void> => {
    try {
      const { url } = await mutateAsync({ path: { project_id: projectId, destination_id: destinationId } });
      window.location.assign(url);
    } catch (error) {
      complain(sayProblem(say, error));
    }
  };
  return { begin: (destinationId) => void begin(destinationId), busy: isPending || isSuccess };
}
