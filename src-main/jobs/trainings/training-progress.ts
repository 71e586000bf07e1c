/** @file What a training says of itself while it runs: where it stands, its mean loss, and how long it still takes. */
import type { Training, TrainingStep } from "../../../src-shared/domain/training";
import type { ProgressReport } from "../job";

/** Steps that tell the present speed. */
const RECENT = 50;

/** As `seconds`: of one step with all that is done around it. */
interface TakenStep extends Pick<TrainingStep, "step" | "epoch" | "losses" | "seconds"> {}

export class TrainingProgress {
  private readonly total: number;
  private recent: readonly number[] = [];
  /** Of the epoch so far, as far as it was learnt since the training goes on. */
  private losses = { epoch: 0, sum: 0, steps: 0 };

  /** `judgements`: seconds of those before, which it adds to. */
  constructor(
    private readonly training: Pick<Training, "stepsPerEpoch" | "config">,
    private readonly report: (progress: ProgressReport) => void,
    private judgements: readonly number[],
  ) {
    this.total = training.stepsPerEpoch * training.config.epochs;
  }

  /** The loss of one batch says little: that of its epoch is told. */
  addStep({ step, epoch, losses, seconds }: TakenStep): void {
    this.recent = [...this.recent, seconds].slice(-RECENT);
    if (this.losses.epoch !== epoch) this.losses = { epoch, sum: 0, steps: 0 };
    this.losses.sum += Object.values(losses).reduce((sum, loss) => sum + loss, 0);
    this.losses.steps += 1;
    const mean = (this.losses.sum / this.losses.steps).toFixed(3);
    this.tell({ step, epochsJudged: epoch - 1 }, `epoch ${epoch} of ${this.training.config.epochs}, mean loss ${mean}`);
  }

  /** Epoch 0 is the model to begin with. */
  tellJudging(epoch: number, images: { readonly judged: number; readonly all: number }): void {
    const what = epoch === 0 ? "the model to begin with" : `epoch ${epoch} of ${this.training.config.epochs}`;
    const place = { step: epoch * this.training.stepsPerEpoch, epochsJudged: epoch - 1 + images.judged / images.all };
    this.tell(place, `judging ${what}, image ${images.judged} of ${images.all}`);
  }

  addJudgement(seconds: number): void {
    this.judgements = [...this.judgements, seconds];
  }

  /** The time is unknown until a step was taken; an epoch's judging counts once another was judged. */
  private tell({ step, epochsJudged }: { readonly step: number; readonly epochsJudged: number }, note: string): void {
    const { total, training, report } = this;
    const ofStep = median(this.recent);
    const judging = (training.config.epochs - Math.max(0, epochsJudged)) * (median(this.judgements) ?? 0);
    // Judging takes no step: by the clock alone, the first one after it would have taken as long.
    const pace = ofStep !== undefined && { perSecond: 1 / ofStep, secondsLeft: (total - step) * ofStep + judging };
    report({ done: step, total, note, ...pace });
  }
}

/** The middle: the one step through which a laptop slept says nothing about the others. */
function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
