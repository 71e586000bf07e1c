/** @file The worklist: every image of the project, narrowed by search, split and reference boxes. */
import type { JSX } from "react";
import { CaseChips } from "../../components/CaseChips";
import { WorklistFilters } from "./WorklistFilters";
import { WorklistRows } from "./WorklistRows";
import "./worklist.css";

export function WorklistPanel(): JSX.Element {
  return (
    <section className="worklist" aria-label="Worklist">
      <WorklistFilters />
      <CaseChips />
      <WorklistRows />
    </section>
  );
}
