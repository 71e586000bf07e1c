/** @file Work on a project that somebody waits for and no journal lists: it ends before its project or subject goes. */
import { Failure } from "../../../src-shared/domain/failure";
import type { OpenProject } from "../projects/open-project";

interface WorkPlace {
  readonly project: OpenProject;
  /** What it is about: the identifier of a run. */
  readonly subject: string;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal | undefined;
}

interface LiveWork extends WorkPlace {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

export class WaitedWork {
  private readonly live = new Set<LiveWork>();
  private readonly closing = new WeakSet<OpenProject>();

  /** `work` is given the signal that tells of either end.
   * @throws {Failure} `cancelled` where the project is about to close */
  async run<Answer>(place: WorkPlace, work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    if (this.closing.has(place.project))
      throw new Failure("cancelled", `The project ${place.project.name} is closing.`);
    const stop = new AbortController();
    const answer = work(place.signal ? AbortSignal.any([place.signal, stop.signal]) : stop.signal);
    const live = { ...place, stop, ended: Promise.allSettled([answer]) };
    this.live.add(live);
    try {
      return await answer;
    } finally {
      this.live.delete(live);
    }
  }

  /** Stops what goes on about a subject and waits until it has stopped. */
  async stopAbout(project: OpenProject, subject: string): Promise<void> {
    await stopped([...this.live].filter((work) => work.project === project && work.subject === subject));
  }

  /** Stops what goes on in a project that is about to close, and lets nothing begin there any more. */
  async stopAll(project: OpenProject): Promise<void> {
    this.closing.add(project);
    await stopped([...this.live].filter((work) => work.project === project));
  }
}

async function stopped(works: readonly LiveWork[]): Promise<void> {
  for (const { stop } of works) stop.abort();
  await Promise.all(works.map(({ ended }) => ended));
}
