/** @file Every element of the DICOM data set of the image on screen, with a search over all columns. */
import { Skeleton, TextInput } from "@mantine/core";
import { IconFileSearch, IconSearch, IconTags } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useDeferredValue, useMemo, useState } from "react";
import type { TagRow } from "../../../src-shared/contract/studies";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { readableAmount } from "../../components/readable";
import { VirtualRows } from "../../components/VirtualRows";
import { queries } from "../../stores/queries";
import { useSelection } from "../../stores/selection-store";
import { findTags } from "./find-tags";
import "./tags.css";

const ROW_HEIGHT_PX = 44;

export function TagsPanel(): JSX.Element {
  const instanceId = useSelection((state) => state.instanceId);
  if (!instanceId)
    return (
      <Notice icon={IconTags} title="No image is open">
        Choose a case to read its DICOM elements.
      </Notice>
    );
  return <Tags instanceId={instanceId} />;
}

function Tags({ instanceId }: { readonly instanceId: InstanceId }): JSX.Element {
  const [search, setSearch] = useState("");
  const needle = useDeferredValue(search);
  const { data, error, refetch } = useQuery(queries.tags(instanceId));
  const rows = useMemo(() => findTags(data ?? [], needle), [data, needle]);
  if (error) return <FailureNotice title="The DICOM elements cannot be read" error={error} onRetry={refetch} />;
  return (
    <div className="tags">
      <TextInput
        className="tags__search"
        aria-label="Search DICOM elements"
        placeholder="Tag, keyword or value"
        leftSection={<IconSearch size={14} aria-hidden />}
        data-testid="tags-search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {!data && <Skeleton flex={1} m="xs" />}
      {data && rows.length === 0 && <Notice icon={IconFileSearch} title="No element matches" />}
      {rows.length > 0 && (
        <VirtualRows
          count={rows.length}
          rowHeightPx={ROW_HEIGHT_PX}
          label="DICOM elements"
          testId="tags"
          renderRow={(index) => <TagLine row={rows[index]!} />}
        />
      )}
      {data && (
        <footer className="tags__foot">
          {rows.length === data.length
            ? readableAmount(data.length, "element")
            : `${rows.length} of ${readableAmount(data.length, "element")}`}
        </footer>
      )}
    </div>
  );
}

const INDENT_PX = 12;

function TagLine({ row }: { readonly row: TagRow }): JSX.Element {
  return (
    <div className="tags__row" data-testid="tag-row" style={{ paddingLeft: 12 + row.depth * INDENT_PX }}>
      <div className="tags__name">
        <span>{row.keyword || "Private or unknown"}</span>
        <span className="tags__tag mono">
          {row.tag} {row.vr}
        </span>
      </div>
      <div className="tags__value mono" title={row.value}>
        {row.value === "" ? "empty" : row.value}
      </div>
    </div>
  );
}
