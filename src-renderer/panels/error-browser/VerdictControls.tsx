/** @file What the reader says of the chosen error: who is wrong, and tags in free words. */
import { Button, Checkbox, TagsInput, Tooltip } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { type JSX, type KeyboardEvent, useState } from "react";
import { VERDICTS, type Verdict } from "../../../src-shared/domain/verdict";
import { KeyHint } from "../../components/KeyHint";
import { reportFailure } from "../../components/report-failure";
import { SHORTCUTS } from "../../components/shortcuts";
import { useErrorBrowser } from "../../stores/error-browser-store";
import { judgeChosen, tagChosen } from "../../stores/error-commands";
import { VERDICT_WORDS } from "./verdict-words";

export interface VerdictControlsProps {
  /** Undefined: nothing was said of the chosen error. */
  readonly said: Verdict | undefined;
  /** Words that other errors of the run are tagged with. */
  readonly knownTags: readonly string[];
}

/** As many and as long as a verdict can hold (domain/verdict.ts). */
const MOST_TAGS = 12;
const LONGEST_TAG = 40;

export function VerdictControls({ said, knownTags }: VerdictControlsProps): JSX.Element {
  const goesOn = useErrorBrowser((state) => state.goesOnAfterVerdict);
  const goOnAfterVerdict = useErrorBrowser((state) => state.goOnAfterVerdict);
  const [typed, setTyped] = useState("");
  // What is typed becomes a tag when the field is left, unless it was taken back before.
  const leave = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.preventDefault();
    if (typed === "") event.currentTarget.blur();
    else setTyped("");
  };
  return (
    <section className="errors__verdict" aria-label="Verdict on the chosen error" data-testid="verdict-controls">
      <Button.Group aria-label="Who is wrong">
        {VERDICTS.map((verdict) => (
          <VerdictButton key={verdict} verdict={verdict} isGiven={said?.verdict === verdict} />
        ))}
      </Button.Group>
      <div className="errors__tags">
        <TagsInput
          id="error-tags"
          size="xs"
          aria-label="Tags of the chosen error"
          placeholder={said?.tags.length ? "" : "Tags"}
          leftSection={<IconTag size={14} aria-hidden />}
          data={[...knownTags]}
          value={[...(said?.tags ?? [])]}
          maxTags={MOST_TAGS}
          maxLength={LONGEST_TAG}
          comboboxProps={{ position: "top" }}
          onChange={(tags) => reportFailure(tagChosen(tags.map((tag) => tag.trim()).filter(Boolean)))}
          searchValue={typed}
          onSearchChange={setTyped}
          onKeyDown={(event) => event.key === "Escape" && leave(event)}
        />
        <Tooltip label="A verdict brings the next unreviewed error">
          <div>
            <Checkbox
              label="Go on"
              data-testid="go-on-after-verdict"
              checked={goesOn}
              onChange={(event) => goOnAfterVerdict(event.currentTarget.checked)}
            />
          </div>
        </Tooltip>
      </div>
    </section>
  );
}

interface VerdictButtonProps {
  readonly verdict: (typeof VERDICTS)[number];
  readonly isGiven: boolean;
}

/** Pressed again it takes the verdict back, as 0 does. */
function VerdictButton({ verdict, isGiven }: VerdictButtonProps): JSX.Element {
  const { name, meaning, icon: VerdictIcon, shortcut } = VERDICT_WORDS[verdict];
  const label = (
    <>
      {meaning} <KeyHint shortcut={shortcut} />
    </>
  );
  return (
    <Tooltip label={label}>
      <Button
        className="errors__verdict-button"
        variant={isGiven ? "filled" : "default"}
        leftSection={<VerdictIcon size={15} stroke={1.7} aria-hidden />}
        aria-pressed={isGiven}
        aria-keyshortcuts={SHORTCUTS[shortcut].keys.join(" ")}
        data-testid={`verdict-${verdict}`}
        onClick={() => reportFailure(judgeChosen(isGiven ? null : verdict))}
      >
        {name}
      </Button>
    </Tooltip>
  );
}
