/** @file Says why no error is listed, and how to see some. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconFilterOff } from "@tabler/icons-react";
import type { JSX } from "react";
import { Notice } from "../../components/Notice";
import { useCases } from "../../stores/cases-store";
import { useErrorBrowser } from "../../stores/error-browser-store";

export function NoErrors({ isNarrowed }: { readonly isNarrowed: boolean }): JSX.Element {
  const { segment, isUnreviewedOnly, clearFilters, showUnreviewedOnly, showSegment } = useErrorBrowser();
  const hasChosenCases = useCases(({ filters }) => filters.length > 0);
  const isMisses = segment === "misses";
  if (isUnreviewedOnly) {
    const all = (
      <Button variant="default" onClick={() => showUnreviewedOnly(false)}>
        Show reviewed ones too
      </Button>
    );
    return <Notice icon={IconCircleCheck} title="Everything in this list is reviewed" actions={all} />;
  }
  if (isNarrowed) {
    const all = (
      <Button variant="default" onClick={clearFilters}>
        Show all errors
      </Button>
    );
    return <Notice icon={IconFilterOff} title="No error is of this kind" actions={all} />;
  }
  const other = (
    <Button variant="default" onClick={() => showSegment(isMisses ? "false-positives" : "misses")}>
      {isMisses ? "See false positives" : "See misses"}
    </Button>
  );
  if (hasChosenCases) {
    // Neither threshold is to blame: the chips above leave others out.
    const title = isMisses ? "No misses among the chosen cases" : "No false positives among the chosen cases";
    return <Notice icon={IconFilterOff} title={title} actions={other} />;
  }
  return (
    <Notice
      icon={IconCircleCheck}
      title={isMisses ? "No misses at these thresholds" : "No false positives at these thresholds"}
      actions={other}
    >
      {isMisses ? "Every reference box was found." : "Lower the score threshold to see less confident detections."}
    </Notice>
  );
}
